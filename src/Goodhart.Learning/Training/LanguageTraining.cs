using Goodhart.Models;
using static TorchSharp.torch;

namespace Goodhart.Learning;

/// <summary>Training on what texts say rather than on which is better: a body before it scores, and a regulariser while it learns to.</summary>
public static class LanguageTraining
{
    /// <summary>Trains a language model on texts by maximum likelihood; where a text has a prompt, its answer alone is learnt.</summary>
    /// <param name="model">Trained in place; its adapter alone where it has one.</param>
    /// <param name="texts">Each with at least one token to predict.</param>
    /// <param name="options">How. 3e-3 is a good rate for a width of 32, 6e-4 for GPT-2's 768.</param>
    /// <param name="rng">Of the order of texts and of dropout.</param>
    /// <param name="heldOut">Texts that are only looked at.</param>
    /// <param name="cancellation">Stops between two updates.</param>
    /// <returns>Losses are nats per token.</returns>
    public static TrainingReport Fit(LanguageModel model, IReadOnlyList<Encoded> texts, TrainingOptions options, Generator rng,
        IReadOnlyList<Encoded>? heldOut = null, CancellationToken cancellation = default)
    {
        using var scorer = new LikelihoodScorer(model);
        return RewardTrainer.Fit(scorer, texts, Objective.Likelihood(), options, rng, heldOut, cancellation);
    }

    /// <summary>Nats per token of a language model as it stands.</summary>
    public static double Loss(LanguageModel model, IReadOnlyList<Encoded> texts)
    {
        using var scorer = new LikelihoodScorer(model);
        return RewardTrainer.Evaluate(scorer, texts, Objective.Likelihood()).Loss;
    }

    /// <summary>−mean log p of the better answer's tokens beside a loss on pairs ("Regularizing Hidden States Enables Learning Generalizable Reward Model", 2024).</summary>
    /// <param name="scorer">The one that is trained.</param>
    /// <param name="weight">α; .01 is the largest the paper takes.</param>
    /// <param name="output">Map from hidden states to logits, such as <see cref="LanguageModel.Output"/> of the base; null for the embedding. // (vocabulary, hidden)</param>
    public static Auxiliary<Pair<Encoded>> OnChosen(LanguageScorer scorer, double weight = .01, Tensor? output = null) =>
        new("chosen likelihood", weight, (pairs, _, rng) =>
        {
            Encoded[] chosen = [.. pairs.Select(pair => pair.Target >= .5 ? pair.Second : pair.First)];
            int[] tokens = [.. chosen.Select(LanguageModel.Predicted)];
            var each = scorer.LogProbabilities(chosen, output, rng);
            return LikelihoodObjective.SumPerItem(each, tokens).neg() / tensor(Array.ConvertAll(tokens, count => (float)count)).to(each.device);
        });
}
