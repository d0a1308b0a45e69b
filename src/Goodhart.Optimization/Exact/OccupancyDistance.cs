namespace Goodhart.Optimization.Exact;

/// <summary>Which distance of an occupancy μ from the reference's ν holds the optimiser back.</summary>
public enum OccupancyDistance
{
    /// <summary>KL(μ‖ν) in nats, over state-action pairs.</summary>
    Kl,

    /// <summary>χ²(μ‖ν) over state-action pairs.</summary>
    ChiSquared,

    /// <summary>√χ²(μ‖ν) over state-action pairs: the distance of the bound on the true return.</summary>
    SqrtChiSquared,

    /// <summary>√χ² between the state occupancies alone.</summary>
    StateSqrtChiSquared,
}
