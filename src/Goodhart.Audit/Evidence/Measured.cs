using Goodhart.Statistics;

namespace Goodhart.Audit;

/// <summary>A mean return per step, and the values it is the mean of.</summary>
/// <param name="Value">Estimate with its interval; exact where it was computed rather than sampled.</param>
/// <param name="Samples">One value per episode (or per seed), for pairing with another policy's; null when exact or when only a summary is known.</param>
public sealed record Measured(Interval Value, double[]? Samples = null)
{
    public double Estimate => Value.Estimate;

    /// <summary>A return computed without sampling error.</summary>
    public static Measured Exact(double value) => new(Interval.Exact(value));

    /// <summary>The mean of samples with Student's 95 % interval.</summary>
    /// <exception cref="ArgumentException">There is no sample, or one is not a finite number.</exception>
    public static Measured Of(double[] samples)
    {
        for (var i = 0; i < samples.Length; i++)
            if (!double.IsFinite(samples[i])) throw new ArgumentException($"Sample {i} is {samples[i]}; a return must be a finite number.", nameof(samples));
        return new(StudentT.Mean(samples), samples);
    }
}
