using Goodhart.Feedback;

namespace Goodhart.Learning.Segments;

/// <param name="Queries">Comparisons in all, &gt; 0: the cap after which only the policy goes on training.</param>
/// <param name="Sessions">Times at which some are asked, &gt; 0, the policy learning in between.</param>
/// <param name="Candidates">Pairs drawn for every pair asked, ≥ 1; 10 in PEBBLE. 1 asks at random.</param>
/// <param name="Recent">Segments that pairs are drawn from: the latest so many, &gt; 1.</param>
public sealed record PreferenceLearnerOptions(int Queries = 1500, int Sessions = 10, int Candidates = 10, int Recent = 1000)
{
    /// <summary>Networks.</summary>
    public RewardEnsembleOptions Ensemble { get; init; } = new();

    internal PreferenceLearnerOptions Checked()
    {
        Ensure.Positive(Queries);
        Ensure.Positive(Sessions);
        Ensure.Positive(Candidates);
        Ensure.InRange(Recent, 2, int.MaxValue);
        return this;
    }
}

/// <summary>What a policy lives through, as segments of a table.</summary>
/// <param name="reward">The reward learnt so far; null before the first session.</param>
/// <param name="session">From 0.</param>
/// <param name="table">To cut segments into.</param>
public delegate IReadOnlyList<Segment> Explore(IReward<Transitions>? reward, int session, SegmentTable table);

/// <summary>
/// Learns a reward from comparisons of segments while a policy trains on it (Christiano et al. 2017; PrefPPO and PEBBLE 2021): explore, ask about what the ensemble
/// disagrees on most, fit, explore again.
/// </summary>
public sealed class PreferenceLearner : IDisposable
{
    private readonly PreferenceLearnerOptions options;
    private readonly CompareSegments teacher;
    private readonly Generator rng;
    private readonly SegmentTable table;
    private readonly RewardEnsemble ensemble;
    private readonly List<Segment> pool = [];
    private readonly List<Preference<Segment>> answers = [];

    /// <param name="schema">Of the world.</param>
    /// <param name="teacher">Who compares.</param>
    /// <param name="options">How much is asked.</param>
    /// <param name="rng">Of weights, pairs and their order.</param>
    public PreferenceLearner(Schema schema, CompareSegments teacher, PreferenceLearnerOptions options, Generator rng)
    {
        (this.teacher, this.options, this.rng, table) = (teacher, options.Checked(), rng, new(new StateActionFeatures(schema)));
        ensemble = new(schema, table, options.Ensemble, rng.Fork());
    }

    /// <summary>The learnt reward as it stands.</summary>
    public IReward<Transitions> Reward => ensemble.Reward;

    /// <summary>Every question so far with its answer, ties and "can't tell" included.</summary>
    public IReadOnlyList<Preference<Segment>> Answers => answers;

    /// <summary>All sessions; the questions are shared out evenly, the earlier sessions taking what is left over.</summary>
    /// <exception cref="ArgumentException">There are fewer than two segments to compare.</exception>
    public void Run(Explore explore, CancellationToken cancellation = default)
    {
        for (var session = 0; session < options.Sessions; session++)
        {
            cancellation.ThrowIfCancellationRequested();
            pool.AddRange(explore(session == 0 ? null : Reward, session, table));
            if (pool.Count > options.Recent) pool.RemoveRange(0, pool.Count - options.Recent);
            if (pool.Count < 2) throw new ArgumentException($"Exploring brought {pool.Count} segments; two are needed for a comparison.", nameof(explore));
            Ask(options.Queries / options.Sessions + (session < options.Queries % options.Sessions ? 1 : 0), atRandom: session == 0);
            ensemble.Fit(answers, cancellation);
        }
    }

    public void Dispose() => ensemble.Dispose();

    private void Ask(int count, bool atRandom)
    {
        if (count == 0) return;
        (Segment First, Segment Second)[] pairs = [.. Enumerable.Range(0, atRandom ? count : count * options.Candidates).Select(_ => Draw())];
        if (pairs.Length > count) pairs = [.. Disagreement.Largest(Disagreement.Variance(ensemble.SecondWins(pairs)), count).Select(i => pairs[i])];
        answers.AddRange(pairs.Select(p => new Preference<Segment>(p.First, p.Second, teacher(p.First, p.Second))));
    }

    private (Segment, Segment) Draw()
    {
        var (first, second) = (rng.NextInt(pool.Count), rng.NextInt(pool.Count - 1));
        return (pool[first], pool[second < first ? second : second + 1]);
    }
}
