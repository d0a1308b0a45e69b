using Goodhart.Optimization.ValueBased;
using Goodhart.Worlds;
using Goodhart.Worlds.Control;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests;

public class FeatureQTests
{
    private static readonly TabularMdp chain = QLearningTests.Chain(8);

    private static CreateWorld Create => (count, horizon) => new TabularWorld(chain, [], count, horizon ?? 30);

    [Fact]
    public void WithOneFeaturePerState_ThePolicyIsTheTablesOptimum()
    {
        // "place" is a whole number from 0 to 8, so its feature tells states apart as a table does.
        var schema = new Schema([new("place", "cells", 0, 8)], chain.Schema.Actions, chain.States);
        var mdp = new TabularMdp(schema, chain.Start, chain.Next, chain.Probability, chain.Initial, (s, fields) => fields[0] = s);
        using var learner = new FeatureQ((count, horizon) => new TabularWorld(mdp, [], count, horizon ?? 30), QLearningTests.Arrival(8), new(LearningRate: .5, Steps: 40_000), new(1));
        while (learner.Steps < 40_000) learner.Step();
        var (columns, actions) = (Enumerable.Range(0, 8).Select(s => (float)s).ToArray(), new float[8]);
        learner.Greedy().Act(new(columns, default, 8), new(1), actions);
        Assert.All(actions, action => Assert.Equal(1, action));
    }

    [Fact]
    public void CartPole_IsHeldUpFarLongerThanByChance()
    {
        using var learner = new FeatureQ((count, horizon) => new CartPole(count, horizon ?? 200), CartPoleRewards.Centred, new(Steps: 400_000, Features: new(Tilings: 4)), new(1));
        while (learner.Steps < 400_000) learner.Step();
        var world = new CartPole(64, 200);
        world.Reset(9);
        using var record = Rollout.Collect(world, learner.Greedy(), 200, new(1));
        var falls = record.Terminated.Count(true);
        Assert.True(falls < 64 * 200 / 40, $"{falls} falls in {64 * 200} steps; by chance one in about 22");
    }

    [Fact]
    public void TheSameSeed_GivesTheSameBits()
    {
        float[] Act(ulong seed)
        {
            using var learner = new FeatureQ((count, horizon) => new CartPole(count, horizon ?? 100), CartPoleRewards.Upright, new(Steps: 4000), new(seed));
            while (learner.Steps < 4000) learner.Step();
            var world = new CartPole(50, 100);
            using var record = Rollout.Collect(world, learner.Greedy(), 40, new(1));
            return record.Action().ToArray();
        }

        Assert.Equal(Act(1), Act(1));
        Assert.NotEqual(Act(1), Act(2));
    }

    [Fact]
    public void Features_GroupNames_AndDependOnPlainFlags()
    {
        var schema = new Schema(
            [new("ore.right", "cells", -3, 3), new("ore.down", "cells", -3, 3), new("wood", "pieces", 0, 5), new("has pickaxe", "1", 0, 1, FieldKind.Flag), new("speed", "m/s", -1, 1)],
            new ActionSpace.Discrete(["a", "b"]));
        var features = new HashedFeatures(schema, new([0, 0, 2.5f, .5f, 0], [1, 1, 1, 1, 1]), new(Bins: 4));
        Assert.Equal((4, 1 << 16), (features.Count, features.Places));   // ore together, wood, speed, and one that is always there
        int[] Of(float right, float down, float wood, float pickaxe, float speed)
        {
            var active = new int[4];
            features.Of([right, down, wood, pickaxe, speed], 1, 0, active);
            return active;
        }

        bool[] Differ(int[] x, int[] y) => [.. x.Zip(y, (a, b) => a != b)];
        var here = Of(1, 2, 3, 0, .1f);
        Assert.Equal(here, Of(1, 2, 3, 0, .4f));   // the same of four tiles, [0, ½)
        Assert.Equal([true, false, false, false], Differ(here, Of(1, 1, 3, 0, .1f)));
        Assert.Equal([false, true, false, false], Differ(here, Of(1, 2, 4, 0, .1f)));
        Assert.Equal([false, false, true, false], Differ(here, Of(1, 2, 3, 0, -.1f)));
        Assert.Equal([true, true, true, true], Differ(here, Of(1, 2, 3, 1, .1f)));
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Says("World 'pendulum' has a box of actions; Q-learning needs discrete ones.", (count, _) => new Pendulum(count), new());
        Says("LearningRate must be positive, was 0.", Create, new(LearningRate: 0));
        Says("Bits must be in [4, 24], was 40.", Create, new(Features: new(Bits: 40)));
        Assert.StartsWith("An observation without fields", Assert.Throws<ArgumentException>(() => new HashedFeatures(new([], chain.Schema.Actions), new([], []), new())).Message);

        static void Says(string message, CreateWorld create, FeatureQOptions options) =>
            Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(() => new FeatureQ(create, QLearningTests.Arrival(8), options, new(1))).Message);
    }
}
