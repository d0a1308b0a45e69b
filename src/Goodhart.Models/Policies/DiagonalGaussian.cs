using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>Normal distributions with independent components. // mean, logDeviation: (n, k)</summary>
public static class DiagonalGaussian
{
    private static readonly double logRootTwoPi = .5 * Math.Log(2 * Math.PI);

    /// <summary>ln p(a). // actions: (n, k) → (n)</summary>
    public static Tensor LogProbability(Tensor mean, Tensor logDeviation, Tensor actions) =>
        (((actions - mean) / logDeviation.exp()).square() * -.5 - logDeviation - logRootTwoPi).sum(1);

    /// <summary>Σ (½ ln 2πe + ln σ). // → (n)</summary>
    public static Tensor Entropy(Tensor logDeviation) => (logDeviation + (.5 + logRootTwoPi)).sum(1);

    /// <summary>KL(p‖q) = Σ ln(σ₂/σ₁) + (σ₁² + (m₁ − m₂)²)/(2σ₂²) − ½. // → (n)</summary>
    public static Tensor Kl(Tensor mean1, Tensor log1, Tensor mean2, Tensor log2)
    {
        Tensor v1 = (2 * log1).exp(), v2 = (2 * log2).exp();
        return (log2 - log1 + (v1 + (mean1 - mean2).square()) / (2 * v2) - .5).sum(1);
    }

    /// <summary>
    /// χ²(p‖q) = Π σ₂²/(σ₁√(2σ₂² − σ₁²))·exp((m₁ − m₂)²/(2σ₂² − σ₁²)) − 1; infinite where 2σ₂² ≤ σ₁² in any component. // → (n)
    /// </summary>
    public static Tensor ChiSquared(Tensor mean1, Tensor log1, Tensor mean2, Tensor log2)
    {
        var gap = 2 * (2 * log2).exp() - (2 * log1).exp();
        var finite = gap > 0;
        var safe = where(finite, gap, 1);   // keeps NaN out of the gradient of the other rows
        var log = 2 * log2 - log1 - .5 * safe.log() + (mean1 - mean2).square() / safe;
        var chi = log.sum(1).expm1();
        return where(finite.all(1), chi, full_like(chi, double.PositiveInfinity));
    }

    /// <summary>a = m + σ·ε. // mean, logDeviation: (n × k), row by row; actions: (k × n), column by column</summary>
    public static void Sample(ReadOnlySpan<float> mean, ReadOnlySpan<float> logDeviation, int width, Generator rng, Span<float> actions)
    {
        var count = actions.Length / width;
        for (var n = 0; n < count; n++)
            for (var k = 0; k < width; k++)
                actions[k * count + n] = mean[n * width + k] + MathF.Exp(logDeviation[n * width + k]) * (float)rng.NextNormal();
    }
}
