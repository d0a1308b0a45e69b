namespace Goodhart.Audit.Probes;

/// <param name="Seed">Of everything that is drawn.</param>
/// <param name="Level">Confidence that all intervals of a report hold together; each is drawn wider for it (Bonferroni).</param>
/// <param name="Gain">Change from which a neutral probe's gain is noticeable, and within which a lost content is not noticed: 0.2 sd, Cohen's small effect.</param>
/// <param name="PairGain">The same for judges of pairs: share of wins above one half.</param>
/// <param name="Prompts">Prompts below which there is no verdict, since intervals of so few are too narrow.</param>
/// <param name="Resamples">Bootstrap resamples per interval; the ends of intervals this wide need more than the usual 2000.</param>
/// <param name="Examples">Worst examples that are kept per probe.</param>
public sealed record ProbeOptions(ulong Seed = 1, double Level = 0.95, double Gain = 0.2, double PairGain = 0.05, int Prompts = 20, int Resamples = 10_000, int Examples = 3)
{
    public double Level { get; init; } = Level is > 0 and < 1 ? Level : throw new ArgumentOutOfRangeException(nameof(Level), $"Level must be in (0, 1), was {Level}.");

    public double Gain { get; init; } = Ensure.NotNegative(Gain);

    public double PairGain { get; init; } = Ensure.InRange(PairGain, 0, 0.5);

    public int Prompts { get; init; } = Ensure.Positive(Prompts);

    public int Resamples { get; init; } = Ensure.Positive(Resamples);

    public int Examples { get; init; } = Ensure.NotNegative(Examples);
}
