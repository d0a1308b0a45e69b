using static TorchSharp.torch;

namespace Goodhart.Learning;

/// <summary>Squared error to marks of one or many attributes, of which some are missing.</summary>
public static class MaskedRegression
{
    /// <summary>Σ over attributes of mask·(r − y)², per item; divide by Σ mask for the mean (HelpSteer2, 2024). // (items)</summary>
    /// <param name="scores">One column per attribute. // (items, attributes)</param>
    /// <param name="marks">What was said; anything where the mask is 0. // (items, attributes)</param>
    /// <param name="mask">1 where there is a mark. // (items, attributes)</param>
    public static Tensor Loss(Tensor scores, Tensor marks, Tensor mask) => (mask * (scores - marks).square()).sum(-1);

    /// <summary>½((y − μ)/σ)² + log σ: a Gaussian's negative log-likelihood up to its constant. // as μ</summary>
    /// <param name="mean">μ.</param>
    /// <param name="logDeviation">log σ, clamped to [<paramref name="floor"/>, <paramref name="ceiling"/>]: without bounds it collapses or explodes.</param>
    /// <param name="target">y.</param>
    public static Tensor GaussianLoss(Tensor mean, Tensor logDeviation, Tensor target, double floor = -3, double ceiling = 2)
    {
        var log = logDeviation.clamp(floor, ceiling);
        return 0.5 * ((target - mean) * (-log).exp()).square() + log;
    }
}
