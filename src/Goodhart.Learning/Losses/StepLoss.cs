using static TorchSharp.torch;

namespace Goodhart.Learning;

/// <summary>Losses at positions within an item: steps of a solution, tokens of an answer.</summary>
public static class StepLoss
{
    /// <summary>−y·log σ(z) − (1 − y)·log σ(−z) where there is a label, 0 elsewhere. // (positions)</summary>
    /// <param name="logits">// (positions)</param>
    /// <param name="labels">Probability that the position is right, in [0, 1]; anything where the mask is 0. // (positions)</param>
    /// <param name="mask">1 where there is a label. // (positions)</param>
    public static Tensor Binary(Tensor logits, Tensor labels, Tensor mask) =>
        nn.functional.binary_cross_entropy_with_logits(logits, labels, reduction: nn.Reduction.None) * mask;

    /// <summary>−log softmax(z)_class where there is a label, 0 elsewhere. // (positions)</summary>
    /// <param name="logits">// (positions, classes)</param>
    /// <param name="classes">Number of the right class as a 64-bit integer; negative where there is no label. // (positions)</param>
    public static Tensor Classes(Tensor logits, Tensor classes) =>
        -logits.log_softmax(1).gather(1, classes.clamp_min(0).unsqueeze(1)).squeeze(1) * classes.ge(0);
}
