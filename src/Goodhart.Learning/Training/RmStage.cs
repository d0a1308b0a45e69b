using Goodhart.Models;

namespace Goodhart.Learning;

/// <summary>One stage of a training in several: first regression on ratings, then Bradley–Terry on pairs (HelpSteer2-Preference, 2024).</summary>
/// <typeparam name="TItem">What is scored.</typeparam>
public abstract class RmStage<TItem>
{
    /// <summary>Whether the last layer goes on from the stage before (the paper's way), or begins anew.</summary>
    public bool KeepHead { get; init; } = true;

    /// <summary>A stage on examples of one kind.</summary>
    public static RmStage<TItem> Of<TExample>(IReadOnlyList<TExample> examples, IObjective<TExample, TItem> objective, TrainingOptions options, bool keepHead = true) =>
        new Typed<TExample>(examples, objective, options) { KeepHead = keepHead };

    internal abstract TrainingReport Fit(IScorer<TItem> scorer, Generator rng, CancellationToken cancellation);

    private sealed class Typed<TExample>(IReadOnlyList<TExample> examples, IObjective<TExample, TItem> objective, TrainingOptions options) : RmStage<TItem>
    {
        internal override TrainingReport Fit(IScorer<TItem> scorer, Generator rng, CancellationToken cancellation) =>
            RewardTrainer.Fit(scorer, examples, objective, options, rng, cancellation: cancellation);
    }
}

/// <summary>Trainings one after another on one scorer.</summary>
public static class RmStages
{
    /// <summary>Name with which the parameters of a scorer's last layer begin, as in transformers' sequence classifiers.</summary>
    public const string Head = "score";

    /// <summary>Runs the stages in order.</summary>
    /// <returns>What came of each. // (stages)</returns>
    /// <exception cref="ArgumentException">A stage is to begin with a new head, and no parameter's name begins with <see cref="Head"/>.</exception>
    public static IReadOnlyList<TrainingReport> Fit<TItem>(IScorer<TItem> scorer, IReadOnlyList<RmStage<TItem>> stages, Generator rng, CancellationToken cancellation = default)
    {
        var reports = new List<TrainingReport>();
        foreach (var stage in stages)
        {
            if (!stage.KeepHead) RenewHead(scorer.Parameters, rng);
            reports.Add(stage.Fit(scorer, rng, cancellation));
        }

        return reports;
    }

    // N(0, 1/fan-in) for matrices, 0 for biases.
    private static void RenewHead(ParameterVector parameters, Generator rng)
    {
        string[] head = [.. parameters.Names.Where(n => n == Head || n.StartsWith(Head + ".", StringComparison.Ordinal))];
        if (head.Length == 0) throw new ArgumentException($"No parameter's name begins with '{Head}', so there is no head to renew.");
        using var nothing = TorchSharp.torch.no_grad();
        foreach (var name in head)
        {
            var leaf = parameters[name];
            var values = new float[leaf.numel()];
            if (leaf.dim() >= 2)
            {
                rng.Normal(values);
                var scale = (float)(1 / Math.Sqrt(leaf.shape.Length == 3 ? leaf.shape[1] : leaf.shape[^1]));
                for (var i = 0; i < values.Length; i++) values[i] *= scale;
            }

            using var drawn = TensorMemory.Vector(values).view(leaf.shape);
            leaf.copy_(drawn);
        }
    }
}
