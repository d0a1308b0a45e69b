namespace Goodhart.Feedback;

/// <summary>All spans somebody marked in one item, and what they found missing from it.</summary>
public sealed record SpanLabels<T>
{
    /// <param name="item">What was read.</param>
    /// <param name="length">Its length in the positions that spans count: characters of a text, steps of a trajectory.</param>
    /// <param name="spans">The marked spans, in any order; they may overlap.</param>
    /// <exception cref="ArgumentException">A span reaches beyond the item.</exception>
    public SpanLabels(T item, int length, IReadOnlyList<SpanLabel> spans)
    {
        foreach (var span in spans)
            if (span.End > length) throw new ArgumentException($"Span [{span.Start}, {span.End}) '{span.Category}' reaches beyond the item's length {length}.", nameof(spans));
        (Item, Length, Spans) = (item, Ensure.NotNegative(length), spans);
    }

    public T Item { get; }

    public int Length { get; }

    public IReadOnlyList<SpanLabel> Spans { get; }

    /// <summary>What the item should have said and did not; it has no place in the item.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>The item as the annotator would have it; default when nobody corrected it.</summary>
    public T? Corrected { get; init; }

    public Origin Origin { get; init; } = Origin.Unknown;
}
