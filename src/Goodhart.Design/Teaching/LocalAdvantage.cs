using Goodhart.Worlds.Tabular;

namespace Goodhart.Design;

/// <summary>What a target policy's choices look like to somebody who looks H steps ahead, as linear functions of the reward.</summary>
/// <remarks>
/// With W_H = Σ_{h=0..H} γʰ P_πʰ, Q_H(s, a) = R(s, a) + γ Σ P(s′|s, a) Σ_z W_{H−1}(s′, z) R(z, π(z)) and A_H(s, a) = Q_H(s, π(s)) − Q_H(s, a)
/// (Devidze, "Reward Design for Reinforcement Learning Agents", EXPRD). H = ∞ is the ordinary advantage, with its sign turned.
/// </remarks>
internal sealed class LocalAdvantage
{
    private readonly TabularMdp mdp;
    private readonly int[] target;
    private readonly double gamma;
    private readonly double[] visits;   // (states × states): W_{H−1}

    /// <param name="mdp">The process.</param>
    /// <param name="target">The action the target policy takes in each state. // (states)</param>
    /// <param name="gamma">Discount in [0, 1).</param>
    /// <param name="horizon">H ≥ 0; null for ∞.</param>
    public LocalAdvantage(TabularMdp mdp, int[] target, double gamma, int? horizon)
    {
        (this.mdp, this.target, this.gamma) = (mdp, target, gamma);
        visits = horizon is { } steps ? Finite(steps) : Infinite();
    }

    /// <summary>Coefficients of A_H(s, a) over R(z, b) at z·actions + b. // row: (states·actions)</summary>
    public void Row(int state, int action, Span<double> row)
    {
        row.Clear();
        Add(state, target[state], 1, row);
        Add(state, action, -1, row);
    }

    /// <summary>A_H(s, a) of one reward. // reward: (states·actions)</summary>
    public double Of(int state, int action, ReadOnlySpan<double> reward) => Q(state, target[state], reward) - Q(state, action, reward);

    private double Q(int state, int action, ReadOnlySpan<double> reward)
    {
        var (n, pair) = (mdp.States, state * mdp.Actions + action);
        var q = reward[pair];
        for (var k = mdp.Start[pair]; k < mdp.Start[pair + 1]; k++)
        {
            var follows = 0.0;
            for (var z = 0; z < n; z++) follows += visits[mdp.Next[k] * n + z] * reward[z * mdp.Actions + target[z]];
            q += gamma * mdp.Probability[k] * follows;
        }

        return q;
    }

    private void Add(int state, int action, double sign, Span<double> row)
    {
        var (n, pair) = (mdp.States, state * mdp.Actions + action);
        row[pair] += sign;
        for (var k = mdp.Start[pair]; k < mdp.Start[pair + 1]; k++)
            for (var z = 0; z < n; z++) row[z * mdp.Actions + target[z]] += sign * gamma * mdp.Probability[k] * visits[mdp.Next[k] * n + z];
    }

    // Nothing is earned in a terminal state, so it counts no visits.
    private double[] Finite(int horizon)
    {
        var n = mdp.States;
        var (sum, next) = (new double[n * n], new double[n * n]);
        for (var h = 0; h < Ensure.NotNegative(horizon); h++)
        {
            for (var s = 0; s < n; s++) Step(s, sum, next);
            (sum, next) = (next, sum);
        }

        return sum;
    }

    /// <summary>W_h(s, ·) = 1_s + γ Σ P(s′|s, π(s)) W_{h−1}(s′, ·).</summary>
    private void Step(int s, double[] shorter, double[] longer)
    {
        var n = mdp.States;
        var row = longer.AsSpan(s * n, n);
        row.Clear();
        if (mdp.IsTerminal(s)) return;
        row[s] = 1;
        var pair = s * mdp.Actions + target[s];
        for (var k = mdp.Start[pair]; k < mdp.Start[pair + 1]; k++)
            for (var z = 0; z < n; z++) row[z] += gamma * mdp.Probability[k] * shorter[mdp.Next[k] * n + z];
    }

    private double[] Infinite()
    {
        var (n, chain) = (mdp.States, new PolicyChain(mdp, gamma));
        var policy = new TabularPolicy(mdp.Actions, new double[n * mdp.Actions]);
        for (var s = 0; s < n; s++) policy.At(s)[target[s]] = 1;
        chain.Set(policy);
        var (all, reward, column) = (new double[n * n], new double[n * mdp.Actions], new double[n]);
        for (var z = 0; z < n; z++)
        {
            if (mdp.IsTerminal(z)) continue;
            reward[z * mdp.Actions + target[z]] = 1;
            chain.Values(reward, column);
            reward[z * mdp.Actions + target[z]] = 0;
            for (var s = 0; s < n; s++) all[s * n + z] = column[s];
        }

        return all;
    }
}
