using Goodhart.Worlds.Tabular;

namespace Goodhart.Optimization.Exact;

/// <summary>A policy optimised exactly against a reward that its occupancy holds back.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Occupancy">Its discounted occupancy. // (states·actions)</param>
/// <param name="Objective">J(π, R) − λ·D(μ_π‖μ_ref), per step.</param>
/// <param name="Return">J(π, R), per step.</param>
/// <param name="Divergence">All divergences of its occupancy from the reference's.</param>
/// <param name="Gap">No policy within the reference's support has an objective higher by more than this. Where √χ² is the distance and the reference itself is
/// best, its kink lets the ascent's tangent promise more than there is; the dual's does not.</param>
/// <param name="Iterations">Steps taken.</param>
public sealed record OccupancySolution(
    TabularPolicy Policy, double[] Occupancy, double Objective, double Return, OccupancyDivergence Divergence, double Gap, int Iterations)
{
    /// <summary>What a policy is worth, and how far it may be from the best: the objective is concave in μ, so its tangent's optimal control problem bounds it.</summary>
    internal static OccupancySolution Of(TabularMdp mdp, TabularPolicy policy, RegularisedReturn objective, double gamma, int iterations)
    {
        var occupancy = Solve.Occupancy(mdp, policy, gamma);
        var value = objective.Value(occupancy);
        return new(policy, occupancy, value, Solve.Return(occupancy, objective.Reward),
            Worlds.Tabular.Divergence.Between(occupancy, objective.Reference), objective.Gap(mdp, occupancy, gamma), iterations);
    }
}
