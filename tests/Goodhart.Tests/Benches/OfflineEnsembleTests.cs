using Goodhart.Audit.Benches;
using Goodhart.Audit.Scores;
using static Goodhart.Tests.BenchScorerTests;

namespace Goodhart.Tests;

public sealed class OfflineEnsembleTests
{
    // a: mean 1, deviation 1. b: mean 20, deviation 10, in the other order of groups.
    private static readonly ScoreTable a = new("a", [Group("g", [2, 0], 1), Group("h", [0, 2], 1)]), b = new("b", [Group("h", [10, 30], 1), Group("g", [30, 10], 1)]);
    private static readonly ScoreTable flat = new("c", [Group("g", [10, 30], 1), Group("h", [10, 30], 1)]);

    [Theory]
    [InlineData(EnsembleRule.Mean, 1.0 / 3, -1.0 / 3, -1.0, 1.0)]
    [InlineData(EnsembleRule.Min, -1, -1, -1, 1)]
    public void Of_StandardisesThenCombines(EnsembleRule rule, double g0, double g1, double h0, double h1)
    {
        var ensemble = OfflineEnsemble.Of([a, b, flat], rule);
        Assert.Equal([g0, g1], ensemble.Groups[0].Scores, (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.Equal([h0, h1], ensemble.Groups[1].Scores, (x, y) => Math.Abs(x - y) < 1e-12);
    }

    [Fact]
    public void Of_MeanMinusSd_TakesThePopulationDeviation() =>
        // Members say 1, 1, −1 of the first answer: mean 1/3, deviation √(8/9).
        Assert.Equal(1.0 / 3 - Math.Sqrt(8.0 / 9), OfflineEnsemble.Of([a, b, flat], EnsembleRule.MeanMinusSd).Groups[0].Scores[0], 1e-12);

    [Fact]
    public void Of_BadMembers_AreTold()
    {
        Assert.Contains("at least two", Assert.Throws<ArgumentException>(() => OfflineEnsemble.Of([a], EnsembleRule.Mean)).Message);
        var constant = a.Rescore("d", g => new double[g.Scores.Length]);
        Assert.Contains("All scores of 'd' are 0", Assert.Throws<ArgumentException>(() => OfflineEnsemble.Of([a, constant], EnsembleRule.Mean)).Message);
        ScoreTable other = new("e", [Group("x", [1, 2], 1)]);
        Assert.Contains("'e' has no group 'g'", Assert.Throws<ArgumentException>(() => OfflineEnsemble.Of([a, other], EnsembleRule.Mean)).Message);
    }

    [Fact]
    public void Majority_OfThree_AndNeverOfAnEvenNumber()
    {
        VerdictTable Judge(string name, params bool?[] won) => new(name, [new("g", won)]);
        VerdictTable one = Judge("1", true, false, null), two = Judge("2", true, true, true), three = Judge("3", false, null, null);
        Assert.Equal([true, null, true], OfflineEnsemble.Majority([one, two, three]).Groups[0].Won);
        Assert.Contains("odd number of judges, 3 or more; got 2", Assert.Throws<ArgumentException>(() => OfflineEnsemble.Majority([one, two])).Message);
        Assert.Contains("odd number", Assert.Throws<ArgumentException>(() => OfflineEnsemble.Majority([one])).Message);
    }
}
