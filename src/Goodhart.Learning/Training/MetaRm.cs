using Goodhart.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Goodhart.Learning;

/// <summary>
/// MetaRM ("Secrets of RLHF, part II", 2024): before each step on preferences the parameters go a way on which the model tells answers of the present policy apart,
/// and the preferences' gradient is taken there.
/// </summary>
/// <remarks>θ′ = θ + η·∇J(θ) with J = 2/k²·Σ_{i&lt;j} σ(|r(sᵢ) − r(sⱼ)|) over k answers to a prompt; θ ← θ − α·∇L(θ′), first order.</remarks>
/// <param name="LearningRate">α of the outer AdamW, &gt; 0.</param>
/// <param name="Ahead">η, &gt; 0, a plain gradient step.</param>
/// <param name="ClipNorm">Longest gradient of either step, &gt; 0.</param>
public sealed record MetaRmOptions(double LearningRate = 1e-3, double Ahead = 1e-2, double ClipNorm = 1);

/// <inheritdoc cref="MetaRmOptions"/>
public sealed class MetaRm<T>(IScorer<T> scorer, MetaRmOptions options) : IDisposable
{
    private readonly AdamW adam = new(scorer.Parameters, new());

    /// <summary>J of answers to one prompt. // scores: (answers) → scalar</summary>
    /// <exception cref="ArgumentException">Fewer than two answers.</exception>
    public static Tensor Difference(Tensor scores)
    {
        var k = scores.shape[0];
        if (k < 2) throw new ArgumentException($"Telling answers apart needs at least two to a prompt, got {k}.", nameof(scores));
        var apart = (scores.unsqueeze(0) - scores.unsqueeze(1)).abs().sigmoid();
        using Scalar share = 2.0 / (k * k);
        return apart.triu(1).sum().mul(share);
    }

    /// <summary>One step.</summary>
    /// <param name="pairs">A batch of preferences.</param>
    /// <param name="shifted">Answers of the present policy, by prompt; none for an ordinary step.</param>
    /// <returns>The preferences' loss at θ′.</returns>
    public double Step(IReadOnlyList<Pair<T>> pairs, IReadOnlyList<IReadOnlyList<T>> shifted)
    {
        using var scope = NewDisposeScope();
        var at = scorer.Parameters.Flat.clone();
        if (shifted.Count > 0)
        {
            var apart = stack([.. shifted.Select(answers => Difference(scorer.Forward(answers).select(1, 0)))]).mean();
            Move(Clipped(scorer.Parameters.Gradient(apart)), options.Ahead);
        }

        var objective = Objective.Pairwise<T>();
        var loss = objective.Losses(pairs, new Forwarding<Pair<T>, T>(scorer, objective).Of(pairs, null, features: false)).mean();
        var gradient = Clipped(scorer.Parameters.Gradient(loss));
        using (no_grad()) scorer.Parameters.Flat.copy_(at);
        adam.Step(gradient, options.LearningRate);
        return loss.item<float>();
    }

    public void Dispose() => adam.Dispose();

    private void Move(Tensor gradient, double by)
    {
        using var nothing = no_grad();
        using Scalar step = by;
        scorer.Parameters.Flat.add_(gradient, step);
    }

    private Tensor Clipped(Tensor gradient)
    {
        var norm = gradient.norm().item<float>();
        if (norm <= options.ClipNorm) return gradient;
        using Scalar shorter = options.ClipNorm / norm;
        return gradient.mul(shorter);
    }
}
