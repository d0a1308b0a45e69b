namespace Goodhart.Design;

/// <summary>A candidate as the lineage tells of it.</summary>
/// <param name="Written">What was written.</param>
/// <param name="Outcome">Of the search's training; null where there is none.</param>
/// <param name="Failure">Why it has none.</param>
/// <param name="Flag">The audit's objection.</param>
internal sealed record DesignNode(LineageEntry.Written Written, Outcome? Outcome, Failure? Failure, string? Flag)
{
    public string Id => Written.Id;

    /// <summary>restart.round.</summary>
    public string Round => Id[..Id.LastIndexOf('.')];

    public double Fitness => Outcome?.Fitness ?? double.NegativeInfinity;
}

/// <summary>A lineage read as a story: who was written, from whom, what came of it, and how the picked one came to be.</summary>
internal sealed class DesignHistory
{
    private readonly Dictionary<string, DesignNode> byId;

    /// <exception cref="ArgumentException">The lineage does not say what was asked for.</exception>
    public DesignHistory(IReadOnlyList<LineageEntry> lineage)
    {
        Started = lineage.OfType<LineageEntry.Started>().FirstOrDefault() ?? throw new ArgumentException("The lineage has no entry 'started', so there is nothing to report.", nameof(lineage));
        var trained = lineage.OfType<LineageEntry.Trained>().ToLookup(t => t.Program);
        var flags = lineage.OfType<LineageEntry.Flagged>().DistinctBy(f => f.Candidate).ToDictionary(f => f.Candidate, f => f.Reason);
        Nodes = [.. lineage.OfType<LineageEntry.Written>().Select(w => Node(w, [.. trained[w.Program]], flags.GetValueOrDefault(w.Id)))];
        byId = Nodes.DistinctBy(n => n.Id).ToDictionary(n => n.Id);
        Rounds = [.. Nodes.Select(n => n.Round).Distinct()];
        Summaries = [.. lineage.OfType<LineageEntry.RoundEnded>().Select(r => r.Summary)];
        Finalists = [.. lineage.OfType<LineageEntry.Evaluated>().Select(e => e.Finalist)];
        Ended = lineage.OfType<LineageEntry.Ended>().LastOrDefault();
        Notes = [.. lineage.OfType<LineageEntry.Note>().Select(n => n.Text)];
        Replies = lineage.OfType<LineageEntry.Reply>().Count();
        Trainings = [.. lineage.OfType<LineageEntry.Trained>()];
        Best = Ended is { Picked: { } picked } && byId.TryGetValue(picked, out var node) ? node
            : Ended is null ? Nodes.Where(n => n.Outcome is not null).MaxBy(n => n.Fitness) : null;
        Path = [.. Ancestors(Best).Reverse()];
    }

    public LineageEntry.Started Started { get; }

    public IReadOnlyList<DesignNode> Nodes { get; }

    /// <summary>Names of the rounds, in order.</summary>
    public IReadOnlyList<string> Rounds { get; }

    public IReadOnlyList<RoundSummary> Summaries { get; }

    public IReadOnlyList<Finalist> Finalists { get; }

    public LineageEntry.Ended? Ended { get; }

    public IReadOnlyList<string> Notes { get; }

    public IReadOnlyList<LineageEntry.Trained> Trainings { get; }

    public int Replies { get; }

    /// <summary>What was picked; the best so far where the run has not ended; null where no program ran.</summary>
    public DesignNode? Best { get; }

    /// <summary>From the first ancestor to <see cref="Best"/>, along the fitter parent.</summary>
    public IReadOnlyList<DesignNode> Path { get; }

    public DesignNode? Find(string id) => byId.GetValueOrDefault(id);

    private DesignNode Node(LineageEntry.Written written, LineageEntry.Trained[] trained, string? flag)
    {
        // The search of a restart trains from one seed; trainings from others are the final evaluation.
        var restart = ulong.TryParse(written.Id.Split('.')[0], out var number) ? number : 1;
        var mine = trained.FirstOrDefault(t => t.Seed == Generator.Derive(Started.Options.Seed, restart)) ?? trained.FirstOrDefault();
        return new(written, mine?.Outcome, written.Failure ?? mine?.Failure, flag);
    }

    private IEnumerable<DesignNode> Ancestors(DesignNode? node)
    {
        for (var seen = new HashSet<string>(); node is not null && seen.Add(node.Id);)
        {
            yield return node;
            node = node.Written.Parents.Select(Find).OfType<DesignNode>().MaxBy(n => n.Fitness);
        }
    }
}
