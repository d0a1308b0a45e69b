using Goodhart.Learning;
using Goodhart.Models;
using Goodhart.Worlds.Preferences;

namespace Goodhart.Papers;

/// <summary>
/// Twelve rewards of a world's answers: seven small networks from 60 to 4000 pairs, three from annotators who go by one feature too often, one that goes by it
/// alone, and one that knows nothing.
/// </summary>
internal sealed class RewardBenchModels : IDisposable
{
    /// <summary>The feature that stands for an answer's length.</summary>
    private const int Length = 0;

    /// <summary>Share of labels turned round, so that pairs are as noisy as people's.</summary>
    private const double Flips = 0.1;

    private static readonly int[] sizes = [60, 120, 250, 500, 1000, 2000, 4000];
    private static readonly double[] habits = [0.3, 0.6, 0.9];

    private static readonly TrainingOptions training = new(Epochs: 1000, Batch: 64, LearningRate: 3e-3, WeightDecay: 0.1) { MaxSteps = 300 };

    private readonly List<FeatureScorer> scorers = [];

    public RewardBenchModels(FeaturePreferenceWorld world, Generator rng, CancellationToken cancellation)
    {
        var knowsNothing = rng.Fork();
        All =
        [
            .. sizes.Select(pairs => Learnt($"{pairs} pairs", pairs, null, world, rng, cancellation)),
            .. habits.Select(share => Learnt($"{100 * share}% by length", 2000, new(Length, share), world, rng, cancellation)),
            Reward.Each<FeatureRows>("length", (rows, i) => rows[i][Length]),
            Reward.Each<FeatureRows>("random", (_, _) => knowsNothing.NextSingle()),
        ];
    }

    public IReadOnlyList<IReward<FeatureRows>> All { get; }

    public void Dispose()
    {
        foreach (var scorer in scorers) scorer.Dispose();
    }

    private IReward<FeatureRows> Learnt(string name, int pairs, Habit? habit, FeaturePreferenceWorld world, Generator rng, CancellationToken cancellation)
    {
        var labels = new Annotator(name) { Perception = new Perception.BradleyTerry(3), Habit = habit, FlipRate = Flips }.Judge(world.Pairs(pairs, rng), rng);
        var scorer = new FeatureScorer(world.Width, new(Width: 32, Depth: 2), rng.Fork());
        scorers.Add(scorer);
        RewardTrainer.Fit(scorer, labels.Preferences.ToPairs(), Objective.Pairwise<float[]>(), training, rng.Fork(), cancellation: cancellation);
        return LearnedReward.Of(name, scorer);
    }
}
