namespace Goodhart.Design;

/// <summary>How much to spend on a design.</summary>
/// <param name="Samples">K, programs per round; at least 1. Eureka: 16.</param>
/// <param name="Rounds">N, rounds per restart; at least 1. Eureka: 5.</param>
/// <param name="Restarts">Independent searches; at least 1. Eureka: 5, one here.</param>
/// <param name="Seed">Of everything random.</param>
/// <param name="Finalists">Candidates that are evaluated on fresh seeds.</param>
/// <param name="FreshSeeds">Fresh seeds per finalist; at least 2, for an interval. Eureka: 5.</param>
/// <param name="GiveUp">Whether trainings that fall behind are stopped, see <see cref="HopelessRule"/>.</param>
/// <param name="Steps">Environment steps after which no further round begins; null for no limit.</param>
/// <param name="Time">Time after which no further round begins, over all resumptions; null for no limit. A run with one is not the same run on a slower machine.</param>
public sealed record DesignOptions(
    int Samples = 16, int Rounds = 5, int Restarts = 1, ulong Seed = 1, int Finalists = 3, int FreshSeeds = 5, bool GiveUp = true, long? Steps = null, TimeSpan? Time = null)
{
    /// <summary>Seed of the <paramref name="number"/>-th fresh training, from 0, of a run with this seed: for measuring other rewards on the same.</summary>
    public static ulong FreshSeed(ulong seed, int number) => Generator.Derive(seed, 1_000_000 + (ulong)number);

    /// <summary>Seed of every training of one restart, from 1: candidates compete on the same episodes, and the same program is not trained twice.</summary>
    internal ulong SearchSeed(int restart) => Generator.Derive(Seed, (ulong)restart);

    internal DesignOptions Checked()
    {
        Ensure.Positive(Samples);
        Ensure.Positive(Rounds);
        Ensure.Positive(Restarts);
        Ensure.Positive(Finalists);
        Ensure.InRange(FreshSeeds, 2, 1000);
        if (Steps is { } steps) Ensure.Positive(steps, nameof(Steps));
        if (Time is { } time && time <= TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(Time), $"Time must be positive, was {time}.");
        return this;
    }
}
