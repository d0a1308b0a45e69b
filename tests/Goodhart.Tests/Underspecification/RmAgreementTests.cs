using Goodhart.Audit.Underspecification;
using Goodhart.Statistics;

namespace Goodhart.Tests.Underspecification;

public sealed class RmAgreementTests
{
    [Fact]
    public void Agreement_IsHandDerived_PromptByPrompt()
    {
        // The same order: ρ = τ = 1. One swap of neighbours in three: ρ = 1 − 6·(1 + 1)/(3·8) = ½, τ = (2 − 1)/3. A prompt that one scores alike does not count.
        var a = Told.By("a", 1, 2, 3, 101, 102, 103, 1, 2, 3);
        var b = Told.By("b", 10, 20, 30, 2, 1, 3, 5, 5, 5);
        var agreement = RmAgreement.Of([a, b], Told.Places(0, 9), 3, new(1));
        var pair = Assert.Single(agreement.Pairs);
        Assert.Equal((0, 1, 2), (pair.First, pair.Second, pair.Prompts));
        Assert.Equal(0.75, pair.Spearman.Estimate, 1e-12);
        Assert.Equal(2.0 / 3, pair.Kendall.Estimate, 1e-12);
        Assert.Equal(["a", "b"], agreement.Rewards);
    }

    [Fact]
    public void Agreement_WithOneself_IsOne_AndWithOnesNegativeMinusOne()
    {
        var rng = new Generator(2);
        double[] scores = [.. Enumerable.Range(0, 40).Select(_ => rng.NextNormal())];
        var agreement = RmAgreement.Of([Told.By("a", scores), Told.By("b", scores), Told.By("−a", [.. scores.Select(s => -s)])], Told.Places(0, 40), 8, rng);
        Assert.Equal(1, agreement.MeanSpearman((i, j) => (i, j) is (0, 1)), 1e-12);
        Assert.Equal(-1, agreement.MeanKendall((i, j) => j == 2), 1e-12);
        Assert.True(double.IsNaN(agreement.MeanSpearman((_, _) => false)));
    }

    [Fact]
    public void Rewards_ThatOnlyTellEasyFromHardPrompts_DoNotAgree()
    {
        var rng = new Generator(3);
        const int Prompts = 200, Each = 10;
        double[] ease = [.. Enumerable.Range(0, Prompts).Select(_ => 5 * rng.NextNormal())];
        double[] Scores() => [.. Enumerable.Range(0, Prompts * Each).Select(i => ease[i / Each] + rng.NextNormal())];
        double[] x = Scores(), y = Scores();
        Assert.True(Correlation.Spearman(x, y) > 0.9);
        var pair = RmAgreement.Of([Told.By("x", x), Told.By("y", y)], Told.Places(0, x.Length), Each, rng).Pairs[0];
        Assert.True(pair.Spearman.Low < 0 && pair.Spearman.High > 0 && Math.Abs(pair.Spearman.Estimate) < 0.1, $"{pair.Spearman}");
    }

    [Fact]
    public void Agreement_OfWhatDoesNotFit_IsRefused()
    {
        IReward<Batch<int>> a = Told.By("a", 1, 2, 3, 4), b = Told.By("b", 1, 2, 3, 4);
        Assert.Contains("needs at least 2 rewards, got 1", Assert.Throws<ArgumentException>(() => RmAgreement.Of([a], Told.Places(0, 4), 2, new(1))).Message);
        Assert.Contains("2 rewards are called 'a'", Assert.Throws<ArgumentException>(() => RmAgreement.Of([a, a], Told.Places(0, 4), 2, new(1))).Message);
        Assert.Contains("4 samples are not 3 to every prompt", Assert.Throws<ArgumentException>(() => RmAgreement.Of([a, b], Told.Places(0, 4), 3, new(1))).Message);
        Assert.Contains("The prompts cover 3 samples, but there are 4", Assert.Throws<ArgumentException>(() => RmAgreement.Of([a, b], Told.Places(0, 4), new Offsets(0, 3), new(1))).Message);
    }
}
