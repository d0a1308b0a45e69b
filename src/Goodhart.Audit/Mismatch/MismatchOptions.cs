namespace Goodhart.Audit.Mismatch;

/// <param name="Main">The evaluation that stands for what was wanted; null for the first.</param>
/// <param name="MinRuns">Runs below which a link is called insufficient: 8, since the correlation of fewer says nothing.</param>
/// <param name="Broken">A link is broken when its whole interval lies below this correlation; .5.</param>
/// <param name="OnPolicyFall">Loss of accuracy on the policy's own samples at which the reward model no longer knows them; .1.</param>
/// <param name="Covariates">Evaluations, or "kl", that partial correlations hold fixed, where runs have them.</param>
/// <param name="Resamples">Of the bootstrap over reward models.</param>
/// <param name="Level">Confidence level of intervals.</param>
public sealed record MismatchOptions(
    string? Main = null, int MinRuns = 8, double Broken = 0.5, double OnPolicyFall = 0.1, IReadOnlyList<string>? Covariates = null, int Resamples = 1000, double Level = 0.95);
