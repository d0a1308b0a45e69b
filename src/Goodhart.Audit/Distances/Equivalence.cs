namespace Goodhart.Audit.Distances;

/// <summary>Whether one reward is another one scaled, shaped and redistributed over s′, and how.</summary>
/// <param name="Holds">The two rewards order all policies alike.</param>
/// <param name="Scale">k in R₂ ≈ k R₁ + γ φ(s′) − φ(s) in expectation over s′; negative where the rewards are
/// opposed, 0 where either is policy-irrelevant.</param>
/// <param name="Potential">φ, 0 in terminal states. // (states)</param>
/// <param name="Residual">Weighted L2 norm of what k and φ leave of E R₂, as a share of that of the canonical R₂ (in absolute terms where that is 0).</param>
/// <param name="Redistribution">Largest |R₂ − k R₁ − γ φ(s′) + φ(s)| over entries: what only moves reward between next states, if the residual is 0.</param>
/// <param name="Verdict">The same in one sentence.</param>
public sealed record Equivalence(bool Holds, double Scale, double[] Potential, double Residual, double Redistribution, string Verdict);
