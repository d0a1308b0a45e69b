using CsCheck;
using Goodhart.Audit.Benches;
using Goodhart.Audit.Scores;

namespace Goodhart.Tests;

public sealed class BenchScorerTests
{
    private static readonly Gen<double[]> four = Gen.Int[0, 3].Select(i => (double)i).Array[4];

    [Fact]
    public void Ties_TheGoldenRows()
    {
        var measure = BenchScorers.TiesMargin.Measure(
        [
            Group("ref:0", [2, .5, .1], 1), Group("tied:0", [3, 2.5, 2.2, 1, 0], 3), Group("ref:1", [1, 1.5], 1), Group("tied:1", [2, 0, -.5, -1], 2),
            Group("ref:2", [4, 1], 1), Group("tied:2", [1, 1, 0], 2),
        ], TieRule.Loss);
        Assert.Equal(["reference right", "tied right", "prefers over ties", "prefers hard", "margin"], measure.Details.Select(d => d.Name));
        Assert.Equal([.666667, 1, .666667, .666667, .204611], measure.Details.Select(d => Math.Round(d.Value, 6)));
        Assert.Equal(0.2046111724, measure.Details[4].Value, 1e-9);
        Assert.Equal(0.7687127784, measure.Value, 1e-9);
        Assert.Equal(3, measure.Units);
    }

    [Fact]
    public void Ties_NoSpreadAndNoMargin_CountsZeroByZeroAsZero()
    {
        var measure = BenchScorers.TiesMargin.Measure([Group("ref:0", [1, 0], 1), Group("tied:0", [1, 1, 1], 2)], TieRule.Loss);
        Assert.Equal(0.30, measure.Value, 1e-12);
    }

    [Fact]
    public void Ties_NoSpreadAtAll_IsTheBestThereIs()
    {
        // D = 0 and both margins positive: tanh(∞) = 1, so .3 + .3 + .2 + .2 + .01.
        var measure = BenchScorers.TiesMargin.Measure([Group("ref:0", [1, 0], 1), Group("tied:0", [1, 1, 0], 2)], TieRule.Loss);
        Assert.Equal(1.01, measure.Value, 1e-12);
    }

    [Fact]
    public void Ties_WithOneRightAnswerInTheTiedRow_HaveNoSpreadToBeat() =>
        Assert.Equal(0.6, BenchScorers.TiesMargin.Measure([Group("ref:0", [1, 0], 1), Group("tied:0", [1, 0], 1)], TieRule.Loss).Value, 1e-12);

    [Theory]
    [InlineData("ref0", "tied:0", "'ref0' of the ties is named neither")]
    [InlineData("other:0", "tied:0", "'other:0' of the ties is named neither")]
    [InlineData("ref:0", "tied:1", "Prompt 0 of the ties has 1 \"ref\" and 0 \"tied\" rows")]
    [InlineData("Ties/ref:0", "Ties/ref:0", "2 \"ref\" and 0 \"tied\"")]
    public void Ties_ABadName_IsTold(string first, string second, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => BenchScorers.TiesMargin.Measure([Group(first, [1, 0], 1), Group(second, [1, 0], 1)], TieRule.Loss)).Message);

    [Theory]
    [InlineData(new double[] { 3, 1, 2, 0 }, 1)]
    [InlineData(new double[] { 3, 3, 2, 0 }, 0.5)]
    [InlineData(new double[] { 1, 1, 1, 1 }, 0.25)]
    [InlineData(new double[] { 1, 2, 2, 0 }, 0)]
    public void BestOfK_SharesTheTop(double[] scores, double expected)
    {
        var measure = BenchScorers.BestOfK.Measure([Group("a", scores, 1)], TieRule.Loss);
        Assert.Equal((expected, 0.25), (measure.Value, measure.Chance));
    }

    [Fact]
    public void BestOfK_OverAllOrders_IsChance() => four.Sample(scores =>
    {
        // Any scores, with the right answer in each of the four places once, must come to one.
        var sum = Enumerable.Range(0, 4).Sum(k => BenchScorers.BestOfK.Measure([new("g", scores, [.. Enumerable.Range(0, 4).Select(i => i == k ? 1.0 : 0)])], TieRule.Loss).Value);
        return Math.Abs(sum - 1) < 1e-12;
    });

    [Fact]
    public void Pairwise_ATie_IsALossForScalars_AndHalfForJudges()
    {
        ScoreGroup[] groups = [Group("a", [2, 1], 1), Group("b", [1, 1], 1), Group("c", [0, 1], 1)];
        Assert.Equal(1 / 3.0, BenchScorers.Pairwise.Measure(groups, TieRule.Loss).Value, 1e-12);
        Assert.Equal(0.5, BenchScorers.Pairwise.Measure(groups, TieRule.Half).Value, 1e-12);
    }

    [Fact]
    public void Mrr_ATieGoesAgainstTheRightAnswer()
    {
        // c = 5, R = [5, 3] → rank 2 → 0.5.
        var measure = BenchScorers.Mrr.Measure([Group("a", [5, 5, 3], 1)], TieRule.Loss);
        Assert.Equal(0.5, measure.Value);
        Assert.Equal(11 / 18.0, measure.Chance, 1e-12);
    }

    [Fact]
    public void StyleMatrix_ByHand()
    {
        // Right answers 1, 2, 3 by style, wrong ones 0, 2.5, 2.
        //   plain 1: beats 0. detailed 2: beats 0, not 2.5, ties 2. markdown 3: beats all.
        // hard: (1>2.5, 1>2, 2>2) = 0. normal: (1>0, 2>2.5, 3>2) = 2/3. easy: (2>0, 3>0, 3>2.5) = 1.
        ScoreGroup group = Group("a", [1, 2, 3, 0, 2.5, 2], 3);
        var measure = BenchScorers.StyleMatrix.Measure([group], TieRule.Loss);
        Assert.Equal([("hard", 0), ("normal", 2 / 3.0), ("easy", 1)], measure.Details);
        Assert.Equal((0 + 2 / 3.0 + 1) / 3, measure.Value, 1e-12);
        var matrix = StyleMatrix.Of([group]);
        Assert.Equal([1, 0, 0, 1, 0, 0, 1, 1, 1], matrix.Cast<double>());
        Assert.Contains("row of a style matrix", Assert.Throws<ArgumentException>(() => BenchScorers.StyleMatrix.Measure([Group("x", [1, 2, 3], 1)], TieRule.Loss)).Message);
    }

    [Fact]
    public void AccPlus_NeedsEveryPairOfAQuestion()
    {
        ScoreGroup[] groups = [Asked("a", "q1", [2, 1]), Asked("b", "q1", [2, 1]), Asked("c", "q2", [2, 1]), Asked("d", "q2", [1, 1]), Asked("e", "q3", [1, 0])];
        var measure = BenchScorers.AccPlus.Measure(groups, TieRule.Half);
        Assert.Equal(2 / 3.0, measure.Value, 1e-12);
        Assert.Equal((0.25 + 0.25 + 0.5) / 3, measure.Chance, 1e-12);
        Assert.Contains("'f' names no question", Assert.Throws<ArgumentException>(() => BenchScorers.AccPlus.Measure([Group("f", [1, 0], 1)], TieRule.Loss)).Message);
    }

    private static ScoreGroup Asked(string name, string question, double[] scores) => Group(name, scores, 1) with { Question = question };

    internal static ScoreGroup Group(string name, double[] scores, int right) => new(name, scores, [.. scores.Select((_, i) => i < right ? 1.0 : 0)]);
}
