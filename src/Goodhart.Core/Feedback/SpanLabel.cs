namespace Goodhart.Feedback;

/// <summary>A labelled stretch of an item, such as an unsupported claim within a text.</summary>
public sealed record SpanLabel
{
    /// <param name="start">First position of the span.</param>
    /// <param name="end">Position after its last one, above <paramref name="start"/>.</param>
    /// <param name="category">What it is, such as "Irrelevant" or "Unverifiable".</param>
    /// <exception cref="ArgumentException">The span is empty or starts before 0.</exception>
    public SpanLabel(int start, int end, string category)
    {
        if (start < 0 || end <= start) throw new ArgumentException($"A span needs 0 ≤ start < end, got [{start}, {end}) for '{category}'.");
        (Start, End, Category) = (start, end, category);
    }

    public int Start { get; }

    public int End { get; }

    public string Category { get; }

    /// <summary>How bad or good it is; null where only the category is known.</summary>
    public Mark? Severity { get; init; }

    /// <summary>Why, in the annotator's words.</summary>
    public string? Reason { get; init; }
}
