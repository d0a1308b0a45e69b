using CsCheck;
using Goodhart.Audit.Scores;

namespace Goodhart.Tests.Scores;

public sealed class ScoreMetricsTests
{
    private static readonly Gen<double[]> scoresGen = Gen.Int[0, 4].Select(i => (double)i).Array[2, 8];

    [Fact]
    public void Mrr_ATieAgainstTheChosen_PutsItSecond()
    {
        var outcome = Of([5, 5, 3]);
        Assert.Equal(2, outcome.Rank);
        Assert.Equal(0.5, ScoreMetrics.Mrr([outcome]));
        Assert.False(outcome.Strict);
        Assert.True(outcome.TieOrBetter);
        Assert.Equal(new Tally(1, 1, 0), outcome.Pairs);
        Assert.Equal(0.5, ScoreMetrics.PairwiseAccuracy([outcome]));
        Assert.Equal(0.75, ScoreMetrics.PairwiseAccuracyTiesHalf([outcome]));
    }

    [Fact]
    public void Metrics_TwoGroupsByHand()
    {
        // Group 1: chosen 4 among 1, 2, 3 → first. Group 2: chosen 2 among 3, 2 → third (one loss, one tie).
        Outcome[] outcomes = [Of([4, 1, 2, 3]), Of([2, 3, 2])];
        Assert.Equal(0.5, ScoreMetrics.StrictAccuracy(outcomes));
        Assert.Equal(0.5, ScoreMetrics.TieAccuracy(outcomes));
        Assert.Equal((1 + 1 / 3.0) / 2, ScoreMetrics.Mrr(outcomes), 1e-12);
        Assert.Equal(3 / 5.0, ScoreMetrics.PairwiseAccuracy(outcomes), 1e-12);
        Assert.Equal(3.5 / 5.0, ScoreMetrics.PairwiseAccuracyTiesHalf(outcomes), 1e-12);
        // Lift: 1 − 1/4 in the first group, 0 − 1/3 in the second.
        Assert.Equal((0.75 - 1 / 3.0) / 2, ScoreMetrics.Lift(outcomes), 1e-12);
    }

    [Fact]
    public void Chance_OneRightAmongTen_IsTheCardsFigure()
    {
        Outcome[] outcomes = [Of([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])];
        Assert.Equal(0.1, ScoreMetrics.ChanceAccuracy(outcomes), 1e-12);
        Assert.Equal(0.2929, ScoreMetrics.ChanceMrr(outcomes), 1e-4);
    }

    [Theory]
    [InlineData(2, 1, 0.75)]          // (1 + 1/2) / 2
    [InlineData(3, 1, 11 / 18.0)]     // (1 + 1/2 + 1/3) / 3
    [InlineData(3, 2, 5 / 6.0)]       // first right one first with 2/3, otherwise second
    [InlineData(4, 4, 1.0)]
    public void RandomReciprocalRank_SmallCasesByHand(int count, int right, double expected) =>
        Assert.Equal(expected, ScoreMetrics.RandomReciprocalRank(count, right), 1e-12);

    [Fact]
    public void GradedGold_TheBestScoringOfTheBestCounts()
    {
        // Gold 2, 2, 1, 0: the two best score 1 and 5; the others 3 and 4. Pairs of different gold: 5 of 6; right ones 1>? none, 5>3, 5>4, 3>4 no.
        var table = new ScoreTable("m", [new("g", [1, 5, 3, 4], [2, 2, 1, 0])], GoldLabels.Graded);
        var outcome = Assert.Single(table.Outcomes);
        Assert.Equal(1, outcome.Rank);
        Assert.Equal(new Tally(2, 0, 3), outcome.Pairs);
        Assert.Equal(2 - 5 / 4.0, outcome.Lift, 1e-12);
        Assert.Equal(0.5, outcome.ChanceAccuracy);
    }

