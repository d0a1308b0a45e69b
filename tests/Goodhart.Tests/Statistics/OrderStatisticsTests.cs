using Goodhart.Statistics;

namespace Goodhart.Tests;

public sealed class OrderStatisticsTests
{
    private static readonly double[] proxy = [.1, .2, .4, .7, .9], gold = [1, .5, 2, -1, .3];

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 2.5)]
    [InlineData(0.25, 1.75)]
    [InlineData(1, 4)]
    public void Quantile_InterpolatesBetweenOrderStatistics(double level, double expected) =>
        Assert.Equal(expected, OrderStatistics.Quantile([4, 1, 3, 2], level), 14);

    [Fact]
    public void MedianAndTrimmedMean_ByHand()
    {
        Assert.Equal(3, OrderStatistics.Median([9, 3, 1]));
        Assert.Equal(2.5, OrderStatistics.TrimmedMean([100, 2, 3, -50], 0.25));   // one from each end: 2 and 3
        Assert.Equal(2, OrderStatistics.TrimmedMean([1, 2, 3], 0.2));             // ⌊0.6⌋ = 0 cut
    }

    [Fact]
    public void Ranks_ShareTies() => Assert.Equal([2.5, 1, 2.5, 4], OrderStatistics.Ranks([5, 0, 5, 7]));

    [Fact]
    public void NaN_HasNoRank() => Assert.Contains("Value 1 is NaN", Assert.Throws<ArgumentException>(() => OrderStatistics.Ranks([1, double.NaN])).Message);

    [Theory]
    [InlineData(1, .56)]      // mean of gold
    [InlineData(2, .27)]      // (0·1 + 1·.5 + 2·2 + 3·−1 + 4·.3) / 10
    [InlineData(3, .08)]      // (1·2 + 3·−1 + 6·.3) / 10
    [InlineData(5, .3)]       // the best of all
    public void ExpectedBest_MatchesTheEnumeration(int n, double expected) =>
        Assert.Equal(expected, OrderStatistics.ExpectedBest(proxy, gold, n), 14);

    [Theory]
    [InlineData(2, .1931)]
    [InlineData(3, .4319)]
    [InlineData(5, .8094)]
    public void BestOfNKl_MatchesTheFormula(int n, double expected) => Assert.Equal(expected, OrderStatistics.BestOfNKl(n), 4);

    [Fact]
    public void ExpectedBest_IgnoresTheOrderOfTies()
    {
        // All tied: the best of two is any of the four with equal chance.
        Assert.Equal(2.5, OrderStatistics.ExpectedBest([1, 1, 1, 1], [1, 2, 3, 4], 2), 14);
        // Pairs of {tie a, tie b, top}: top wins 2 of 3, ties share the third.
        Assert.Equal((2 * 9 + 3) / 3.0, OrderStatistics.ExpectedBest([0, 0, 1], [2, 4, 9], 2), 14);
    }

    [Theory]
    [InlineData(12600, 12500)]
    [InlineData(12600, 64)]
    [InlineData(1_000_000, 1000)]
    public void BestOfNWeights_ForManyValues_SumToOneAndAgreeWithLogBinomials(int count, int n)
    {
        var weights = OrderStatistics.BestOfNWeights(count, n);
        Assert.Equal(1, weights.Sum(), 10);
        Assert.Equal(0, weights[n - 2]);
        foreach (var i in new[] { count, count - 7, count - 90 })
        {
            var expected = Math.Exp(Gamma.LogBinomial(i - 1, n - 1) - Gamma.LogBinomial(count, n));
            Assert.Equal(1, weights[i - 1] / expected, 6);
        }
    }

    [Fact]
    public void BestOfNWeights_MoreThanThereAre_Refuses() =>
        Assert.Contains("Best of 6 needs 1 to 5", Assert.Throws<ArgumentOutOfRangeException>(() => OrderStatistics.BestOfNWeights(5, 6)).Message);
}
