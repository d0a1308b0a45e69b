using Goodhart.Data;
using Goodhart.Feedback;

namespace Goodhart.Tests;

public sealed class AnnotationTests
{
    [Theory]
    [InlineData(new double[] { -3, 1, 2, 2 }, 3, new double[] { 1, 2, 2 })]
    [InlineData(new double[] { 3, -1, 0, 1 }, 3, new double[] { -1, 0, 1 })]
    [InlineData(new double[] { 1, 2 }, 3, new double[] { 1, 2 })]
    [InlineData(new double[] { -2, -1, 1, 2, 2 }, 2, new double[] { 2, 2 })]
    // {−2,−1} and {1,2} differ equally; the mean of all, 0.5, is nearer to the latter's.
    [InlineData(new double[] { -2, -1, 1, 2, 2.5 }, 2, new double[] { 2, 2.5 })]
    [InlineData(new double[] { -1, 0, 4, 5 }, 2, new double[] { -1, 0 })]
    public void MostAgreeing_KeepsTheLeastDifferences(double[] values, int k, double[] expected) => Assert.Equal(expected, AnnotationAggregator.MostAgreeing(values, k));

    /// <summary>HelpSteer2-Preference: three most agreeing, dropped when they spread by more than 2 or come to 0.</summary>
    [Theory]
    [InlineData(new double[] { -3, 1, 2, 2 }, 2.0)]     // (1 + 2 + 2)/3 = 1.67
    [InlineData(new double[] { -3, -1, -2 }, -2.0)]
    [InlineData(new double[] { -3, 1, 3 }, null)]       // spread 6
    [InlineData(new double[] { -1, 1, 1 }, null)]       // mean ⅓ rounds to 0
    [InlineData(new double[] { -1, 0, 2 }, null)]       // spread 3
    public void Strength_IsTheRoundedMeanOfThoseWhoAgree(double[] values, double? expected) => Assert.Equal(expected, AnnotationAggregator.Strength(values));

    [Theory]
    [InlineData(new[] { Choice.First, Choice.First, Choice.Second }, Choice.First)]
    [InlineData(new[] { Choice.First, Choice.Second }, Choice.Tie)]
    [InlineData(new[] { Choice.First, Choice.Tie }, Choice.Tie)]
    [InlineData(new[] { Choice.CannotCompare, Choice.CannotCompare, Choice.First }, Choice.CannotCompare)]
    [InlineData(new[] { Choice.CannotCompare, Choice.Second }, Choice.Second)]
    public void Majority_SharedLeadsAreTies(Choice[] choices, Choice expected) => Assert.Equal(expected, AnnotationAggregator.Majority(choices));

    [Fact]
    public void Combine_TurnsRoundWhoSawTheOtherOrder()
    {
        Preference<string>[] votes = [new("a", "b", Choice.First), new("b", "a", Choice.Second), new("a", "b", Choice.Second)];
        var combined = AnnotationAggregator.Combine(votes, Aggregation.Majority)!;
        Assert.Equal(("a", Choice.First), (combined.First, combined.Choice));
        Assert.Equal(1 / 3.0, combined.SecondWins!.Value, 12);
    }

    /// <summary>Krippendorff's own example (2011, "Computing Krippendorff's Alpha-Reliability", C): four observers, nominal α = 0.743, interval α = 0.849.</summary>
    [Fact]
    public void Alpha_IsKrippendorffsOwn()
    {
        double[][] units = [[1, 1, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4], [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [5, 5, 5], [1, 1], [3]];
        Assert.Equal(0.743, Agreement.NominalAlpha(units), 3);
        Assert.Equal(0.849, Agreement.IntervalAlpha(units), 3);
    }

    /// <summary>20 both yes, 5 and 10 apart, 15 both no: p₀ = 0.7, pₑ = 0.5·0.6 + 0.5·0.4 = 0.5, κ = 0.4.</summary>
    [Fact]
    public void Kappa_OfATwoByTwoTable()
    {
        int[] first = [.. Enumerable.Repeat(1, 20), .. Enumerable.Repeat(1, 5), .. Enumerable.Repeat(0, 10), .. Enumerable.Repeat(0, 15)];
        int[] second = [.. Enumerable.Repeat(1, 20), .. Enumerable.Repeat(0, 5), .. Enumerable.Repeat(1, 10), .. Enumerable.Repeat(0, 15)];
        Assert.Equal(0.4, Agreement.CohenKappa(first, second), 12);
        Assert.True(double.IsNaN(Agreement.CohenKappa([1, 1], [1, 1])));
    }
}
