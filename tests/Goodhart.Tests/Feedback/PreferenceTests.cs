using CsCheck;
using Goodhart.Feedback;

namespace Goodhart.Tests;

public sealed class PreferenceTests
{
    [Theory]
    [InlineData(-3, Choice.First, 3, 0.0)]
    [InlineData(1, Choice.Second, 1, 1.0)]
    [InlineData(0, Choice.Tie, 0, 0.5)]
    public void FromSigned_ReadsHelpSteersStrength(double signed, Choice choice, double strength, double target)
    {
        var comparison = Preference.FromSigned("a", "b", signed);
        Assert.Equal((choice, strength, target), (comparison.Choice, comparison.Strength, comparison.Target));
    }

    [Theory]
    [InlineData(1.25, Choice.First)]
    [InlineData(1.5, Choice.Tie)]
    [InlineData(2, Choice.Second)]
    public void FromProbability_ReadsAlpacaEvalsPreference_AndKeepsTheSoftLabel(double preference, Choice choice)
    {
        var comparison = Preference.FromProbability("reference", "model", preference - 1);
        Assert.Equal((choice, preference - 1), (comparison.Choice, comparison.Target));
    }

    [Fact]
    public void Of_PutsTheChosenFirst()
    {
        var comparison = Preference.Of("chosen", "rejected", strength: 2);
        Assert.Equal(("chosen", "rejected"), comparison.Ordered);
        Assert.Equal((2, 0), (comparison.Strength, comparison.Target));
    }

    [Fact]
    public void CannotCompare_IsNotATie()
    {
        var comparison = new Preference<string>("a", "b", Choice.CannotCompare) { Reason = "one is kinder, one is right" };
        Assert.Null(comparison.Target);
        Assert.Null(comparison.Ordered);
        Assert.Equal(0.5, new Preference<string>("a", "b", Choice.Tie).Target);
        Assert.Null(new Preference<string>("a", "b", Choice.Tie).Ordered);
    }

    [Fact]
    public void Swap_KeepsTheJudgement_AndTwiceIsTheSame() => Gen.Select(Gen.Double[0, 1], Gen.Double[0, 3]).Sample((p, strength) =>
    {
        var comparison = Preference.FromProbability("a", "b", p) with { Aspect = "honesty", Origin = new("ann", "user") };
        if (p != 0.5) comparison = comparison with { Strength = strength };
        Assert.Equal(comparison.Ordered, comparison.Swap().Ordered);
        Assert.Equal(1 - comparison.Target!.Value, comparison.Swap().Target!.Value, 1e-15);
        Assert.Equal(comparison.Choice, comparison.Swap().Swap().Choice);
        Assert.Equal((comparison.Strength, comparison.Aspect, comparison.Origin), (comparison.Swap().Strength, comparison.Swap().Aspect, comparison.Swap().Origin));
    });

    [Fact]
    public void BadPreferences_SayWhat()
    {
        Assert.Contains("was -1 for First", Assert.Throws<ArgumentException>(() => Preference.Of("a", "b", -1)).Message);
        Assert.Contains("was 2 for Tie", Assert.Throws<ArgumentException>(() => new Preference<string>("a", "b", Choice.Tie) { Strength = 2 }).Message);
        Assert.Contains("agree with the choice First; was 0.9", Assert.Throws<ArgumentException>(() => new Preference<string>("a", "b", Choice.First) { SecondWins = 0.9 }).Message);
        Assert.Contains("was 7", Assert.Throws<ArgumentOutOfRangeException>(() => new Preference<string>("a", "b", (Choice)7)).Message);
        Assert.Contains("must be finite, was NaN", Assert.Throws<ArgumentException>(() => Preference.FromSigned("a", "b", double.NaN)).Message);
        Assert.Contains("must be in [0, 1], was 1.5", Assert.Throws<ArgumentOutOfRangeException>(() => Preference.FromProbability("a", "b", 1.5)).Message);
        Assert.Contains("Confidence must be in [0, 1], was 2", Assert.Throws<ArgumentOutOfRangeException>(() => new Origin(Confidence: 2)).Message);
    }

    [Fact]
    public void Ranking_ImpliesAllPairs_WithItsTies()
    {
        var pairs = new Ranking<string>(["a", "b", "c"], [2, 1, 2]) { Origin = new("ann") }.ToPreferences().ToList();
        Assert.Equal([("a", "b", Choice.Second), ("a", "c", Choice.Tie), ("b", "c", Choice.First)], pairs.Select(p => (p.First, p.Second, p.Choice)));
        Assert.All(pairs, pair => Assert.Equal("ann", pair.Origin.Annotator));
        Assert.Equal(6, Ranking<int>.BestFirst(1, 2, 3, 4).ToPreferences().Count(pair => pair.Choice == Choice.First));
    }

    [Fact]
    public void BadRankings_SayWhat()
    {
        Assert.Contains("at least two items, got 1", Assert.Throws<ArgumentException>(() => Ranking<int>.BestFirst(1)).Message);
        Assert.Contains("3 ranks for 2 items", Assert.Throws<ArgumentException>(() => new Ranking<int>([1, 2], [1, 2, 3])).Message);
        Assert.Contains("Rank of item 1 is 0", Assert.Throws<ArgumentException>(() => new Ranking<int>([1, 2], [1, 0])).Message);
    }
}
