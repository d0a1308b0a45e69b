using Goodhart.Audit;
using Goodhart.Design;
using Goodhart.Optimization;
using Goodhart.Statistics;
using Goodhart.Worlds;

namespace Goodhart.Studies.Design;

/// <summary>One candidate's training: learn, measure, ask whether it is hopeless, and judge in the end.</summary>
internal sealed class TrainingRun
{
    private const string Start = "untrained";

    private readonly DesignTask task;
    private readonly IReward<Transitions> reward;
    private readonly TrainingOptions options;
    private readonly ulong episodeSeed;
    private readonly EpisodeMeans means;
    private readonly Dictionary<int, IWorld> worlds = [];
    private readonly CreateWorld create;
    private readonly int horizon;

    private readonly List<long> steps = [];
    private readonly List<Checkpoint> path = [];
    private readonly List<double> fitness = [], total = [], human = [];
    private readonly List<double>[] parts;

    public TrainingRun(CreateWorld create, DesignTask task, IReward<Transitions> reward, TrainingOptions options, ulong seed)
    {
        (this.create, this.task, this.reward, this.options) = (create, task, reward, options);
        episodeSeed = Generator.Derive(seed, 1);
        means = new(reward, options.Human?.Invoke());
        parts = [.. means.Names.Select(_ => new List<double>())];
        var world = World(options.Episodes);
        horizon = world.Horizon ?? options.Horizon
            ?? throw new ArgumentException($"World '{world.Name}' has no horizon: say in TrainingOptions.Horizon how many steps an episode counts for.");
    }

    public Outcome Go(ILearner learner, Func<double, double, bool>? hopeless, CancellationToken cancellation)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var start = Measure(Base(learner), learner, cancellation);
        var (stopped, count) = (false, options.Measurements);
        while (path.Count < count && !stopped)
        {
            bool Spent() => learner.Share >= 1 || learner.Steps >= options.Steps || TimeProvider.System.GetElapsedTime(begun) >= options.Time;
            while (Used(learner) * count < path.Count + 1 && !Spent())
            {
                cancellation.ThrowIfCancellationRequested();
                learner.Learn();
            }

            Record(learner, Measure(Slipping(learner.Policy), learner, cancellation));
            stopped = (hopeless?.Invoke(Used(learner), fitness.Max()) ?? false) && path.Count < count;
            if (Spent()) break;
        }

        var last = learner.Policy;
        var correlation = start.Correlation(Start, new(episodeSeed), options.Judging.Resamples);
        var evidence = new ArmEvidence(reward.Name, "environment steps", start.At(Start, 0, 0), path, correlation);
        return new(fitness.Max(), fitness[^1], Success(last, cancellation), Curves(), HumanCorrelation(), Judge.Decide(evidence, options.Judging), learner.Steps, stopped) { Policy = last, Episodes = Watched(last, cancellation) };
    }

    private EpisodeDigest? Watched(IPolicy policy, CancellationToken cancellation)
    {
        if (options.Watch is not { } watch) return null;
        var world = World(options.Episodes);
        world.Reset(Generator.Derive(episodeSeed, 2));
        using var record = WatchedEpisodes.Collect(world, Slipping(policy), horizon, new(Generator.Derive(episodeSeed, 3)), cancellation);
        return EpisodeDigest.Of(record, world.Count, watch);
    }

    private double Used(ILearner learner) =>
        Math.Min(1, Math.Max(learner.Share, options.Steps is { } most ? (double)learner.Steps / most : 0));

    private SampledReturn Measure(IPolicy policy, ILearner learner, CancellationToken cancellation)
    {
        means.Clear();
        using var aside = MemoryAside.Of(reward, learner.Copies);
        return Audit.Measure.Sampled(World, policy, means, task.Fitness, options.Episodes, episodeSeed, Sampling, cancellation);
    }

    private void Record(ILearner learner, SampledReturn measured)
    {
        steps.Add(learner.Steps);
        path.Add(measured.At($"step {learner.Steps:N0}", learner.Steps, learner.Steps));
        fitness.Add(measured.True.Estimate * horizon);
        total.Add(means.Total);
        if (means.Human is { } theirs) human.Add(theirs);
        for (var k = 0; k < parts.Length; k++) parts[k].Add(means.Part(k));
    }

    private IReadOnlyList<TrackedCurve> Curves() =>
        [new(Outcome.TaskScore, steps, fitness), new(Outcome.Total, steps, total), .. means.Names.Select((name, k) => new TrackedCurve(name, steps, parts[k]))];

    private double? HumanCorrelation() =>
        human.Count > 2 && Correlation.Pearson(total.ToArray(), human.ToArray()) is var r && double.IsFinite(r) ? r : null;

    private double? Success(IPolicy policy, CancellationToken cancellation)
    {
        if (task.Success is null) return null;
        var nothing = Reward.From<Transitions>("nothing", (_, scores) => scores.Clear());
        var rate = Audit.Measure.Sampled(World, Slipping(policy), nothing, task.Success, options.Episodes, episodeSeed, Sampling, cancellation);
        return Math.Round(rate.True.Estimate * horizon, 12);   // a share of episodes, not of rounding
    }

    private SamplingOptions Sampling => new(Steps: options.Horizon);

    private IPolicy Slipping(IPolicy policy) => RandomActions.Among(policy, World(options.Episodes).Schema.Actions, options.RandomActions);

    // A box without bounds has no uniform policy; there the learner's first one is the base.
    private IPolicy Base(ILearner learner) => World(options.Episodes).Schema.Actions is var actions && actions is ActionSpace.Box box
        && box.Fields.Any(f => !float.IsFinite(f.Low) || !float.IsFinite(f.High)) ? learner.Policy : new UniformPolicy(actions);

    // Measurements reset the world, so one of each size serves them all.
    private IWorld World(int count)
    {
        count = Math.Min(count, new SamplingOptions().Copies);
        return worlds.TryGetValue(count, out var world) ? world : worlds[count] = create(count);
    }
}
