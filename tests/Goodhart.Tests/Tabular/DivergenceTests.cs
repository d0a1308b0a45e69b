using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests;

public sealed class DivergenceTests
{
    [Fact]
    public void Between_TwoCoins_IsTheTextbookValue()
    {
        // χ² = .8²/.5 + .2²/.5 − 1 = .36; KL = .8 ln 1.6 + .2 ln .4; TV = .3.
        var d = Divergence.Between([0.8, 0.2], [0.5, 0.5]);
        Assert.Equal(0.36, d.ChiSquared, 1e-15);
        Assert.Equal(0.8 * Math.Log(1.6) + 0.2 * Math.Log(0.4), d.Kl, 1e-15);
        Assert.Equal(0.3, d.TotalVariation, 1e-15);
        Assert.Equal(0.6, d.SqrtChiSquared, 1e-15);
        Assert.Equal(0, d.MassOutside);
    }

    [Fact]
    public void Between_WithMassOutsideTheSupport_IsInfiniteAndSaysHowMuch()
    {
        var d = Divergence.Between([0.5, 0.3, 0.2], [0.5, 0.5, 0]);
        Assert.Equal(double.PositiveInfinity, d.ChiSquared);
        Assert.Equal(double.PositiveInfinity, d.Kl);
        Assert.Equal(0.2, d.MassOutside, 1e-15);
        Assert.Equal(0.2, d.TotalVariation, 1e-15);
    }

    [Fact]
    public void Between_OccupanciesOfEndingEpisodes_CountsTheEndedMassAsAnOutcome()
    {
        var whole = Divergence.Between([0.4, 0.4, 0.2], [0.3, 0.2, 0.5]);
        var ended = Divergence.Between([0.4, 0.4], [0.3, 0.2]);
        Assert.Equal(whole.ChiSquared, ended.ChiSquared, 1e-14);
        Assert.Equal(whole.Kl, ended.Kl, 1e-14);
        Assert.Equal(0.2, Divergence.Between([0.8], [1.0]).MassOutside, 1e-15);
    }

    [Fact]
    public void Between_RandomOccupancies_OrdersItsMeasuresAsTheoryDoes()
    {
        // Pinsker: TV ≤ √(KL/2); Jensen: KL ≤ log(1 + χ²). Equal arguments: all zero.
        var rng = new Generator(5);
        double[] mu = new double[20], nu = new double[20];
        for (var i = 0; i < 500; i++)
        {
            RandomMdp.Dirichlet(mu, 0.5, rng);
            RandomMdp.Dirichlet(nu, 0.5, rng);
            var d = Divergence.Between(mu, nu);
            Assert.True(d.TotalVariation <= Math.Sqrt(d.Kl / 2) + 1e-12);
            Assert.True(d.Kl <= Math.Log(1 + d.ChiSquared) + 1e-12);
            Assert.Equal(new OccupancyDivergence(0, 0, 0, 0), Divergence.Between(nu, nu));
        }
    }

    [Fact]
    public void Between_ThingsThatAreNoOccupancies_IsRefused()
    {
        Assert.Contains("mu sums to 2", Assert.Throws<ArgumentException>(() => Divergence.Between([1, 1], [0.5, 0.5])).Message, StringComparison.Ordinal);
        Assert.Contains("nu holds -0.5", Assert.Throws<ArgumentException>(() => Divergence.Between([1, 0], [1.5, -0.5])).Message, StringComparison.Ordinal);
        Assert.Contains("mu holds NaN", Assert.Throws<ArgumentException>(() => Divergence.Between([double.NaN], [1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Divergence.Between([1], [0.5, 0.5]));
    }
}
