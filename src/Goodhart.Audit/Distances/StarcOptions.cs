using Goodhart.Worlds.Tabular;

namespace Goodhart.Audit.Distances;

/// <param name="Canon">Canonicalisation; VAL and Minimal are the ones whose distance bounds regret from both sides.</param>
/// <param name="Norm">Norm for scaling and for the difference; L2 is the paper's recommendation.</param>
/// <param name="Coverage">What each (s, a) counts; null is <see cref="Distances.Coverage.Everywhere"/>, unreachable states included.</param>
/// <param name="Policy">The fixed policy of VAL and VALPotential; null is the uniform one. Both rewards are always canonicalised by the same policy.</param>
/// <param name="Tolerance">
/// A canonical reward whose norm is below this share of the reward's own size counts as zero: the reward is policy-irrelevant. Rounding of doubles by
/// default; rewards scored as floats are given at least 1e-6.
/// </param>
public sealed record StarcOptions(Canon Canon = Canon.Val, Norm Norm = Norm.L2, Coverage? Coverage = null, TabularPolicy? Policy = null, double Tolerance = 1e-12)
{
    internal const double FloatTolerance = 1e-6;

    /// <summary>These options for tables that were scored in single precision.</summary>
    internal StarcOptions ForFloats => this with { Tolerance = Math.Max(Tolerance, FloatTolerance) };
}
