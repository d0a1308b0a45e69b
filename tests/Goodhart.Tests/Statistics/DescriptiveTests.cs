using Goodhart.Statistics;

namespace Goodhart.Tests;

public sealed class DescriptiveTests
{
    [Fact]
    public void Moments_OfFourNumbers_ByHand()
    {
        var moments = Moments.Of([2, 4, 4, 10]);                             // mean 20/4; squares 9 + 1 + 1 + 25 = 36
        Assert.Equal(5, moments.Mean, 14);
        Assert.Equal(9, moments.Variance, 14);
        Assert.Equal(3, moments.Std, 14);
        Assert.Equal(12, moments.SampleVariance, 12);
    }

    [Fact]
    public void Moments_Weighted_EqualRepeatedValues()
    {
        var moments = Moments.Of([1, 5], [3, 1]);                            // 1, 1, 1, 5: mean 2, squares 3 + 9 = 12
        Assert.Equal(2, moments.Mean, 14);
        Assert.Equal(3, moments.Variance, 14);
        Assert.Equal(3 / (1 - 10.0 / 16), moments.SampleVariance, 12);       // 1 − Σw²/(Σw)² = 6/16
    }

    [Fact]
    public void Moments_ConstantValues_HaveVarianceExactlyZero() => Assert.Equal(0, Moments.Of([.1, .1, .1], [.2, .3, .5]).Variance);

    [Fact]
    public void Moments_LargeOffset_DoesNotCancel() => Assert.Equal(2.0 / 3, Moments.Of([1e9 + 1, 1e9 + 2, 1e9 + 3]).Variance, 9);

    [Fact]
    public void Moments_SingleValue_HasNoSampleVariance() => Assert.True(double.IsNaN(Moments.Of([3]).SampleVariance));

    [Fact]
    public void Moments_BadInput_SaysWhat()
    {
        Assert.Contains("at least one value", Assert.Throws<ArgumentException>(() => Moments.Of([])).Message);
        Assert.Contains("2 weights for 1 values", Assert.Throws<ArgumentException>(() => Moments.Of([1], [1, 1])).Message);
        Assert.Contains("Weight 1 is -1", Assert.Throws<ArgumentException>(() => Moments.Of([1, 2], [1, -1])).Message);
        Assert.Contains("All weights are 0", Assert.Throws<ArgumentException>(() => Moments.Of([1, 2], [0, 0])).Message);
    }

    [Fact]
    public void Pearson_ByHand()
    {
        // x −1 0 1, y −1 1 0 around the means: 1 / √(2·2)
        Assert.Equal(0.5, Correlation.Pearson([1, 2, 3], [1, 3, 2]), 14);
        Assert.Equal(-1, Correlation.Pearson([1, 2, 4], [-2, -4, -8]), 14);
        // Weight 0 removes the third pair, which leaves a perfect line.
        Assert.Equal(1, Correlation.Pearson([1, 2, 3], [1, 3, 2], [1, 1, 0]), 14);
    }

    [Fact]
    public void Pearson_WithoutVariation_IsNaN()
    {
        Assert.True(double.IsNaN(Correlation.Pearson([.1, .1, .1], [1, 2, 3])));
        Assert.True(double.IsNaN(Correlation.Pearson([1, 2, 3], [7, 7, 9], [1, 1, 0])));
    }

    [Fact]
    public void Pearson_UnequalLengths_Refuses() =>
        Assert.Contains("were 2 and 3", Assert.Throws<ArgumentException>(() => Correlation.Pearson([1, 2], [1, 2, 3])).Message);

    [Fact]
    public void Spearman_WithTies_UsesAverageRanks()
    {
        // ranks 1 2.5 2.5 4 and 1 3 2 4: xy = 2.25 + 0 + 0 + 2.25 = 4.5, xx = 4.5, yy = 5
        Assert.Equal(4.5 / Math.Sqrt(4.5 * 5), Correlation.Spearman([10, 20, 20, 90], [1, 3, 2, 4]), 14);
        Assert.Equal(1, Correlation.Spearman([1, 2, 3], [1, 10, 1000]), 14);
    }

    [Fact]
    public void EffectSizes_ByHand()
    {
        // means 3 and 1, both with squares 2, pooled √(4/4) = 1
        Assert.Equal(2, EffectSize.CohenD([2, 3, 4], [0, 1, 2]), 14);
        // J(4) = Γ(2) / (√2·Γ(3/2)) = 1 / (√2·√π/2)
        Assert.Equal(2 / (Math.Sqrt(2) * Math.Sqrt(Math.PI) / 2), EffectSize.HedgesG([2, 3, 4], [0, 1, 2]), 12);
        // nine pairs: 2 and 2 tie, the other eight are won
        Assert.Equal(8.0 / 9, EffectSize.CliffsDelta([2, 3, 4], [0, 1, 2]), 14);
        Assert.Equal(-1, EffectSize.CliffsDelta([1], [2, 3]), 14);
    }

    [Fact]
    public void EffectSizes_WithoutSpread()
    {
        Assert.Equal(0, EffectSize.CohenD([1, 1], [1, 1]));
        Assert.Equal(double.PositiveInfinity, EffectSize.CohenD([2, 2], [1, 1]));
        Assert.Contains("got 1 and 2", Assert.Throws<ArgumentException>(() => EffectSize.CohenD([1], [1, 2])).Message);
    }

    [Fact]
    public void Normal_TableValues()
    {
        Assert.Equal(0.975, Normal.Cdf(1.959963984540054), 14);
        Assert.Equal(0.0013498980316300957, Normal.Cdf(-3), 15);
        Assert.Equal(1.959963984540054, Normal.Quantile(0.975), 12);
        Assert.Equal(-4.753424308822899, Normal.Quantile(1e-6), 9);
        Assert.Equal(double.PositiveInfinity, Normal.Quantile(1));
    }

    [Fact]
    public void LogGamma_AgreesWithFactorialsAndRootPi()
    {
        Assert.Equal(Math.Log(24), Gamma.Log(5), 13);
        Assert.Equal(Math.Log(Math.PI) / 2, Gamma.Log(0.5), 13);
        Assert.Equal(Math.Log(10), Gamma.LogBinomial(5, 2), 12);
        Assert.Equal(0, Gamma.LogBinomial(5, 5));
    }
}
