using System.Diagnostics;

namespace Goodhart.Design;

/// <summary>The one loop of all designers: write → compile → train → reflect → write, then fresh seeds for the best.</summary>
internal sealed class DesignLoop(DesignRequest request, RewardContract contract, Transitions experience, Lineage lineage, PolicyShelf policies, IProgress<DesignProgress>? progress, CancellationToken cancellation)
{
    private readonly DesignOptions options = request.Options;
    private readonly List<Candidate> all = [];
    private readonly List<RoundSummary> rounds = [];
    private readonly ChatDraws chat = new(lineage, request.Options.Seed);
    private Candidate? best;
    private double seconds;

    public DesignResult Run()
    {
        using var workshop = new Workshop(request, contract, experience, lineage, policies, cancellation);
        var nominated = new List<(int Rank, Candidate Candidate)>();
        string? stopped = null;
        for (var restart = 1; restart <= options.Restarts && stopped is null; restart++)
        {
            var writer = request.Designer.Begin(new(request.World.Name, request.World.Summary, request.Task.Sentence, contract, request.Task.HumanReward, experience, options, restart));
            var (mine, rule) = (new List<Candidate>(), new HopelessRule());
            for (var number = 1; number <= options.Rounds && (stopped = Exhausted($"{restart}.{number}")) is null; number++)
                Turn(writer, new(workshop, chat, restart, number, [.. mine], Generator.Derive(Generator.Derive(options.Seed, 1000 + (ulong)restart), (ulong)number)), mine, rule);
            nominated.AddRange(writer.Nominate(mine).Select((candidate, rank) => (rank, candidate)));
        }

        Candidate[] finalists = [.. nominated.Where(n => n.Candidate.Outcome is not null).OrderBy(n => n.Rank).ThenByDescending(n => n.Candidate.Fitness)
            .Select(n => n.Candidate).DistinctBy(c => c.Hash).Take(options.Finalists)];
        return new FinalRound(workshop, progress, best).Run(finalists, all, rounds, stopped);
    }

    private void Turn(IRewardWriter writer, DesignRound round, List<Candidate> mine, HopelessRule rule)
    {
        var started = Stopwatch.GetTimestamp();
        Report("writing", round, 0, 0);
        var drafts = writer.Write(round);
        var candidates = round.Check(drafts);
        var (done, of) = (0, candidates.Count(c => c.Runs));
        Report("training", round, 0, of);
        var trained = round.Workshop.Train(candidates, options.SearchSeed(round.Restart), options.GiveUp ? rule.Ask() : null,
            () => Report("training", round, Interlocked.Increment(ref done), of));
        round.Workshop.Dispose();   // hundreds of compiled programs would be held otherwise
        round.Replace(trained);
        mine.AddRange(round.Checked);
        all.AddRange(round.Checked);
        foreach (var outcome in trained.DistinctBy(c => c.Hash).Select(c => c.Outcome).OfType<Outcome>()) rule.Learn(outcome);
        End(round, trained);
        writer.Reflect(round, trained);
        lineage.Flush();
        seconds += lineage.Decide($"{round.Name} seconds", () => Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private void End(DesignRound round, Candidate[] trained)
    {
        foreach (var candidate in trained)
            if (candidate.Outcome is { } outcome && AuditFlag.Of(outcome.Judgement) is { } reason) lineage.Add(new LineageEntry.Flagged(candidate.Id, reason));
        var top = trained.Where(c => c.Outcome is not null).MaxBy(c => c.Fitness);
        if (top is not null && !(top.Fitness <= best?.Fitness)) best = top;
        var summary = new RoundSummary(round.Name, top?.Id, top?.Fitness ?? double.NaN, best?.Id, best?.Fitness ?? double.NaN,
            round.Checked.Count == 0 ? 0 : (double)round.Checked.Count(c => c.Runs) / round.Checked.Count, top?.Outcome?.HumanCorrelation, trained.Sum(c => c.Outcome?.Steps ?? 0));
        rounds.Add(summary);
        lineage.Add(new LineageEntry.RoundEnded(summary));
    }

    private string? Exhausted(string round)
    {
        var steps = rounds.Sum(r => r.Steps);
        if (options.Steps is { } most && steps >= most) return $"The budget of {most:N0} steps was used up before round {round}.";
        return options.Time is { } time && seconds >= time.TotalSeconds ? $"The budget of {time} was used up before round {round}." : null;
    }

    private void Report(string doing, DesignRound round, int done, int of) => progress?.Report(new(doing, round.Name, done, of, best?.Fitness ?? double.NaN));
}