    [Fact]
    public void GradedGold_AGroupOfEqualGoldDecidesNothing()
    {
        var table = new ScoreTable("m", [new("a", [1, 2], [3, 3]), new("b", [1, 2], [0, 1])], GoldLabels.Graded);
        Assert.Single(table.Outcomes);
        var silent = new ScoreTable("m", [new("a", [1, 2], [3, 3])], GoldLabels.Graded);
        Assert.Contains("equally good", Assert.Throws<ArgumentException>(() => ScoreMetrics.Mrr(silent.Outcomes)).Message);
    }

    [Fact]
    public void Judge_MustWinAll_AndRanksByLosses()
    {
        var table = new VerdictTable("judge", [new("a", [true, true, true]), new("b", [true, false, null])]);
        Assert.Equal([1, 3], table.Outcomes.Select(o => o.Rank));
        Assert.Equal(0.5, ScoreMetrics.StrictAccuracy(table.Outcomes));
        Assert.Equal((1 + 1 / 3.0) / 2, ScoreMetrics.Mrr(table.Outcomes), 1e-12);
        Assert.Equal(4.5 / 6, ScoreMetrics.PairwiseAccuracyTiesHalf(table.Outcomes), 1e-12);
        Assert.Equal(0.125, ScoreMetrics.ChanceAccuracy(table.Outcomes), 1e-12);
        // E[1/(1 + losses)] of three coins: (1·1 + 3/2 + 3/3 + 1/4)/8.
        Assert.Equal(3.75 / 8, ScoreMetrics.ChanceMrr(table.Outcomes), 1e-12);
    }

    [Fact]
    public void Metrics_AreBlindToTheOrderOfCandidates_AndToMonotoneTransforms() => scoresGen.Sample(scores =>
    {
        var outcome = Of(scores);
        var turned = new ScoreTable("m", [ScoreGroup.WithChosen("g", [.. scores.Reverse()], scores.Length - 1)]).Outcomes[0];
        Assert.Equal(outcome.Chosen, turned.Chosen);
        Assert.Equal(outcome.Lift, turned.Lift, 1e-12);
        Assert.Equal(outcome.Chosen, Of([.. scores.Select(s => Math.Exp(s) - 7)]).Chosen);
        Assert.True(outcome.Strict ? outcome.TieOrBetter && outcome.Rank == 1 : outcome.Rank > 1);
    });

    [Theory]
    [InlineData("at least 2", new double[] { 1 }, new double[] { 1 })]
    [InlineData("2 scores but 1 gold", new double[] { 1, 2 }, new double[] { 1 })]
    [InlineData("2 chosen", new double[] { 1, 2 }, new double[] { 1, 1 })]
    [InlineData("0 chosen", new double[] { 1, 2 }, new double[] { 0, 0 })]
    [InlineData("labels are 0 or 1", new double[] { 1, 2 }, new double[] { 0, 0.5 })]
    [InlineData("scores NaN", new[] { 1, double.NaN }, new double[] { 0, 1 })]
    [InlineData("gold ∞", new double[] { 1, 2 }, new[] { 0, double.PositiveInfinity })]
    public void Table_AnUnsoundGroup_IsNamed(string expected, double[] scores, double[] gold)
    {
        var error = Assert.Throws<ArgumentException>(() => new ScoreTable("m", [new("g7", scores, gold)]));
        Assert.Contains("'g7'", error.Message);
        Assert.Contains(expected, error.Message.Replace("Infinity", "∞", StringComparison.Ordinal));
    }

    [Fact]
    public void Table_ARepeatedOrMissingGroup_IsRefused()
    {
        var group = ScoreGroup.WithChosen("g", [1, 2]);
        Assert.Contains("'g' occurs twice", Assert.Throws<ArgumentException>(() => new ScoreTable("m", [group, group])).Message);
        Assert.Contains("no group", Assert.Throws<ArgumentException>(() => new ScoreTable("m", [])).Message);
        Assert.Contains("no verdict", Assert.Throws<ArgumentException>(() => new VerdictTable("m", [new("g", [])])).Message);
    }

    private static Outcome Of(double[] scores) => new ScoreTable("m", [ScoreGroup.WithChosen("g", scores)]).Outcomes[0];
}
