using Goodhart.Optimization;

namespace Goodhart.Studies;

/// <summary>What holds an arm's policy near the base.</summary>
public enum Hold
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>KL divergence between the action distributions, state by state.</summary>
    ActionKl,

    /// <summary>χ² divergence between the action distributions, state by state.</summary>
    ActionChiSquared,

    /// <summary>KL divergence between the state-action occupancies.</summary>
    OccupancyKl,

    /// <summary>χ² divergence between the state-action occupancies.</summary>
    OccupancyChiSquared,

    /// <summary>√χ² between the state-action occupancies: the one the bound on the true return is about.</summary>
    OccupancySqrtChiSquared,

    /// <summary>Total variation between the state-action occupancies.</summary>
    OccupancyTotalVariation,

    /// <summary>√χ² between the state occupancies, blind to actions.</summary>
    StateOccupancySqrtChiSquared,
}

/// <summary>One way of optimising the proxy.</summary>
/// <param name="Name">Shown in tables and curves; unique within a study.</param>
/// <param name="Hold">What holds the policy near the base.</param>
/// <param name="Lambda">Weight of the hold; null for the theory's λ = σ·√(1 − r²), measured under the base policy.</param>
public abstract record Arm(string Name, Hold Hold, double? Lambda)
{
    /// <summary>Solved exactly; the world must be tabular.</summary>
    /// <param name="Sweep">Further weights, whose optima draw the over-optimisation curve; empty for none.</param>
    public sealed record Exact(string Name, Hold Hold = Hold.None, double? Lambda = null, IReadOnlyList<double>? Sweep = null) : Arm(Name, Hold, Lambda);

    /// <summary>Trained by policy gradients on samples, once per seed.</summary>
    /// <param name="Steps">Environment steps of one run.</param>
    /// <param name="Copies">Copies of the world stepped together.</param>
    /// <param name="Training">The trainer's options; the study's discount replaces theirs.</param>
    /// <param name="Occupancy">Options of an occupancy hold; the arm's kind and weight replace theirs.</param>
    public sealed record Sampled(
        string Name, Hold Hold = Hold.None, double? Lambda = null, long Steps = 200_000, int Copies = 64, PolicyGradientOptions? Training = null,
        OccupancyOptions? Occupancy = null) : Arm(Name, Hold, Lambda);
}
