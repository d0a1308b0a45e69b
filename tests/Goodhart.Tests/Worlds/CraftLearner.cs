using Goodhart.Worlds;
using Goodhart.Worlds.Craft;

namespace Goodhart.Tests.Worlds;

/// <summary>Q-learning over what is carried, the way to the nearest needed thing, lava beside the agent, and the third of the land it is in.</summary>
internal sealed class CraftLearner(Generator rng) : IPolicy
{
    private const int Copies = 64, Actions = 5;

    private readonly float[] q = new float[4 * 2 * 7 * 7 * 16 * 9 * Actions];

    public double Epsilon { get; set; } = .5;

    /// <summary>α = 0.1, γ = 0.97, ε from 0.5 to 0.05 over so many steps of 64 copies.</summary>
    public static CraftLearner Learn(IReward<Transitions> reward, int steps, ulong seed)
    {
        var (world, learner, scores) = (new CraftWorld(Copies), new CraftLearner(new(seed)), new float[Copies]);
        world.Reset(seed);
        using var record = new Transitions(world.Schema, Copies);
        for (var t = 0; t < steps; t++)
        {
            learner.Epsilon = Math.Max(.05, .5 * (1 - (double)t / steps));
            int[] keys = [.. Enumerable.Range(0, Copies).Select(n => Key(world.Observation, n, Copies))];
            Rollout.Collect(world, learner, 1, learner.Random, record);
            reward.Evaluate(record, scores);
            for (var n = 0; n < Copies; n++)
            {
                var ahead = world.Terminated[n] ? 0 : learner.Values(Key(world.Arrived, n, Copies)).ToArray().Max();
                ref var value = ref learner.q[keys[n] * Actions + (int)record.Action()[n]];
                value += .1f * (scores[n] + .97f * ahead - value);
            }
        }

        learner.Epsilon = .05;
        return learner;
    }

    private Generator Random => rng;

    public void Act(Situations now, Generator rng, Span<float> actions)
    {
        for (var n = 0; n < now.Count; n++) actions[n] = rng.NextDouble() < Epsilon ? rng.NextInt(Actions) : Best(Values(Key(now.Fields, n, now.Count)), rng);
    }

    private Span<float> Values(int key) => q.AsSpan(key * Actions, Actions);

    private static int Best(ReadOnlySpan<float> values, Generator rng)
    {
        var (best, ties) = (0, 1);
        for (var a = 1; a < values.Length; a++)
        {
            if (values[a] > values[best]) (best, ties) = (a, 1);
            else if (values[a] == values[best] && rng.NextInt(++ties) == 0) best = a;
        }

        return best;
    }

    private static int Key(ReadOnlySpan<float> fields, int n, int count)
    {
        Span<int> row = stackalloc int[CraftFields.Window];
        for (var f = 0; f < row.Length; f++) row[f] = (int)fields[f * count + n];
        var stage = row[CraftFields.Pickaxe] == 1 ? 3 : Math.Min(2, row[CraftFields.Wood]);
        var thing = stage == 3 ? CraftFields.Ore : CraftFields.Tree;
        var key = ((stage * 2 + row[thing]) * 7 + row[thing + 1] + 3) * 7 + row[thing + 2] + 3;
        for (var m = 0; m < 4; m++) key = key * 2 + row[CraftFields.Beside + m];
        return key * 9 + (row[thing] == 1 ? 0 : row[CraftFields.X] / 5 * 3 + row[CraftFields.Y] / 5);
    }
}
