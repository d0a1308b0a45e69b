namespace Goodhart.Audit;

/// <summary>Everything a verdict on one arm rests on.</summary>
/// <param name="Arm">Name of the arm: one way to optimise the proxy.</param>
/// <param name="DistanceName">Unit of <see cref="Checkpoint.Distance"/>, one of <see cref="DistanceNames"/> or the user's own.</param>
/// <param name="Base">The base policy; distance 0.</param>
/// <param name="Path">Checkpoints from least to most optimised; the last is the policy that came out.</param>
/// <param name="Correlation">How the two rewards hang together under the base.</param>
/// <param name="MassOutside">Share of the last policy's occupancy outside the base's support, from 0 to 1.</param>
public sealed record ArmEvidence(
    string Arm, string DistanceName, Checkpoint Base, IReadOnlyList<Checkpoint> Path, ProxyCorrelation Correlation, double MassOutside = 0);

/// <summary>The distances from the base policy that the audit knows.</summary>
public static class DistanceNames
{
    /// <summary>√χ² between the state-action occupancies: the distance of the bound on the true return.</summary>
    public const string SqrtChiSquared = "√χ² (occupancy)";

    /// <summary>KL divergence between the state-action occupancies.</summary>
    public const string OccupancyKl = "KL (occupancy)";

    /// <summary>KL divergence between action distributions or completions.</summary>
    public const string Kl = "KL";
}
