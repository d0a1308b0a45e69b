namespace Goodhart.Feedback;

/// <summary>The scale a mark was given on.</summary>
public readonly record struct Scale
{
    /// <param name="low">Worst mark.</param>
    /// <param name="high">Best mark, above <paramref name="low"/>.</param>
    public Scale(double low, double high)
    {
        if (!(low < high) || !double.IsFinite(high - low)) throw new ArgumentException($"A scale needs finite low < high, got [{low}, {high}].");
        (Low, High) = (low, high);
    }

    public double Low { get; }

    public double High { get; }

    /// <summary>0 for no and 1 for yes, and probabilities between them.</summary>
    public static Scale YesNo { get; } = new(0, 1);
}
