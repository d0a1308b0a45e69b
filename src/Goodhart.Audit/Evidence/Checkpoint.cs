namespace Goodhart.Audit;

/// <summary>A policy somewhere between the base and the end of optimisation, as the audit saw it.</summary>
/// <param name="Label">What a reader calls it: "base", "λ = 0.01", "step 20 000".</param>
/// <param name="Progress">How far optimisation had come: environment steps, λ, or n of best-of-n.</param>
/// <param name="Distance">How far the policy is from the base, in the unit the evidence names; ∞ where it leaves the base's support.</param>
/// <param name="Proxy">Mean per-step return of the reward that was optimised.</param>
/// <param name="True">Mean per-step return of the reward that was wanted.</param>
public sealed record Checkpoint(string Label, double Progress, double Distance, Measured Proxy, Measured True);
