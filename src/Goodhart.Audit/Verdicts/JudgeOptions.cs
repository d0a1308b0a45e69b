namespace Goodhart.Audit;

/// <summary>What counts as a change.</summary>
/// <param name="MinimumEffect">
/// Smallest change that counts, as a share of the base's spread between episodes, from 0. With many episodes any difference becomes significant; one
/// smaller than this does not matter. 0.2 is what Cohen calls a small effect.
/// </param>
/// <param name="Resamples">Bootstrap resamples per interval.</param>
/// <param name="Seed">Fixes the bootstrap; the same evidence gets the same verdict.</param>
/// <param name="RequireCorrelation">
/// Give no verdict on a reward that is not correlated, step by step, with what is wanted under the base: it is no proxy of it. A reward under design need not be:
/// from an untrained base hardly anything wanted happens, and pay for being near a thing ends when it is taken. There the verdict rests on the changes alone.
/// </param>
public sealed record JudgeOptions(double MinimumEffect = 0.2, int Resamples = 2000, ulong Seed = 1, bool RequireCorrelation = true)
{
    public double MinimumEffect { get; init; } = Ensure.NotNegative(MinimumEffect);

    public int Resamples { get; init; } = Ensure.Positive(Resamples);
}
