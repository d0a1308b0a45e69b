namespace Goodhart.Studies.Rewards;

/// <summary>Learns a reward from pairs; the same generator state gives the same reward.</summary>
/// <param name="pairs">What it may see.</param>
/// <param name="rng">Everything random.</param>
/// <param name="progress">From 0 to 1.</param>
/// <param name="cancellation">Asks it to stop.</param>
public delegate IReward<Completions> LearnReward(RewardPairs pairs, Generator rng, IProgress<double>? progress, CancellationToken cancellation);

/// <summary>Measures what a way of learning rewards comes to: on one split, or on folds by prompt, always beside the same simple rules.</summary>
public static class RewardFolds
{
    /// <summary>Trains once per fold and tests on the prompts left out, so that every pair is tested once.</summary>
    /// <param name="pairs">All pairs.</param>
    /// <param name="folds">5 is usual.</param>
    /// <param name="learn">Handed the training pairs of a fold.</param>
    /// <param name="rng">Shuffles prompts, seeds the folds, resamples.</param>
    /// <param name="progress">Fold and how far it is.</param>
    /// <param name="cancellation">Ends between steps; folds that are done are lost.</param>
    public static RewardComparison Run(RewardPairs pairs, int folds, LearnReward learn, Generator rng, IProgress<StudyProgress>? progress = null, CancellationToken cancellation = default)
    {
        var splits = pairs.Folds(folds, rng.Fork());
        var measured = new List<Measured>();
        for (var i = 0; i < splits.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (train, held) = splits[i];
            var reward = learn(train, rng.Fork(), Part(progress, i, splits.Count), cancellation);
            measured.Add(Measured.Of(reward, train, held));
            (reward as IDisposable)?.Dispose();
        }

        return Compare(measured, pairs, rng);
    }

    /// <summary>Tests a reward that was trained on one part of a split on the other.</summary>
    public static RewardComparison Test(IReward<Completions> reward, RewardPairs train, RewardPairs held, Generator rng) => Compare([Measured.Of(reward, train, held)], held, rng);

    private static RewardComparison Compare(IReadOnlyList<Measured> measured, RewardPairs held, Generator rng)
    {
        var (reward, length, lexical) = (PairOutcomes.Join(measured.Select(m => m.Reward)), PairOutcomes.Join(measured.Select(m => m.Length)), PairOutcomes.Join(measured.Select(m => m.Lexical)));
        var over = new PairOutcomes([.. reward.Right.Zip(lexical.Right, (a, b) => a - b)], reward.Prompt);
        var first = held.Pairs.Where(pair => pair.Ordered is not null).Select(pair => pair.Choice is Feedback.Choice.First ? 1.0 : 0).DefaultIfEmpty(double.NaN).Average();
        return new(reward.Accuracy(rng.Fork()), length.Accuracy(rng.Fork()), lexical.Accuracy(rng.Fork()), over.Accuracy(rng.Fork()),
            reward.Right.Count, held.Pairs.Count - held.Decided, held.Prompts, first)
        {
            Folds = [.. measured.Select(m => m.Reward.Right.DefaultIfEmpty(double.NaN).Average())],
        };
    }

    private static Told? Part(IProgress<StudyProgress>? progress, int fold, int of) =>
        progress is null ? null : new Told(done => progress.Report(new($"fold {fold + 1} of {of}", done, "")));

    private sealed class Told(Action<double> tell) : IProgress<double>
    {
        public void Report(double value) => tell(value);
    }

    private sealed record Measured(PairOutcomes Reward, PairOutcomes Length, PairOutcomes Lexical)
    {
        public static Measured Of(IReward<Completions> reward, RewardPairs train, RewardPairs held) =>
            new(PairOutcomes.Of(reward, held), PairOutcomes.Of(LengthReward.Learn(train), held), PairOutcomes.Of(LexicalReward.Learn(train), held));
    }
}
