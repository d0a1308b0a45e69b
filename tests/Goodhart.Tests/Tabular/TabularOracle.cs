using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests;

/// <summary>The same quantities by dense matrices and by brute force.</summary>
internal static class TabularOracle
{
    public static double[] Values(TabularMdp mdp, TabularPolicy policy, double[] reward, double gamma)
    {
        double[] mean = [.. Enumerable.Range(0, mdp.States)
            .Select(s => mdp.IsTerminal(s) ? 0 : Enumerable.Range(0, mdp.Actions).Sum(a => policy.At(s)[a] * reward[s * mdp.Actions + a]))];
        return Dense(System(mdp, policy, gamma, transposed: false), mean);
    }

    public static double[] Occupancy(TabularMdp mdp, TabularPolicy policy, double gamma)
    {
        var states = Dense(System(mdp, policy, gamma, transposed: true), [.. mdp.Initial.Select(p => gamma < 1 ? (1 - gamma) * p : p)]);
        return [.. Enumerable.Range(0, mdp.States * mdp.Actions).Select(p => mdp.IsTerminal(p / mdp.Actions) ? 0 : states[p / mdp.Actions] * policy.Probabilities[p])];
    }

    public static double[] OptimalValues(TabularMdp mdp, double[] reward, double gamma, Func<double[], double> backup, int sweeps = 5000)
    {
        var v = new double[mdp.States];
        for (var i = 0; i < sweeps; i++)
        {
            var q = Solve.QValues(mdp, reward, v, gamma);
            v = [.. q.Chunk(mdp.Actions).Select(backup)];
        }

        return v;
    }

    public static TabularPolicy RandomPolicy(TabularMdp mdp, Generator rng)
    {
        var policy = Policies.Uniform(mdp);
        for (var s = 0; s < mdp.States; s++) RandomMdp.Dirichlet(policy.At(s), 1, rng);
        return policy;
    }

    public static double[] RandomReward(TabularMdp mdp, Generator rng) => [.. Enumerable.Range(0, mdp.States * mdp.Actions).Select(_ => rng.NextNormal())];

    /// <summary>A ring in which every step ends the episode with the given probability; state `states` is terminal.</summary>
    public static TabularMdp EndingRing(int states, double end)
    {
        List<int> start = [0], next = [];
        List<double> probability = [];
        for (var pair = 0; pair < states * 2; pair++)
        {
            next.AddRange([(pair / 2 + (pair % 2 == 0 ? 1 : states - 1)) % states, states]);
            probability.AddRange([1 - end, end]);
            start.Add(next.Count);
        }

        start.AddRange([next.Count, next.Count]);
        double[] initial = [1, .. new double[states]];
        return new(new([], new ActionSpace.Discrete(["on", "back"]), states + 1), [.. start], [.. next], [.. probability], initial);
    }

    private static double[,] System(TabularMdp mdp, TabularPolicy policy, double gamma, bool transposed)
    {
        var matrix = new double[mdp.States, mdp.States];
        for (var s = 0; s < mdp.States; s++) matrix[s, s] = 1;
        for (var pair = 0; pair < policy.Probabilities.Length; pair++)
            for (var k = mdp.Start[pair]; k < mdp.Start[pair + 1]; k++)
            {
                var (from, to) = (pair / mdp.Actions, mdp.Next[k]);
                matrix[transposed ? to : from, transposed ? from : to] -= gamma * policy.Probabilities[pair] * mdp.Probability[k];
            }

        return matrix;
    }

    /// <summary>Gauss–Jordan elimination with partial pivoting.</summary>
    private static double[] Dense(double[,] a, double[] b)
    {
        var n = b.Length;
        double[] x = [.. b];
        for (var c = 0; c < n; c++)
        {
            var p = Enumerable.Range(c, n - c).MaxBy(r => Math.Abs(a[r, c]));
            for (var j = 0; j < n; j++) (a[c, j], a[p, j]) = (a[p, j], a[c, j]);
            (x[c], x[p]) = (x[p], x[c]);
            for (var r = 0; r < n; r++)
            {
                if (r == c) continue;
                var factor = a[r, c] / a[c, c];
                for (var j = c; j < n; j++) a[r, j] -= factor * a[c, j];
                x[r] -= factor * x[c];
            }
        }

        return [.. x.Select((value, i) => value / a[i, i])];
    }
}
