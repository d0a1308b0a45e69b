using Goodhart.Learning.Segments;
using Goodhart.Optimization;
using Goodhart.Optimization.ValueBased;
using Goodhart.Worlds;
using Goodhart.Worlds.KeyDoor;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Papers;

/// <summary>The baseline: a reward is learnt from comparisons of segments while a policy trains on it, and a policy is trained on it as on any candidate.</summary>
internal static class IcplTeacher
{
    private const int Length = 20, Copies = 24, Episodes = 80;

    private static readonly KeyDoorMdp rooms = KeyDoorMdp.Build();
    private static readonly TabularMdp mdp = rooms.Mdp;

    /// <summary>Asks so many questions and hands out what was learnt, as a table over states and actions.</summary>
    public static IReward<Transitions> Learn(int queries, QLearningOptions learning, ulong seed, CancellationToken cancellation)
    {
        var rng = new Generator(seed);
        using var learner = new PreferenceLearner(mdp.Schema, SegmentTeacher.Oracle(), new(queries), rng.Fork());
        var table = new double[mdp.Entries];
        using var policy = new QLearning(mdp, table, learning, rng.Fork());
        learner.Run((reward, _, segments) =>
        {
            if (reward is null) return Live(new UniformPolicy(mdp.Schema.Actions), segments, rng);
            mdp.Tabulate(reward).CopyTo(table, 0);
            policy.Run(Episodes);
            return Live(Loose(policy.Greedy(), .3), segments, rng);
        }, cancellation);
        double[] learnt = mdp.Tabulate(learner.Reward);
        return Reward.Each<Transitions>("learned from preferences", (batch, i) => (float)learnt[mdp.Start[batch.State[i] * mdp.Actions + (int)batch.Action()[i]]]);
    }

    /// <summary>An episode in each of the copies, cut into segments; the truth goes to the teacher alone.</summary>
    private static IReadOnlyList<Segment> Live(IPolicy policy, SegmentTable segments, Generator rng)
    {
        var world = KeyDoorWorld.Create(rooms, Copies);
        world.Reset(rng.NextWord());
        using var record = Rollout.Collect(world, policy, rooms.Options.Horizon, rng);
        var truth = new float[record.Count];
        var fitness = world.Rewards.First(r => r.Name == "fitness");
        fitness.Begin(Copies);
        fitness.Evaluate(record, truth);
        return segments.Cut(record, Copies, Length, truth);
    }

    private static TabularPolicy Loose(TabularPolicy policy, double share) =>
        new(policy.Actions, [.. policy.Probabilities.Select(p => (1 - share) * p + share / policy.Actions)]);
}
