namespace Goodhart.Worlds.Tabular;

public static partial class Solve
{
    /// <summary>Discounted state-action occupancy μ(s, a) = (1 − γ) Σ γᵗ P(sₜ = s, aₜ = a), from (I − γPᵀ)μ = (1 − γ)p₀. // (states·actions)</summary>
    /// <remarks>
    /// Sums to 1 when nothing terminates; else what is missing is the mass of episodes that are over, which terminal states, having no actions, do not show.
    /// At γ = 1 the factor 1 − γ is left out: the result is the expected number of visits of an episode, which sums to its expected length.
    /// </remarks>
    /// <exception cref="ArgumentException">γ = 1 and the policy does not surely terminate from every state.</exception>
    public static double[] Occupancy(TabularMdp mdp, TabularPolicy policy, double gamma)
    {
        var chain = new PolicyChain(mdp, gamma);
        chain.Set(policy);
        var occupancy = new double[mdp.States * mdp.Actions];
        chain.Occupancy(occupancy);
        return occupancy;
    }

    /// <summary>J = Σ μ(s, a) r(s, a): the return per step, (1 − γ) E Σ γᵗ rₜ. // both (states·actions)</summary>
    public static double Return(ReadOnlySpan<double> occupancy, ReadOnlySpan<double> reward)
    {
        Ensure.SameLength(reward.Length, occupancy.Length);
        var sum = 0.0;
        for (var i = 0; i < occupancy.Length; i++) sum += occupancy[i] * reward[i];
        return sum;
    }

    /// <summary>μ(s) = Σₐ μ(s, a). // occupancy: (states·actions), result: (states)</summary>
    public static double[] StateOccupancy(ReadOnlySpan<double> occupancy, int actions)
    {
        var states = new double[occupancy.Length / Ensure.Positive(actions)];
        Ensure.SameLength(occupancy.Length, states.Length * actions);
        for (var i = 0; i < occupancy.Length; i++) states[i / actions] += occupancy[i];
        return states;
    }
}
