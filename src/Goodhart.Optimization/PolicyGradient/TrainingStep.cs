using Goodhart.Runs;

namespace Goodhart.Optimization;

/// <summary>Mean score of one part of the reward over a rollout.</summary>
/// <param name="Path">Names from the root, joined by '/'.</param>
/// <param name="Mean">Per step, before penalties.</param>
public readonly record struct PartMean(string Path, double Mean);

/// <summary>Figures of one iteration.</summary>
/// <param name="Steps">Steps of the trained policy so far, over all copies.</param>
/// <param name="Parts">The reward and all its parts, parents first.</param>
/// <param name="Total">Mean per step of what was trained on: reward − penalties.</param>
/// <param name="Penalty">Mean per step of the penalties.</param>
/// <param name="Episodes">Episodes finished so far.</param>
/// <param name="EpisodeReturn">Mean trained return of the last 100 episodes; NaN before the first ends.</param>
/// <param name="EpisodeLength">Mean length of the last 100 episodes; NaN before the first ends.</param>
/// <param name="Update">Figures of the policy's optimisation.</param>
/// <param name="ValueLoss">Mean ½(V − R)² over the last pass.</param>
/// <param name="ExplainedVariance">Of the returns by the critic, before the update.</param>
/// <param name="KlToBase">Mean KL(π‖base) before the update, where a base with a distribution is known.</param>
/// <param name="LearningRate">Adam's step in this iteration.</param>
/// <param name="Regularisers">Figures of the regularisers, each tagged "name/figure".</param>
public sealed record TrainingStep(
    long Steps, IReadOnlyList<PartMean> Parts, double Total, double Penalty, long Episodes, double EpisodeReturn, double EpisodeLength,
    UpdateFigures Update, double ValueLoss, double ExplainedVariance, double? KlToBase, double LearningRate, IReadOnlyList<Figure> Regularisers)
{
    /// <summary>Everything as tagged numbers, for a log.</summary>
    public IEnumerable<Figure> Metrics()
    {
        foreach (var part in Parts) yield return new(Tags.RewardMean(part.Path), part.Mean);
        yield return new(Tags.TrainedReward, Total);
        yield return new(Tags.Penalty, Penalty);
        yield return new(Tags.EpisodeReward, EpisodeReturn);
        yield return new(Tags.EpisodeLength, EpisodeLength);
        yield return new(Tags.PolicyLoss, Update.PolicyLoss);
        yield return new(Tags.ValueLoss, ValueLoss);
        yield return new(Tags.RegulariserLoss, Update.RegulariserLoss);
        yield return new(Tags.EntropyLoss, -Update.Entropy);
        yield return new(Tags.ApproximateKl, Update.ApproximateKl);
        yield return new(Tags.ClipFraction, Update.ClipFraction);
        yield return new(Tags.GradientNorm, Update.GradientNorm);
        if (KlToBase is { } kl) yield return new(Tags.KlToBase, kl);
        yield return new(Tags.ExplainedVariance, ExplainedVariance);
        yield return new(Tags.LearningRate, LearningRate);
        foreach (var figure in Regularisers) yield return figure;
    }
}

/// <summary>Means over the minibatches of the last pass of an iteration.</summary>
/// <param name="PolicyLoss">−clipped surrogate.</param>
/// <param name="RegulariserLoss">Loss penalties, weighted.</param>
/// <param name="Entropy">Of the action distributions.</param>
/// <param name="ApproximateKl">KL(π_old‖π), estimator K3.</param>
/// <param name="ClipFraction">Share of samples with |ρ − 1| &gt; ε.</param>
/// <param name="GradientNorm">Before clipping.</param>
/// <param name="Passes">Passes made; fewer than asked when the target KL was exceeded.</param>
public sealed record UpdateFigures(
    double PolicyLoss, double RegulariserLoss, double Entropy, double ApproximateKl, double ClipFraction, double GradientNorm, int Passes);
