using Goodhart.Statistics;

namespace Goodhart.Tests;

public sealed class RankTests
{
    [Fact]
    public void Kendall_CountsPairsInOrder()
    {
        // Of the 6 pairs 5 agree and (3, 2) does not: (5 − 1)/6.
        Assert.Equal(4.0 / 6, Correlation.Kendall([1, 2, 3, 4], [1, 3, 2, 4]), 14);
        Assert.Equal(-1, Correlation.Kendall([1, 2, 3], [9, 4, 2]), 14);
    }

    [Fact]
    public void Kendall_CountsTiesOutOnTheirSide()
    {
        // x ties one pair of 6, y none: τ-b = (5 − 0)/√(5·6).
        Assert.Equal(5 / Math.Sqrt(30), Correlation.Kendall([1, 1, 2, 3], [1, 2, 3, 4]), 14);
        Assert.True(double.IsNaN(Correlation.Kendall([1, 1, 1], [1, 2, 3])));
    }

    [Fact]
    public void Partial_TakesOutWhatBothSharedWithTheCovariate()
    {
        // Both are z plus parts of their own that are orthogonal to z and to each other.
        double[] z = [-2, -1, 0, 1, 2], own = [2, -1, -2, -1, 2], other = [-1, 2, 0, -2, 1];
        double[] x = [.. z.Zip(own, (a, b) => a + b)], y = [.. z.Zip(other, (a, b) => a + b)];
        Assert.True(Correlation.Pearson(x, y) > 0.4);
        Assert.Equal(0, Correlation.Partial(x, y, z), 12);
        Assert.Equal(Correlation.Pearson(x, y), Correlation.Partial(x, y), 14);
    }

    [Fact]
    public void Partial_OfSeveralCovariates_IsTheCorrelationOfTheResiduals()
    {
        var rng = new Generator(5);
        double[] Draw() => [.. Enumerable.Range(0, 40).Select(_ => rng.NextNormal())];
        double[] a = Draw(), b = Draw(), x = [.. Draw().Zip(a, (e, c) => e + c)], y = [.. Draw().Zip(b, (e, c) => e - 2 * c)];
        Assert.Equal(Correlation.Pearson(Residual(x, a, b), Residual(y, a, b)), Correlation.Partial(x, y, a, b), 10);
        Assert.True(double.IsNaN(Correlation.Partial(a, y, a)));
    }

    /// <summary>What projections on the span of 1, a and b leave (Gram–Schmidt).</summary>
    private static double[] Residual(double[] values, double[] a, double[] b)
    {
        List<double[]> basis = [];
        foreach (var column in new[] { [.. a.Select(_ => 1.0)], a, b })
        {
            var left = Left(column);
            basis.Add([.. left.Select(v => v / Math.Sqrt(left.Sum(w => w * w)))]);
        }

        return Left(values);

        double[] Left(double[] column) => basis.Aggregate(column, (rest, unit) =>
        {
            var dot = rest.Zip(unit, (p, q) => p * q).Sum();
            return [.. rest.Zip(unit, (p, q) => p - dot * q)];
        });
    }
}
