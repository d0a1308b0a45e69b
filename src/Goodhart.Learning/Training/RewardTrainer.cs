using Goodhart.Models;
using Goodhart.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Goodhart.Learning;

/// <summary>Trains a scorer on feedback.</summary>
/// <remarks>
/// One update: score the items of a batch, average the objective's losses, clip the gradient, step AdamW. The same generator gives the same bits, and a run
/// that was killed goes on from its last checkpoint to the same bits.
/// </remarks>
/// <param name="scorer">What is trained, in place.</param>
/// <param name="objective">What is wanted of it.</param>
/// <param name="options">How.</param>
/// <param name="rng">Of the order of examples and of dropout.</param>
public sealed class RewardTrainer<TExample, TItem>(IScorer<TItem> scorer, IObjective<TExample, TItem> objective, TrainingOptions options, Generator rng)
{
    private readonly Forwarding<TExample, TItem> forward = new(scorer, objective);

    /// <summary>Examples that are only looked at, for early stopping and the report.</summary>
    public IReadOnlyList<TExample> HeldOut { get; init; } = [];

    /// <summary>Losses beside the objective's, such as a language model's on the chosen answer.</summary>
    public IReadOnlyList<Auxiliary<TExample>> Auxiliaries { get; init; } = [];

    /// <summary>Where metrics and checkpoints go; training goes on from its newest checkpoint. Null for neither.</summary>
    public RunSection? Section { get; init; }

    /// <summary>Told of every line of the log.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Trains to the end, or until held-out accuracy no longer rises.</summary>
    /// <exception cref="OperationCanceledException">Stopped between two updates; the scorer and, with a section, a checkpoint hold the state so far.</exception>
    /// <exception cref="TrainingNumberException">A loss or gradient was not a number; the scorer is as it was at the last good state.</exception>
    public TrainingReport Fit(IReadOnlyList<TExample> examples, CancellationToken cancellation = default)
    {
        if (examples.Count == 0) throw new ArgumentException("Training needs at least one example, got none.", nameof(examples));
        options.Checked(HeldOut.Count > 0);
        using var threads = options.OneThread ? TorchThreads.One() : default;
        using var adam = new AdamW(scorer.Parameters, options.Adam, options.WeightDecay);
        using var course = new Course(examples.Count, options, rng, scorer.Parameters, adam);
        Section?.Resume(course.Load);
        var last = new Tally();
        while (!course.Ended)
        {
            if (cancellation.IsCancellationRequested) Leave(course, cancellation);
            last = Update(examples, course, adam);
            if (course.EvaluateNow && HeldOut.Count > 0) course.Note(Look(course.Step));
            if (course.Step % options.CheckpointEvery == 0) Section?.SaveCheckpoint(course.Step, course.Save);
        }

        course.RestoreBest();
        Section?.SaveCheckpoint(course.Step, course.Save);
        return new(course.Step, last.Look, course.Best, course.StoppedEarly);
    }

    private Tally Update(IReadOnlyList<TExample> examples, Course course, AdamW adam)
    {
        var rows = course.Batch();
        TExample[] batch = Array.ConvertAll(rows, row => examples[row]);
        using var scope = NewDisposeScope();
        var logs = course.Step % options.LogEvery == 0;
        var tally = new Tally();
        var gradient = Gradient(batch, tally, logs);
        var norm = gradient.norm().ToDouble();
        if (!double.IsFinite(norm) || !double.IsFinite(tally.Loss)) throw Spoilt(course, rows, batch);
        if (norm > options.ClipNorm)
        {
            using Scalar shorter = options.ClipNorm / norm;
            gradient.mul_(shorter);
        }

        var rate = options.LearningRate * options.Schedule.Factor(course.Step, course.Steps);
        adam.Step(gradient, rate);
        course.Step++;
        if (logs) Log(course, tally, norm, rate);
        return tally;
    }

