using Goodhart.Models;

namespace Goodhart.Learning;

/// <param name="Heads">Gaussian heads, ≥ 1; 5 in the experiments, 5 to 10 in the paper.</param>
/// <param name="Width">Units of a tower's hidden layer.</param>
/// <param name="Shared">Heads on the frozen features of the first stage instead of towers of their own: cheaper, but such heads herd.</param>
/// <param name="Share">Share of the samples that each head sees, drawn anew for it, in (0, 1]; ½ by default, 1 for all.</param>
/// <param name="Floor">Least log σ; without it σ collapses.</param>
/// <param name="Ceiling">Greatest log σ; without it σ explodes.</param>
public sealed record MultiHeadOptions(int Heads = 5, int Width = 32, bool Shared = false, double Share = 0.5, double Floor = -3, double Ceiling = 2)
{
    /// <summary>How heads are trained; 60 passes in the experiments.</summary>
    public TrainingOptions Training { get; init; } = new(Epochs: 60, Batch: 64, LearningRate: 3e-3);

    /// <summary>Of the heads' hidden layer. Tanh saturates where answers are unlike the training's, and so tempers a head by itself; ReLU goes on as the first stage does.</summary>
    public Activation Activation { get; init; } = Activation.Tanh;

    internal MultiHeadOptions Checked()
    {
        Ensure.Positive(Heads);
        Ensure.Positive(Width);
        Ensure.InRange(Share, 1e-9, 1);
        if (!(Floor < Ceiling)) throw new ArgumentException($"Floor must be below Ceiling, was {Floor} and {Ceiling}.");
        return this;
    }
}
