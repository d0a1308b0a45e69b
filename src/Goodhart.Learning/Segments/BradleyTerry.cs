using static TorchSharp.torch;

namespace Goodhart.Learning.Segments;

/// <summary>The Bradley–Terry model of comparisons (1952): P(second ≻ first) = σ(r₂ − r₁).</summary>
public static class BradleyTerry
{
    /// <summary>Probability that the second is better. // (pairs)</summary>
    /// <param name="first">Returns of the first. // (pairs)</param>
    /// <param name="second">Returns of the second. // (pairs)</param>
    public static Tensor SecondWins(Tensor first, Tensor second) => (second - first).sigmoid();

    /// <summary>Negative log-likelihood of each comparison, not reduced. // (pairs)</summary>
    /// <remarks>−t·log σ(d) − (1 − t)·log σ(−d) with d = r₂ − r₁, written as max(d, 0) − t·d + log(1 + e^−|d|), which no d overflows.</remarks>
    /// <param name="first">Returns of the first. // (pairs)</param>
    /// <param name="second">Returns of the second. // (pairs)</param>
    /// <param name="target">Probability that the second is better: 0, 1, ½ for a tie, or a soft label; <see cref="Goodhart.Feedback.Preference{T}.Target"/>. // (pairs)</param>
    public static Tensor Loss(Tensor first, Tensor second, Tensor target)
    {
        var lead = second - first;
        return lead.clamp_min(0) - target * lead + lead.abs().neg().exp().log1p();
    }
}
