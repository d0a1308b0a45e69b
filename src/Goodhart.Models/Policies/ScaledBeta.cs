using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>Independent Beta(α, β) distributions on (0, 1), scaled to a box. // alpha, beta: (n, k)</summary>
public static class ScaledBeta
{
    /// <summary>How far inside the unit interval an action is moved before its density is taken, since the density may be 0 or ∞ at the ends.</summary>
    public const double Inside = 1e-2;

    /// <summary>ln p(a) of the scaled variable. // actions, low, high: (n, k) or (k) → (n)</summary>
    public static Tensor LogProbability(Tensor alpha, Tensor beta, Tensor low, Tensor high, Tensor actions)
    {
        var x = ((actions - low) / (high - low)).clamp(Inside, 1 - Inside);
        return ((alpha - 1) * x.log() + (beta - 1) * (1 - x).log() - LogNormaliser(alpha, beta) - (high - low).log()).sum(1);
    }

    /// <summary>ln B(α, β) − (α−1)ψ(α) − (β−1)ψ(β) + (α+β−2)ψ(α+β) + ln(high − low), summed. // → (n)</summary>
    public static Tensor Entropy(Tensor alpha, Tensor beta, Tensor low, Tensor high) =>
        (LogNormaliser(alpha, beta) - (alpha - 1) * alpha.digamma() - (beta - 1) * beta.digamma()
            + (alpha + beta - 2) * (alpha + beta).digamma() + (high - low).log()).sum(1);

    /// <summary>KL(p‖q) = ln B₂ − ln B₁ + (α₁−α₂)ψ(α₁) + (β₁−β₂)ψ(β₁) + (α₂−α₁+β₂−β₁)ψ(α₁+β₁), summed. // → (n)</summary>
    public static Tensor Kl(Tensor alpha1, Tensor beta1, Tensor alpha2, Tensor beta2) =>
        (LogNormaliser(alpha2, beta2) - LogNormaliser(alpha1, beta1) + (alpha1 - alpha2) * alpha1.digamma() + (beta1 - beta2) * beta1.digamma()
            + (alpha2 - alpha1 + beta2 - beta1) * (alpha1 + beta1).digamma()).sum(1);

    /// <summary>χ²(p‖q) = Π B(α₂,β₂)·B(2α₁−α₂, 2β₁−β₂)/B(α₁,β₁)² − 1; infinite where 2α₁ ≤ α₂ or 2β₁ ≤ β₂ in any component. // → (n)</summary>
    public static Tensor ChiSquared(Tensor alpha1, Tensor beta1, Tensor alpha2, Tensor beta2)
    {
        Tensor a = 2 * alpha1 - alpha2, b = 2 * beta1 - beta2;
        var finite = (a > 0).logical_and(b > 0);
        var log = LogNormaliser(alpha2, beta2) + LogNormaliser(where(finite, a, 1), where(finite, b, 1)) - 2 * LogNormaliser(alpha1, beta1);
        var chi = log.sum(1).expm1();
        return where(finite.all(1), chi, full_like(chi, double.PositiveInfinity));
    }

    /// <summary>Draws x = G₁/(G₁+G₂) of two Gamma variables and scales it. // alpha, beta: (n × k), row by row; actions: (k × n)</summary>
    public static void Sample(ReadOnlySpan<float> alpha, ReadOnlySpan<float> beta, ReadOnlySpan<float> low, ReadOnlySpan<float> high, Generator rng, Span<float> actions)
    {
        int width = low.Length, count = actions.Length / width;
        for (var n = 0; n < count; n++)
            for (var k = 0; k < width; k++)
            {
                double first = Gamma(alpha[n * width + k], rng), second = Gamma(beta[n * width + k], rng);
                actions[k * count + n] = (float)(low[k] + (high[k] - low[k]) * first / (first + second));
            }
    }

    private static Tensor LogNormaliser(Tensor alpha, Tensor beta) => alpha.lgamma() + beta.lgamma() - (alpha + beta).lgamma();

    /// <summary>A Gamma(shape ≥ 1, 1) variable (Marsaglia and Tsang 2000).</summary>
    private static double Gamma(double shape, Generator rng)
    {
        var d = Ensure.InRange(shape, 1, double.MaxValue) - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = rng.NextNormal();
            var v = Math.Pow(1 + c * x, 3);
            if (v > 0 && Math.Log(1 - rng.NextDouble()) < .5 * x * x + d - d * v + d * Math.Log(v)) return d * v;
        }
    }
}
