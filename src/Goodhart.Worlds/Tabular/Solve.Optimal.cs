namespace Goodhart.Worlds.Tabular;

public static partial class Solve
{
    private const double TieTolerance = 1e-9;

    /// <summary>Optimal Q and V by policy iteration from the uniform policy. // Q: (states·actions), V: (states)</summary>
    /// <exception cref="ArgumentException">γ = 1 and a policy on the way does not surely terminate.</exception>
    public static (double[] Q, double[] V) Optimal(TabularMdp mdp, ReadOnlySpan<double> reward, double gamma)
    {
        var chain = new PolicyChain(mdp, gamma);
        var policy = Policies.Uniform(mdp);
        var (q, v) = (new double[mdp.States * mdp.Actions], new double[mdp.States]);
        do
        {
            chain.Set(policy);
            chain.Values(reward, v);
            QValues(mdp, reward, v, gamma, q);
        }
        while (Improve(policy, q));
        for (var s = 0; s < mdp.States; s++) v[s] = q.AsSpan(s * mdp.Actions, mdp.Actions)[Best(q, s, mdp.Actions)];
        return (q, v);
    }

    /// <summary>The policy that takes the best action, or all equally good ones (within 1e-9 of the largest |Q|) with equal probability. // q: (states·actions)</summary>
    /// <param name="mdp">The process.</param>
    /// <param name="q">Action values.</param>
    /// <param name="splitTies">Share among equally good actions; otherwise the first is taken.</param>
    public static TabularPolicy Greedy(TabularMdp mdp, ReadOnlySpan<double> q, bool splitTies)
    {
        Ensure.SameLength(q.Length, mdp.States * mdp.Actions);
        var tolerance = splitTies ? Tolerance(q) : 0;
        var policy = new TabularPolicy(mdp.Actions, new double[q.Length]);
        for (var s = 0; s < mdp.States; s++)
        {
            var row = q.Slice(s * mdp.Actions, mdp.Actions);
            var (best, ties) = (Best(q, s, mdp.Actions), 0);
            if (!splitTies)
            {
                policy.At(s)[best] = 1;
                continue;
            }

            foreach (var value in row) ties += value >= row[best] - tolerance ? 1 : 0;
            for (var a = 0; a < row.Length; a++) policy.At(s)[a] = row[a] >= row[best] - tolerance ? 1.0 / ties : 0;
        }

        return policy;
    }

    // Changes only states where another action is clearly better than what the policy now gets, so rounding cannot make the iteration cycle.
    private static bool Improve(TabularPolicy policy, ReadOnlySpan<double> q)
    {
        var (tolerance, changed) = (Tolerance(q) * 1e-3, false);
        for (var s = 0; s < policy.States; s++)
        {
            var row = q.Slice(s * policy.Actions, policy.Actions);
            var (now, best) = (0.0, Best(q, s, policy.Actions));
            for (var a = 0; a < row.Length; a++) now += policy.At(s)[a] * row[a];
            if (row[best] <= now + tolerance) continue;
            policy.At(s).Clear();
            policy.At(s)[best] = 1;
            changed = true;
        }

        return changed;
    }

    private static int Best(ReadOnlySpan<double> q, int state, int actions)
    {
        var row = q.Slice(state * actions, actions);
        var best = 0;
        for (var a = 1; a < actions; a++)
            if (row[a] > row[best]) best = a;
        return best;
    }

    private static double Tolerance(ReadOnlySpan<double> q)
    {
        var largest = 0.0;
        foreach (var value in q) largest = Math.Max(largest, Math.Abs(value));
        return TieTolerance * largest;
    }
}
