namespace Goodhart.Feedback;

/// <summary>Where a piece of feedback comes from.</summary>
/// <param name="Annotator">Who gave it: a person's or a judge model's identifier.</param>
/// <param name="User">On whose behalf, where preferences differ between users.</param>
/// <param name="Source">Data set, batch or split it belongs to.</param>
/// <param name="Confidence">The annotator's own confidence in [0, 1].</param>
public sealed record Origin(string? Annotator = null, string? User = null, string? Source = null, double? Confidence = null)
{
    /// <summary>Nothing is known.</summary>
    public static Origin Unknown { get; } = new();

    public double? Confidence { get; init; } = Confidence is null ? null : Ensure.InRange(Confidence.Value, 0, 1, nameof(Confidence));
}
