using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests.Worlds;

/// <summary>Plain tabular Q-learning, written out: α = 0.3, γ = 0.97, ε from 0.5 to 0.05 over 800 episodes of 50 steps.</summary>
internal static class KeyDoorLearner
{
    public static TabularPolicy Learn(TabularMdp mdp, IReward<Transitions> reward, ulong seed)
    {
        var (rng, table, q) = (new Generator(seed), mdp.Tabulate(reward), new double[mdp.States * mdp.Actions]);
        for (var episode = 0; episode < 800; episode++)
        {
            var (state, epsilon) = (0, .5 - .45 * episode / 799);
            for (var t = 0; t < 50 && !mdp.IsTerminal(state); t++)
            {
                var pair = state * mdp.Actions + (rng.NextDouble() < epsilon ? rng.NextInt(mdp.Actions) : Best(q.AsSpan(state * mdp.Actions, mdp.Actions), rng));
                var entry = mdp.Start[pair];   // firm ground: every pair has one entry
                state = mdp.Next[entry];
                var ahead = mdp.IsTerminal(state) ? 0 : q.AsSpan(state * mdp.Actions, mdp.Actions).ToArray().Max();
                q[pair] += .3 * (table[entry] + .97 * ahead - q[pair]);
            }
        }

        return Solve.Greedy(mdp, q, splitTies: true);
    }

    private static int Best(ReadOnlySpan<double> values, Generator rng)
    {
        var (best, ties) = (0, 1);
        for (var a = 1; a < values.Length; a++)
        {
            if (values[a] > values[best]) (best, ties) = (a, 1);
            else if (values[a] == values[best] && rng.NextInt(++ties) == 0) best = a;
        }

        return best;
    }
}
