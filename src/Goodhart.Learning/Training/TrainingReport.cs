using static TorchSharp.torch;

namespace Goodhart.Learning;

/// <summary>How a scorer does on some examples.</summary>
/// <param name="Loss">Σ losses / Σ counts.</param>
/// <param name="Accuracy">Share of decisions that are right, a lead of 0 counting ½; null where nothing is decided.</param>
/// <param name="Margin">Mean lead of what should lead; null where nothing is decided.</param>
public sealed record Look(double Loss, double? Accuracy, double? Margin);

/// <summary>What came of a training.</summary>
/// <param name="Steps">Updates.</param>
/// <param name="Last">The last batch; accuracy only where it was logged.</param>
/// <param name="HeldOut">The best look at the held-out examples; null without any.</param>
/// <param name="StoppedEarly">Whether held-out accuracy had stopped rising.</param>
public sealed record TrainingReport(long Steps, Look Last, Look? HeldOut, bool StoppedEarly);

/// <summary>A line of the log.</summary>
/// <param name="Step">Updates so far.</param>
/// <param name="Steps">Updates of the whole training.</param>
/// <param name="Batch">The last batch.</param>
/// <param name="HeldOut">The best look so far.</param>
public readonly record struct TrainingProgress(long Step, long Steps, Look Batch, Look? HeldOut);

/// <summary>A loss beside the objective's.</summary>
/// <param name="Name">Its metric is train/{Name}.</param>
/// <param name="Weight">Factor of its mean over the batch, ≥ 0.</param>
/// <param name="Loss">What each example costs, from the examples, what the scorer said of them, and a source of randomness. // (examples)</param>
/// <param name="ReadsFeatures">Whether it reads <see cref="Outputs.Features"/>.</param>
public sealed record Auxiliary<TExample>(string Name, double Weight, Func<IReadOnlyList<TExample>, Outputs, Generator, Tensor> Loss, bool ReadsFeatures = false)
{
    public double Weight { get; init; } = Ensure.NotNegative(Weight);
}

/// <summary>A loss or gradient was not a number.</summary>
/// <param name="step">Update that failed, from 0.</param>
/// <param name="good">Step of the state the scorer was left in.</param>
/// <param name="rows">Places of the batch's examples among those trained on.</param>
/// <param name="ids">Their names, where they have any.</param>
public sealed class TrainingNumberException(long step, long good, IReadOnlyList<int> rows, IReadOnlyList<string> ids) : InvalidOperationException(
    $"The loss or its gradient was not a number at update {step}; the scorer is as after update {good}. The batch holds examples {Few(rows)}{(ids.Count > 0 ? $" ({Few(ids)})" : "")}. "
    + "A lower learning rate, or these rows, may help.")
{
    public long Step { get; } = step;

    public IReadOnlyList<int> Rows { get; } = rows;

    public IReadOnlyList<string> Ids { get; } = ids;

    private static string Few<T>(IReadOnlyList<T> all) => string.Join(", ", all.Take(16)) + (all.Count > 16 ? $" and {all.Count - 16} more" : "");
}
