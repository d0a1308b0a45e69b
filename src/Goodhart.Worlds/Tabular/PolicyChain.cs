namespace Goodhart.Worlds.Tabular;

/// <summary>The Markov chain of a policy in a process, for solving (I − γP)V = r and (I − γPᵀ)μ = (1 − γ)p₀ again and again as the policy changes.</summary>
/// <remarks>One sparse factorisation per policy serves both systems; its structure is that of all actions together and is worked out once.</remarks>
public sealed class PolicyChain
{
    private readonly TabularMdp mdp;
    private readonly double gamma;
    private readonly SparseLu lu;
    private readonly int[] slots, diagonals;
    private TabularPolicy? policy;

    /// <param name="mdp">The process.</param>
    /// <param name="gamma">Discount in [0, 1]; at 1 every policy set must surely terminate.</param>
    public PolicyChain(TabularMdp mdp, double gamma)
    {
        (this.mdp, this.gamma) = (mdp, Ensure.InRange(gamma, 0, 1));
        lu = new(mdp.States, [.. Enumerable.Range(0, mdp.States).Select(Successors)]);
        slots = new int[mdp.Entries];
        for (var pair = 0; pair < mdp.States * mdp.Actions; pair++)
            for (var k = mdp.Start[pair]; k < mdp.Start[pair + 1]; k++) slots[k] = lu.Slot(pair / mdp.Actions, mdp.Next[k]);
        diagonals = [.. Enumerable.Range(0, mdp.States).Select(s => lu.Slot(s, s))];
    }

    /// <summary>Entries of the factors, fill included: what one solve costs.</summary>
    public int FactorEntries => lu.Entries;

    /// <summary>Factorises I − γP of a policy.</summary>
    /// <exception cref="ArgumentException">The policy has another shape, or at γ = 1 some state never terminates under it.</exception>
    public void Set(TabularPolicy policy)
    {
        Ensure.SameLength(policy.States, mdp.States);
        Ensure.SameLength(policy.Actions, mdp.Actions);
        if (gamma >= 1) Termination.Require(mdp, policy);
        this.policy = policy;
        var values = lu.Values;
        values.Clear();
        foreach (var d in diagonals) values[d] = 1;
        for (var pair = 0; pair < policy.Probabilities.Length; pair++)
        {
            var weight = gamma * policy.Probabilities[pair];
            for (var k = mdp.Start[pair]; k < mdp.Start[pair + 1]; k++) values[slots[k]] -= weight * mdp.Probability[k];
        }

        lu.Factor();
    }

    /// <summary>V(s) = E Σ γᵗ r(sₜ, aₜ) of the policy set last; 0 in terminal states. // reward: (states·actions), values: (states)</summary>
    public void Values(ReadOnlySpan<double> reward, Span<double> values)
    {
        var set = Policy;
        Ensure.SameLength(reward.Length, set.Probabilities.Length);
        for (var s = 0; s < mdp.States; s++)
        {
            values[s] = 0;
            if (mdp.IsTerminal(s)) continue;
            for (var pair = s * mdp.Actions; pair < (s + 1) * mdp.Actions; pair++) values[s] += set.Probabilities[pair] * reward[pair];
        }

        lu.Solve(values);
    }

    /// <summary>Discounted state-action occupancy of the policy set last; see <see cref="Solve.Occupancy"/>. // occupancy: (states·actions)</summary>
    public void Occupancy(Span<double> occupancy)
    {
        var set = Policy;
        Ensure.SameLength(occupancy.Length, set.Probabilities.Length);
        Span<double> states = occupancy[..mdp.States];
        var scale = gamma < 1 ? 1 - gamma : 1;
        for (var s = 0; s < mdp.States; s++) states[s] = scale * mdp.Initial[s];
        lu.SolveTransposed(states);
        for (var s = mdp.States - 1; s >= 0; s--)   // backwards, because the pairs overwrite the states
        {
            var mass = mdp.IsTerminal(s) ? 0 : Math.Max(states[s], 0);   // an unreached state may come out as −1e-20
            for (var a = mdp.Actions - 1; a >= 0; a--) occupancy[s * mdp.Actions + a] = mass * set.Probabilities[s * mdp.Actions + a];
        }
    }

    private TabularPolicy Policy => policy ?? throw new InvalidOperationException("Set a policy before solving for it.");

    private HashSet<int> Successors(int state) => [.. mdp.Next[mdp.Start[state * mdp.Actions]..mdp.Start[(state + 1) * mdp.Actions]]];
}
