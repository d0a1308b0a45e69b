using Goodhart.Worlds.Tabular;

namespace Goodhart.Optimization.Bilevel;

/// <summary>Exact returns within a horizon, E Σ_{t&lt;T} γᵗ r, and their gradient with respect to the logits of a softmax table.</summary>
public static class FiniteHorizon
{
    /// <summary>J from the initial states. // policy: (states·actions), table: (entries)</summary>
    public static double Return(TabularMdp mdp, ReadOnlySpan<double> policy, ReadOnlySpan<double> table, double gamma, int horizon)
    {
        var values = Values(mdp, policy, mdp.Expect(table), gamma, horizon)[0];
        var sum = 0.0;
        for (var s = 0; s < mdp.States; s++) sum += mdp.Initial[s] * values[s];
        return sum;
    }

    /// <summary>dJ/dθ = Σ_t γᵗ D_t(s) π(a|s) (Q_t(s, a) − V_t(s)). // result: (states·actions)</summary>
    public static double[] Gradient(TabularMdp mdp, ReadOnlySpan<double> policy, ReadOnlySpan<double> table, double gamma, int horizon)
    {
        var reward = mdp.Expect(table);
        var values = Values(mdp, policy, reward, gamma, horizon);
        var (gradient, here, there) = (new double[policy.Length], (double[])mdp.Initial.Clone(), new double[mdp.States]);
        for (var (t, discount) = (0, 1.0); t < horizon; t++, discount *= gamma)
        {
            Array.Clear(there);
            for (var pair = 0; pair < gradient.Length; pair++)
            {
                var s = pair / mdp.Actions;
                if (here[s] == 0 || mdp.IsTerminal(s)) continue;
                var mass = here[s] * policy[pair];
                gradient[pair] += discount * mass * (Q(mdp, reward, values[t + 1], gamma, pair) - values[t][s]);
                for (var k = mdp.Start[pair]; k < mdp.Start[pair + 1]; k++) there[mdp.Next[k]] += mass * mdp.Probability[k];
            }

            (here, there) = (there, here);
        }

        return gradient;
    }

    // V_t with t steps behind: [0] has the whole horizon ahead, [T] nothing.
    private static double[][] Values(TabularMdp mdp, ReadOnlySpan<double> policy, double[] reward, double gamma, int horizon)
    {
        Ensure.SameLength(policy.Length, reward.Length);
        var values = new double[Ensure.Positive(horizon) + 1][];
        values[horizon] = new double[mdp.States];
        for (var t = horizon - 1; t >= 0; t--)
        {
            values[t] = new double[mdp.States];
            for (var pair = 0; pair < reward.Length; pair++)
                if (!mdp.IsTerminal(pair / mdp.Actions)) values[t][pair / mdp.Actions] += policy[pair] * Q(mdp, reward, values[t + 1], gamma, pair);
        }

        return values;
    }

    private static double Q(TabularMdp mdp, double[] reward, double[] next, double gamma, int pair)
    {
        var q = reward[pair];
        for (var k = mdp.Start[pair]; k < mdp.Start[pair + 1]; k++) q += gamma * mdp.Probability[k] * next[mdp.Next[k]];
        return q;
    }
}
