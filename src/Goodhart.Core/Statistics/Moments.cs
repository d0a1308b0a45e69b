namespace Goodhart.Statistics;

/// <summary>Mean and variances of numbers, each weighted or all alike.</summary>
/// <param name="Mean">Σ w·x / Σ w.</param>
/// <param name="Variance">Population variance Σ w·(x − mean)² / Σ w (ddof 0).</param>
/// <param name="SampleVariance">
/// Unbiased variance (ddof 1): <paramref name="Variance"/> / (1 − Σ w² / (Σ w)²), which is n/(n − 1) times it for equal weights. NaN, as it is undefined, for a single value.
/// </param>
public readonly record struct Moments(double Mean, double Variance, double SampleVariance)
{
    /// <summary>Square root of the population variance.</summary>
    public double Std => Math.Sqrt(Variance);

    /// <summary>Square root of the sample variance.</summary>
    public double SampleStd => Math.Sqrt(SampleVariance);

    /// <summary>Moments of <paramref name="values"/>; constant values have a variance of exactly 0.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="weights">One non-negative weight per value (probabilities, occupancies), or nothing for equal weights.</param>
    /// <exception cref="ArgumentException">There is no value, the lengths differ, a weight is negative, or all are zero.</exception>
    public static Moments Of(ReadOnlySpan<double> values, ReadOnlySpan<double> weights = default)
    {
        var (total, squaredWeights) = Weights.Check(values.Length, weights);
        // Deviations from the first value: exact for constants, and free of cancellation for a large common offset.
        double origin = values[0], shift = 0, squares = 0;
        for (var i = 0; i < values.Length; i++) shift += Weights.At(weights, i) * (values[i] - origin);
        var mean = origin + shift / total;
        for (var i = 0; i < values.Length; i++) squares += Weights.At(weights, i) * (values[i] - mean) * (values[i] - mean);
        var variance = squares / total;
        var freedom = 1 - squaredWeights / (total * total);
        return new(mean, variance, freedom > 0 ? variance / freedom : double.NaN);
    }
}
