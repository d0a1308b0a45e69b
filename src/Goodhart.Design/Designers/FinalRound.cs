using Goodhart.Statistics;

namespace Goodhart.Design;

/// <summary>Trains the finalists anew on seeds that the search never saw, and picks one.</summary>
/// <remarks>
/// The pick is the first in the writer's own order to which neither the audit objects nor a fresh seed; where the audit objects to all, the first that ran, and the words say so.
/// Fresh fitness does not decide, so it is no selected number.
/// </remarks>
internal sealed class FinalRound(Workshop workshop, IProgress<DesignProgress>? progress, Candidate? best)
{
    private readonly DesignOptions options = workshop.Request.Options;

    public DesignResult Run(Candidate[] nominated, IReadOnlyList<Candidate> all, IReadOnlyList<RoundSummary> rounds, string? stopped)
    {
        Finalist[] finalists = [.. Evaluate(nominated)];
        foreach (var finalist in finalists)
        {
            if (finalist.Flag is { } reason) workshop.Lineage.Add(new LineageEntry.Flagged(finalist.Candidate, reason));
            workshop.Lineage.Add(new LineageEntry.Evaluated(finalist));
        }

        var picked = Array.FindIndex(finalists, f => f.Flag is null && f.Failure is null);
        if (picked < 0) picked = Array.FindIndex(finalists, f => f.Failure is null);
        var frequent = all.Select(c => c.Failure).OfType<Failure>().GroupBy(f => f.Mistake).OrderByDescending(g => g.Count()).FirstOrDefault();
        var words = string.Join(' ', new[] { stopped, DesignWords.Of(finalists, picked, all, frequent) }.OfType<string>());
        workshop.Lineage.Add(new LineageEntry.Ended(picked < 0 ? null : finalists[picked].Candidate, words));
        workshop.Lineage.Flush();
        return new(picked < 0 ? null : nominated[picked], picked < 0 ? null : finalists[picked], finalists, rounds, all, frequent?.First(), words)
        {
            Policy = picked < 0 ? default : workshop.Policy(nominated[picked]),
        };
    }

    private IEnumerable<Finalist> Evaluate(Candidate[] nominated)
    {
        var done = 0;
        var runs = new Candidate[options.FreshSeeds][];
        for (var s = 0; s < options.FreshSeeds && nominated.Length > 0; s++)
            runs[s] = workshop.Train(nominated, DesignOptions.FreshSeed(options.Seed, s),
                trained: () => progress?.Report(new("evaluating", "final", Interlocked.Increment(ref done), nominated.Length * options.FreshSeeds, best?.Fitness ?? double.NaN)));
        for (var i = 0; i < nominated.Length; i++) yield return Of(nominated[i], [.. runs.Select(r => r[i])]);
    }

    private static Finalist Of(Candidate candidate, Candidate[] runs)
    {
        var failed = runs.FirstOrDefault(r => !r.Runs)?.Failure;
        Outcome[] outcomes = [.. runs.Select(r => r.Outcome).OfType<Outcome>()];
        double[] correlations = [.. outcomes.Select(o => o.HumanCorrelation).OfType<double>().Where(double.IsFinite)];
        string[] objections = [.. outcomes.Select(o => AuditFlag.Of(o.Judgement)).OfType<string>()];
        var flag = AuditFlag.Of(candidate.Outcome!.Judgement)
            ?? (2 * objections.Length > runs.Length ? $"on {objections.Length} of {runs.Length} fresh seeds: {objections[0]}" : null);
        return new(candidate.Id, candidate.Fitness, Mean(outcomes, o => o.Fitness), Mean(outcomes, o => o.LastFitness), [.. runs.Select(r => r.Outcome?.Fitness ?? double.NaN)],
            correlations.Length > 0 ? correlations.Average() : null, flag, failed);
    }

    private static Interval Mean(Outcome[] outcomes, Func<Outcome, double> number) =>
        outcomes.Length > 0 ? StudentT.Mean([.. outcomes.Select(number)]) : new(double.NaN, double.NegativeInfinity, double.PositiveInfinity);
}
