using Goodhart.Learning;
using Goodhart.Models;
using Goodhart.Worlds.Preferences;

namespace Goodhart.Tests;

/// <summary>The quirk world in words: tiny transformers learn what annotators want from noisy comparisons of texts alone.</summary>
public sealed class TextTwinTests
{
    private const int Pairs = 2400, Each = 512, Prompts = 8;

    [Fact]
    public void TinyTransformers_OrderUnseenTexts_AndSelectBetterOnes()
    {
        var rng = new Generator(3);
        var language = new QuirkLanguage(new(), rng.Fork());
        var texts = language.Texts(Pairs, 2, rng.Fork());
        var labels = new Annotator("annotator") { Perception = new Perception.BradleyTerry(2), FlipRate = 0.1 }.Judge(texts.Pairs(), rng.Fork());
        var pairs = texts.Preferences(labels, i => new Encoded(texts.Tokens(i))).ToPairs();
        QuirkTexts test = language.Texts(1500, 2, rng.Fork()), choice = language.Texts(Prompts, Each, rng.Fork());
        double[] gold = Gold(language, choice);

        for (ulong seed = 10; seed < 12; seed++)
        {
            var scores = Learn(language, pairs, test, choice, seed, out var accuracy);
            Assert.InRange(accuracy, 0.65, 0.95);
            Assert.True(new Candidates<FeatureRows>(choice.Rows, Each).BestOfN(scores, gold, 16)[0] > gold.Average() + 0.5);
        }
    }

    private static double[] Learn(QuirkLanguage language, IReadOnlyList<Pair<Encoded>> pairs, QuirkTexts test, QuirkTexts choice, ulong seed, out double accuracy)
    {
        var rng = new Generator(seed);
        var config = LanguageConfig.Llama(language.Vocabulary.Count, hidden: 32, layers: 2, heads: 2) with { PadId = QuirkLanguage.End };
        using var scorer = LanguageScorer.FromScratch(config, 1, rng.Fork());
        RewardTrainer.Fit(scorer, pairs, Objective.Pairwise<Encoded>(), new(Epochs: 8, Batch: 32, LearningRate: 3e-3), rng.Fork());
        double[] scores = Scores(scorer, test), gold = Gold(language, test);
        accuracy = Enumerable.Range(0, scores.Length / 2).Count(i => scores[2 * i] > scores[2 * i + 1] == gold[2 * i] > gold[2 * i + 1]) / (scores.Length / 2.0);
        return Scores(scorer, choice);
    }

    private static double[] Scores(LanguageScorer scorer, QuirkTexts texts)
    {
        var scores = new float[texts.Count];
        LearnedReward.Of<Batch<int>, Encoded>("reward", scorer, (batch, i) => new Encoded(texts.Tokens(batch[i])), batch: 256).Evaluate(new([.. Enumerable.Range(0, texts.Count)]), scores);
        return Array.ConvertAll(scores, s => (double)s);
    }

    private static double[] Gold(QuirkLanguage language, QuirkTexts texts)
    {
        var gold = new float[texts.Count];
        language.Gold.Evaluate(texts.Rows, gold);
        return Array.ConvertAll(gold, g => (double)g);
    }
}
