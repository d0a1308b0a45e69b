using static TorchSharp.torch;

namespace Goodhart.Optimization;

/// <summary>Distance between the occupancy measures of two policies, as estimated through a discriminator.</summary>
public enum OccupancyKind { Kl, ChiSquared, SqrtChiSquared, TotalVariation, Wasserstein }

/// <summary>
/// Losses of a discriminator d(s, a) and the distances read off it ("Correlated Proxies", 2024). At the optimum of the logistic loss
/// d = ln μ_π/μ_base, so that over samples of π the mean of d is KL(μ_π‖μ_base) and the mean of eᵈ − 1 is χ²(μ_π‖μ_base).
/// </summary>
public static class StepDistance
{
    /// <summary>Largest d that is exponentiated; e²⁰ is 5e8.</summary>
    public const float LargestLogRatio = 20;

    /// <summary>Loss on samples of the current policy, one value per sample: softplus(−d); total variation: tanh(−d) + .01·d²; Wasserstein: −d.</summary>
    public static Tensor CurrentLoss(OccupancyKind kind, Tensor d) => kind switch
    {
        OccupancyKind.TotalVariation => (-d).tanh() + .01 * d.square(),
        OccupancyKind.Wasserstein => -d,
        _ => nn.functional.softplus(-d),
    };

    /// <summary>Loss on samples of the base policy: softplus(d); total variation: tanh(d) + .01·d²; Wasserstein: d.</summary>
    public static Tensor BaseLoss(OccupancyKind kind, Tensor d) => kind switch
    {
        OccupancyKind.TotalVariation => d.tanh() + .01 * d.square(),
        OccupancyKind.Wasserstein => d,
        _ => nn.functional.softplus(d),
    };

    /// <summary>
    /// Distance of each step. KL: d; χ²: eᵈ − 1; √χ²: (eᵈ − 1)/√m with m the trimmed mean of eᵈ − 1, or eᵈ − 1 where m ≤ 0; total variation: sign d;
    /// Wasserstein: d. What is not finite becomes 0; then all is clipped to ±<paramref name="clip"/>.
    /// </summary>
    /// <param name="kind">The distance.</param>
    /// <param name="d">Discriminator on steps of the current policy. // (n)</param>
    /// <param name="weights">Weight of each step in the mean. // (n)</param>
    /// <param name="trim">Share dropped at either end of the sorted values, in [0, .5).</param>
    /// <param name="clip">Bound, &gt; 0, possibly ∞.</param>
    /// <param name="distance">The result. // (n)</param>
    public static void PerStep(OccupancyKind kind, ReadOnlySpan<float> d, ReadOnlySpan<float> weights, double trim, double clip, Span<float> distance)
    {
        for (var i = 0; i < d.Length; i++)
            distance[i] = kind switch
            {
                OccupancyKind.Kl or OccupancyKind.Wasserstein => d[i],
                OccupancyKind.TotalVariation => float.IsNaN(d[i]) ? 0 : MathF.Sign(d[i]),
                _ => ExcessRatio(d[i]),
            };
        foreach (ref var value in distance) value = float.IsFinite(value) ? value : 0;

        var mean = kind is OccupancyKind.SqrtChiSquared ? TrimmedMean(distance, weights, trim) : 1;
        var scale = mean > 0 ? (float)(1 / Math.Sqrt(mean)) : 1;
        foreach (ref var value in distance) value = Math.Clamp(value * scale, (float)-clip, (float)clip);
    }

    /// <summary>eᵈ − 1 with d limited to <see cref="LargestLogRatio"/>.</summary>
    public static float ExcessRatio(float d) => (float)(Math.Exp(Math.Min(d, LargestLogRatio)) - 1);

    /// <summary>Weighted mean of the values that remain after dropping the lowest and the highest ⌊trim·n⌋.</summary>
    public static double TrimmedMean(ReadOnlySpan<float> values, ReadOnlySpan<float> weights, double trim)
    {
        Ensure.SameLength(weights.Length, values.Length);
        float[] sorted = values.ToArray(), mass = weights.ToArray();
        Array.Sort(sorted, mass);
        var drop = (int)(trim * sorted.Length);
        double sum = 0, total = 0;
        for (var i = drop; i < sorted.Length - drop; i++)
        {
            sum += (double)mass[i] * sorted[i];
            total += mass[i];
        }

        return total > 0 ? sum / total : 0;
    }
}
