namespace Goodhart.Feedback;

/// <summary>A mark on a scale, or none where the annotator found that it does not apply.</summary>
public readonly record struct Mark
{
    /// <param name="value">The mark; null for "N/A".</param>
    /// <param name="scale">The scale it was given on.</param>
    /// <param name="reason">Why, in the annotator's words.</param>
    /// <exception cref="ArgumentException">The mark lies outside its scale.</exception>
    public Mark(double? value, Scale scale, string? reason = null)
    {
        if (value is not null && !(value >= scale.Low && value <= scale.High))
            throw new ArgumentException($"Mark {value} is outside its scale [{scale.Low}, {scale.High}].", nameof(value));
        (Value, Scale, Reason) = (value, scale, reason);
    }

    public double? Value { get; }

    public Scale Scale { get; }

    public string? Reason { get; }

    /// <summary>The mark from 0, the worst, to 1, the best; null where it does not apply.</summary>
    public double? Share => (Value - Scale.Low) / (Scale.High - Scale.Low);
}
