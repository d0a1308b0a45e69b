using Goodhart.Audit.Distances;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests.Distances;

/// <summary>Small random processes and rewards.</summary>
internal static class Processes
{
    public static TabularMdp Endless(Generator rng) => RandomMdp.Create(6, 3, new(Branching: 4), rng);

    public static TabularMdp Dense(Generator rng) => RandomMdp.Create(5, 2, new(), rng);

    /// <summary>States 0…3, terminal state 4, and state 5, which nothing reaches; every step ends the episode with probability 0.2.</summary>
    public static TabularMdp Episodic(Generator rng)
    {
        const int actions = 2;
        var (start, next, probability) = (new List<int> { 0 }, new List<int>(), new List<double>());
        for (var pair = 0; pair < 6 * actions; pair++)
        {
            if (pair / actions != 4)
            {
                var share = 0.8 * rng.NextDouble();
                var first = rng.NextInt(4);
                next.AddRange([first, (first + 1 + rng.NextInt(3)) % 4, 4]);
                probability.AddRange([share, 0.8 - share, 0.2]);
            }

            start.Add(next.Count);
        }

        return new(new([], new ActionSpace.Discrete(["a", "b"]), 6), [.. start], [.. next], [.. probability], [0.4, 0.3, 0.2, 0.1, 0, 0]);
    }

    public static double[] Gaussian(int count, Generator rng) => [.. Enumerable.Range(0, count).Select(_ => rng.NextNormal())];

    /// <summary>φ with 0 in terminal states.</summary>
    public static double[] Potential(TabularMdp mdp, Generator rng) => [.. Enumerable.Range(0, mdp.States).Select(s => mdp.IsTerminal(s) ? 0 : 3 * rng.NextNormal())];

    /// <summary>k R + shaping + terms over s′ whose expectation is 0.</summary>
    public static double[] Disguise(TabularMdp mdp, double[] reward, double scale, double[] potential, double gamma, Generator rng)
    {
        var moved = Gaussian(mdp.Entries, rng);
        var mean = mdp.Expect(moved);
        for (var pair = 0; pair < mean.Length; pair++)
            for (var k = mdp.Start[pair]; k < mdp.Start[pair + 1]; k++) moved[k] += scale * reward[k] - mean[pair];
        return Shaping.Add(mdp, moved, potential, gamma);
    }

    /// <summary>A reward on transitions that reads its value from a table of triples.</summary>
    public static IReward<Transitions> Reward(TabularMdp mdp, string name, Func<int, int, int, double> value) => Goodhart.Reward.Each<Transitions>(
        name, (t, i) => (float)value(t.State[i], (int)t.Action()[i], t.NextState[i]));
}
