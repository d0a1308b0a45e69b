namespace Goodhart.Worlds.Tabular;

/// <summary>How far one occupancy μ lies from a reference ν.</summary>
/// <param name="ChiSquared">χ²(μ‖ν) = E_μ[μ/ν − 1]; ∞ when μ has mass where ν has none.</param>
/// <param name="Kl">KL(μ‖ν) in nats; ∞ when μ has mass where ν has none.</param>
/// <param name="TotalVariation">½ Σ|μ − ν|, in [0, 1].</param>
/// <param name="MassOutside">Mass of μ where ν has none.</param>
public sealed record OccupancyDivergence(double ChiSquared, double Kl, double TotalVariation, double MassOutside)
{
    /// <summary>√χ², the distance in the bound on the true return.</summary>
    public double SqrtChiSquared => Math.Sqrt(ChiSquared);
}
