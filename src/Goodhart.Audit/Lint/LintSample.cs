using Goodhart.Worlds;

namespace Goodhart.Audit.Lint;

/// <summary>Scores of one part on a batch.</summary>
/// <param name="Path">The part's path; the reward's own name for the whole.</param>
/// <param name="Weight">Factor with which it enters the sum above it.</param>
/// <param name="Depth">0 for the whole, 1 for its direct parts.</param>
/// <param name="Scores">One per row.</param>
internal sealed record PartScores(string Path, float Weight, int Depth, float[] Scores)
{
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public bool Varies => Scores.Any(s => s != Scores[0]);
}

/// <summary>What rules look at: transitions of a world under varied actions, scored part by part.</summary>
internal sealed class LintSample : IDisposable
{
    private LintSample(IReward<Transitions> reward, IWorld world, Transitions steps, LintOptions options, Generator rng) =>
        (Reward, World, Steps, Options, Rng) = (reward, world, steps, options, rng);

    public IReward<Transitions> Reward { get; }

    public IWorld World { get; }

    public Transitions Steps { get; }

    /// <summary>1 where the task is done; null where nothing says so.</summary>
    public IReward<Transitions>? Success { get; init; }

    public LintOptions Options { get; }

    /// <summary>For the draws of rules.</summary>
    public Generator Rng { get; }

    /// <summary>The whole first, then its parts. Empty where it could not be scored.</summary>
    public IReadOnlyList<PartScores> Parts { get; private set; } = [];

    public PartScores Whole => Parts[0];

    /// <summary>What can be blamed: the parts, or the whole where it has none.</summary>
    public IEnumerable<PartScores> Terms => Parts.Where(IsTerm);

    /// <summary>Whether a part of <see cref="Apart"/>'s answer is a term.</summary>
    public bool IsTerm(PartScores part) => part.Depth >= 1 || Reward.Parts.Count == 0;

    /// <summary>Runs random actions, which are held now and then, and the given policy beside them, half of the copies each.</summary>
    public static LintSample Of(Func<int, IWorld> create, IReward<Transitions> reward, LintOptions options, ulong seed, IPolicy? policy, HeldOut<Transitions>? success)
    {
        var rng = new Generator(seed);
        var world = create(Ensure.Positive(options.Copies));
        if (world.Autoreset != Autoreset.SameStep)
            throw new ArgumentException($"World '{world.Name}' must reset its copies by itself (Autoreset.SameStep), was {world.Autoreset}.", nameof(create));
        world.Reset(rng.NextWord());
        var random = new RandomActions(world.Schema.Actions);
        var steps = Rollout.Collect(world, policy is null ? random : new HalfAndHalf(policy, random, world.Schema), Ensure.Positive(options.Steps), rng);
        return new(reward, world, steps, options, rng) { Success = success?.Reward };
    }

    /// <summary>Scores the sample in order of time.</summary>
    public void Score()
    {
        Reward.Begin(World.Count);
        Parts = Scored(Steps);
    }

    /// <summary>Scores rows that belong to no episode: each as the first of an episode of its own.</summary>
    public IReadOnlyList<PartScores> Apart(Transitions batch)
    {
        Reward.Begin(Math.Max(1, batch.Count));
        return Scored(batch);
    }

    /// <summary>So many rows drawn at random; those that end an episode only where asked for.</summary>
    public int[] Draw(int count, bool endsToo = false)
    {
        int[] rows = [.. Enumerable.Range(0, Steps.Count).Where(i => endsToo || !Steps.Terminated[i])];
        Rng.Shuffle<int>(rows);
        return rows[..Math.Min(count, rows.Length)];
    }

    public void Dispose() => Steps.Dispose();

    private List<PartScores> Scored(Transitions batch)
    {
        var trace = PartTrace.Of(Reward, keep: true);
        Reward.Evaluate(batch, new float[batch.Count], trace);
        return [.. trace.Flatten().Where(part => part.Last.Length == batch.Count)
            .Select(part => new PartScores(part.Path, part.Weight, part.Path.Count(c => c == '/') - trace.Path.Count(c => c == '/'), part.Last.ToArray()))];
    }

    private sealed class HalfAndHalf(IPolicy first, IPolicy second, Schema schema) : IPolicy
    {
        private float[] other = [];

        public void Act(Situations now, Generator rng, Span<float> actions)
        {
            if (other.Length != actions.Length) other = new float[actions.Length];
            first.Act(now, rng, actions);
            second.Act(now, rng, other);
            for (var k = 0; k < schema.Actions.Width; k++)
                for (var n = now.Count / 2; n < now.Count; n++) actions[k * now.Count + n] = other[k * now.Count + n];
        }
    }
}