    /// <summary>∂/∂θ of Σ losses / Σ counts, part by part. // (Count)</summary>
    private Tensor Gradient(TExample[] batch, Tally tally, bool logs)
    {
        Tensor? sum = null;
        using Scalar count = Math.Max(batch.Sum(objective.Count), 1e-30), all = batch.Length;   // held: a temporary may be freed during the call
        foreach (var part in options.MicroBatch > 0 ? batch.Chunk(options.MicroBatch) : [batch])
        {
            using var scope = NewDisposeScope();
            var outputs = forward.Of(part, rng, Auxiliaries.Any(a => a.ReadsFeatures));
            var loss = objective.Losses(part, outputs).sum().div(count);
            tally.AddLoss(loss.ToDouble());
            foreach (var auxiliary in Auxiliaries)
            {
                var beside = auxiliary.Loss(part, outputs, rng).sum().div(all);
                if (logs) tally.AddBeside(auxiliary.Name, beside.ToDouble());
                using Scalar weight = auxiliary.Weight;
                loss = loss.add(beside, weight);
            }

            if (logs) tally.Add(outputs.Rows, objective.Leads(part, outputs));
            var own = scorer.Parameters.Gradient(loss);
            sum = sum is null ? own.MoveToOuterDisposeScope() : sum.add_(own);
        }

        return sum!;
    }

    private Look Look(long step)
    {
        var look = forward.Look(HeldOut, options.MicroBatch > 0 ? options.MicroBatch : Math.Max(options.Batch, 256));
        Section?.Metrics.Add(step, "eval/loss", look.Loss);
        if (look.Accuracy is { } accuracy) Section?.Metrics.Add(step, "eval/accuracy", accuracy);
        if (look.Margin is { } margin) Section?.Metrics.Add(step, "eval/margin", margin);
        return look;
    }

    private void Log(Course course, Tally tally, double norm, double rate)
    {
        Progress?.Report(new(course.Step, course.Steps, tally.Look, course.Best));
        if (Section is null) return;
        foreach (var (tag, value) in tally.Metrics) Section.Metrics.Add(course.Step, "train/" + tag, value);
        Section.Metrics.Add(course.Step, Tags.GradientNorm, norm);
        Section.Metrics.Add(course.Step, Tags.LearningRate, rate);
    }

    private void Leave(Course course, CancellationToken cancellation)
    {
        Section?.SaveCheckpoint(course.Step, course.Save);
        cancellation.ThrowIfCancellationRequested();
    }

    private TrainingNumberException Spoilt(Course course, int[] rows, TExample[] batch)
    {
        // Parameters are still those before this batch; where they are spoilt themselves, the last checkpoint is the last good state.
        var step = course.Step;
        if (!scorer.Parameters.Flat.isfinite().all().ToBoolean() && Section?.LatestCheckpoint() is { } saved) Section.LoadCheckpoint(saved, course.Load);
        Section?.Metrics.Commit();
        return new(step, course.Step, rows, [.. batch.Select(objective.Id).OfType<string>()]);
    }
}

/// <summary>The short way to a trained scorer.</summary>
public static class RewardTrainer
{
    /// <inheritdoc cref="RewardTrainer{TExample,TItem}.Fit"/>
    public static TrainingReport Fit<TExample, TItem>(IScorer<TItem> scorer, IReadOnlyList<TExample> examples, IObjective<TExample, TItem> objective,
        TrainingOptions options, Generator rng, IReadOnlyList<TExample>? heldOut = null, CancellationToken cancellation = default) =>
        new RewardTrainer<TExample, TItem>(scorer, objective, options, rng) { HeldOut = heldOut ?? [] }.Fit(examples, cancellation);

    /// <summary>Loss and accuracy of a scorer as it stands.</summary>
    public static Look Evaluate<TExample, TItem>(IScorer<TItem> scorer, IReadOnlyList<TExample> examples, IObjective<TExample, TItem> objective, int batch = 256)
    {
        if (examples.Count == 0) throw new ArgumentException("There is no example to look at.", nameof(examples));
        return new Forwarding<TExample, TItem>(scorer, objective).Look(examples, Ensure.Positive(batch));
    }
}
