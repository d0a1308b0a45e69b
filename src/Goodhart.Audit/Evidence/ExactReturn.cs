using Goodhart.Worlds.Tabular;

namespace Goodhart.Audit;

/// <summary>What a tabular policy earns and how far it is from the base, without sampling error.</summary>
/// <param name="Proxy">J of the proxy per step, (1 − γ) E Σ γᵗ r̃ₜ.</param>
/// <param name="True">J of the held-out reward per step.</param>
/// <param name="Divergence">Distances of its occupancy from the base's.</param>
/// <param name="Occupancy">μ(s, a). // (states·actions)</param>
public sealed record ExactReturn(Measured Proxy, Measured True, OccupancyDivergence Divergence, double[] Occupancy)
{
    /// <summary>As a checkpoint at its √χ² from the base.</summary>
    public Checkpoint At(string label, double progress) => new(label, progress, Divergence.SqrtChiSquared, Proxy, True);
}
