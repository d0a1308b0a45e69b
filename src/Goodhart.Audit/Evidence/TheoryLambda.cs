namespace Goodhart.Audit;

/// <summary>The penalty weight that the bound suggests.</summary>
public static class TheoryLambda
{
    /// <summary>λ = σ_R̃·√(1 − r²), the weight of √χ² in J(π, R̃) − λ·√χ²(π‖base).</summary>
    /// <exception cref="InvalidOperationException">The proxy is not a correlated proxy under that policy, or it is not known to be one.</exception>
    public static double Of(ProxyCorrelation correlation) => correlation.IsMeasurable
        ? correlation.Proxy.Step * Math.Sqrt(1 - correlation.Step.Estimate * correlation.Step.Estimate)
        : throw new InvalidOperationException($"There is no theory λ. {correlation.Explanation}");
}
