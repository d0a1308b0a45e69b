using Goodhart.Learning;
using Goodhart.Models;
using static TorchSharp.torch;

namespace Goodhart.Tests.Language;

public sealed class LanguageTrainingTests
{
    private const int Vocabulary = 16, Begin = 1, Length = 10;

    private static readonly TrainingOptions training = new(Epochs: 40, Batch: 16, LearningRate: 5e-3) { Schedule = new(Decay.Cosine, Warmup: .1) };

    /// <summary>Begin, a first word drawn from 2 … 15, then always the word 5 further on: after the first word nothing is left to chance.</summary>
    private static int[] Text(Generator rng)
    {
        var ids = new int[Length];
        (ids[0], ids[1]) = (Begin, 2 + rng.NextInt(14));
        for (var i = 2; i < Length; i++) ids[i] = 2 + ((ids[i - 1] - 2 + 5) % 14);
        return ids;
    }

    [Theory, InlineData("gpt2"), InlineData("llama"), InlineData("qwen3")]
    public void Fit_OnADeterministicLanguage_LearnsIt(string family)
    {
        var config = TinyModels.Of(family) with { VocabularySize = Vocabulary, InitializerRange = .05 };
        using var model = LanguageModel.FromScratch(config, new(1));
        var rng = new Generator(2);
        Encoded[] texts = [.. Enumerable.Range(0, 96).Select(_ => new Encoded(Text(rng), answer: 2))], fresh = [.. Enumerable.Range(0, 32).Select(_ => new Encoded(Text(rng), answer: 2))];
        var before = LanguageTraining.Loss(model, fresh);
        Assert.InRange(before, 2, 4);   // about ln 16 = 2.77
        var report = LanguageTraining.Fit(model, texts, training, rng, fresh, TestContext.Current.CancellationToken);
        Assert.Equal(240, report.Steps);
        Assert.InRange(report.HeldOut!.Loss, 0, .05);
        Assert.Equal(report.HeldOut.Loss, LanguageTraining.Loss(model, fresh), .05);
        var text = Text(rng);
        var said = model.Generate([text[..2]], new Generator(1), Sampling.Greedy with { MaxTokens = Length - 2, Stop = [] }, cancellation: TestContext.Current.CancellationToken)[0].Ids;
        Assert.Equal(text[2..], said);
    }

    [Fact]
    public void Fit_OfTheWholeText_ReachesItsEntropyAndNoLess()
    {
        // The first word is uniform over 14: ln 14 nats of one token in Length − 1 predicted ones, and nothing after it.
        using var model = LanguageModel.FromScratch(TinyModels.Of("llama") with { VocabularySize = Vocabulary, InitializerRange = .05 }, new(1));
        var rng = new Generator(3);
        Encoded[] texts = [.. Enumerable.Range(0, 280).Select(_ => new Encoded(Text(rng)))];
        LanguageTraining.Fit(model, texts, training with { Epochs = 15 }, rng, cancellation: TestContext.Current.CancellationToken);
        var entropy = Math.Log(14) / (Length - 1);
        Encoded[] fresh = [.. Enumerable.Range(0, 280).Select(_ => new Encoded(Text(rng)))];
        Assert.InRange(LanguageTraining.Loss(model, fresh), entropy - .02, entropy + .05);
    }

    [Fact]
    public void Likelihood_IsMinusTheSumOfLogProbabilitiesAndCountsTokens()
    {
        using var model = LanguageModel.FromScratch(TinyModels.Of("qwen2"), new(1));
        using var scope = NewDisposeScope();
        using var gradless = no_grad();
        Encoded[] texts = [new([1, 2, 3, 4], answer: 2), new([5, 6, 7])];
        var each = model.LogProbabilities(texts).Floats().ToArray();
        Assert.Equal(-each.Sum() / 4, LanguageTraining.Loss(model, texts), 1e-5);
        using var scorer = new LikelihoodScorer(model);
        var objective = Objective.Likelihood();
        var losses = objective.Losses(texts, new(scorer.Forward(texts), [2, 2])).Floats().ToArray();
        TransformerTests.Close([-(each[0] + each[1]), -(each[2] + each[3])], losses, 1e-5);
        Assert.Equal([2.0, 2.0], texts.Select(objective.Count));
    }

    [Fact]
    public void OnChosen_KeepsTheBetterAnswersLikely()
    {
        // Beside the same pairs: with the language model's loss the better answers grow likelier, without it they do not.
        double After(double weight)
        {
            using var model = LanguageModel.FromScratch(TinyModels.Of("llama") with { InitializerRange = .05 }, new(1));
            using var scorer = LanguageScorer.FromBody(model, 1, new(2));
            var rng = new Generator(4);
            Pair<Encoded>[] pairs = [.. Enumerable.Range(0, 64).Select(_ => new Pair<Encoded>(new([20, 21, 22]), new(Text(rng), answer: 2), 1))];
            var trainer = new RewardTrainer<Pair<Encoded>, Encoded>(scorer, Objective.Pairwise<Encoded>(), new(Epochs: 8, Batch: 16, LearningRate: 3e-3), rng) { Auxiliaries = [LanguageTraining.OnChosen(scorer, weight)] };
            Assert.True(trainer.Fit(pairs, TestContext.Current.CancellationToken).Steps == 32);
            using var gradless = no_grad();
            using var likelihood = scorer.LogProbabilities([.. pairs.Select(p => p.Second)]);
            return -likelihood.mean().item<float>();
        }

        var (with, without) = (After(1), After(0));
        Assert.True(with < without - .5, $"{with} with, {without} without");
    }
}
