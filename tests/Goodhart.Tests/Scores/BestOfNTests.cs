using CsCheck;
using Goodhart.Audit.Scores;

namespace Goodhart.Tests.Scores;

public sealed class BestOfNTests
{
    private static readonly ScoreTable card =
        new("m", [new("g", [0.1, 0.2, 0.4, 0.7, 0.9], [1, 0.5, 2, -1, 0.3])], GoldLabels.Graded);

    [Theory]
    [InlineData(1, 0.56, 0)]
    [InlineData(2, 0.27, 0.1931)]
    [InlineData(3, 0.08, 0.4319)]
    [InlineData(5, 0.3, 0.8094)]
    public void Curve_OfTheCard_HasItsGoldAndKl(int n, double gold, double kl)
    {
        var point = Assert.Single(BestOfN.Curve(card, n));
        Assert.Equal(gold, point.Gold, 1e-9);
        Assert.Equal(kl, point.Kl, 1e-4);
    }

    [Fact]
    public void Curve_WithTies_EqualsTheAverageOverAllSubsetsAndTies() =>
        Gen.Select(Gen.Int[0, 3].Array[2, 6], Gen.Int[0, 5].Array[6], Gen.Int[1, 6]).Where((s, _, n) => n <= s.Length).Sample((s, g, n) =>
        {
            double[] scores = [.. s.Select(v => (double)v)], gold = [.. g.Take(s.Length).Select(v => (double)v)];
            var table = new ScoreTable("m", [new("g", scores, gold)], GoldLabels.Graded);
            Assert.Equal(ByEnumeration(scores, gold, n), BestOfN.Curve(table, n)[0].Gold, 1e-9);
            Assert.Equal(ByEnumeration(scores, scores, n), BestOfN.Curve(table, n)[0].Proxy, 1e-9);
        });

    [Fact]
    public void Curve_OfAConstantProxy_StaysAtTheMeanGold()
    {
        var table = card.Rescore("constant", g => new double[g.Scores.Length]);
        Assert.All(BestOfN.Curve(table, 1, 2, 3, 4, 5), p => Assert.Equal(0.56, p.Gold, 1e-12));
    }

    [Fact]
    public void Curve_BeyondTheSmallestGroup_NamesIt()
    {
        var ragged = new ScoreTable("rm", [ScoreGroup.WithChosen("long", [1, 2, 3, 4]), ScoreGroup.WithChosen("short", [1, 2, 3])]);
        Assert.Equal([1, 2, 3], BestOfN.DefaultNs(ragged));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => BestOfN.Curve(ragged, 4));
        Assert.Contains("Best of 4 is not defined for group 'short' of 'rm', which has 3 candidates", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => BestOfN.Curve(ragged, 0));
    }

    [Fact]
    public void DefaultNs_OfManyCandidates_AreTheirPowersOfTwoAndAll() =>
        Assert.Equal([1, 2, 4, 8, 16, 20], BestOfN.DefaultNs(new("m", [ScoreGroup.WithChosen("g", new double[20])])));

    [Fact]
    public void Curve_OfManyCandidates_IsFinite()
    {
        // 20 000 candidates in perfect order: the best of n of ranks 1 … N averages n(N + 1)/(n + 1).
        const int count = 20_000;
        double[] ranks = [.. Enumerable.Range(1, count).Select(i => (double)i)];
        var table = new ScoreTable("m", [new("g", ranks, ranks)], GoldLabels.Graded);
        foreach (var point in BestOfN.Curve(table, 1, 100, 12_500, count)) Assert.Equal(point.N * (count + 1.0) / (point.N + 1), point.Gold, 1e-6);
    }

    private static double ByEnumeration(double[] scores, double[] gold, int n)
    {
        double sum = 0, subsets = 0;
        for (var mask = 0; mask < 1 << scores.Length; mask++)
        {
            if (System.Numerics.BitOperations.PopCount((uint)mask) != n) continue;
            int[] drawn = [.. Enumerable.Range(0, scores.Length).Where(i => (mask >> i & 1) == 1)];
            var best = drawn.Max(i => scores[i]);
            sum += drawn.Where(i => scores[i] == best).Average(i => gold[i]);
            subsets++;
        }

        return sum / subsets;
    }
}
