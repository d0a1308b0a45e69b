using Goodhart.Statistics;

namespace Goodhart.Tests;

public sealed class BootstrapTests
{
    [Fact]
    public void Mean_OfGaussians_CoversTheTruthAtItsLevel()
    {
        // 1000 intervals: standard error of a share near .95 is .007; a bootstrap of 40 samples is a little short by nature.
        var covered = Covered(trials: 1000, rng => Bootstrap.Mean(Normals(40, rng), rng, resamples: 400), truth: 0);
        Assert.InRange(covered, .92, .97);
    }

    [Fact]
    public void Mean_AtLevelOneHalf_CoversHalf()
    {
        var covered = Covered(trials: 1000, rng => Bootstrap.Mean(Normals(40, rng), rng, resamples: 400, level: .5), truth: 0);
        Assert.InRange(covered, .45, .55);
    }

    [Fact]
    public void Mean_OfManyGaussians_HasTheNormalWidth()
    {
        var rng = new Generator(3);
        var values = Normals(2000, rng);
        var interval = Bootstrap.Mean(values, rng);
        Assert.Equal(Moments.Of(values).Mean, interval.Estimate, 12);
        Assert.Equal(2 * 1.96 / Math.Sqrt(2000), interval.High - interval.Low, 2);
    }

    [Fact]
    public void PairedDifference_SeesAShiftThatTheSpreadBetweenPairsHides()
    {
        var rng = new Generator(4);
        double[] common = Normals(50, rng), a = new double[50], b = new double[50];
        for (var i = 0; i < 50; i++) (a[i], b[i]) = (10 * common[i] + .5 + .1 * rng.NextNormal(), 10 * common[i]);
        var interval = Bootstrap.PairedDifference(a, b, rng);
        Assert.True(interval.Above(.4) && interval.Below(.6), interval.ToString());
    }

    [Fact]
    public void Of_ACorrelation_CoversTheTruth()
    {
        var covered = Covered(trials: 400, rng =>
        {
            double[] x = Normals(60, rng), noise = Normals(60, rng);
            var y = x.Zip(noise, (a, b) => .6 * a + .8 * b).ToArray();
            return Bootstrap.Of(60, rows => Correlation.Pearson(Pick(x, rows), Pick(y, rows)), rng, resamples: 400);
        }, truth: .6);
        Assert.InRange(covered, .90, .98);
    }

    [Fact]
    public void Of_ASkewedStatistic_LeansTheWayOfItsTail()
    {
        var rng = new Generator(5);
        double[] values = [.. Normals(40, rng).Select(Math.Exp)];
        var interval = Bootstrap.Mean(values, rng);
        Assert.True(interval.High - interval.Estimate > 1.2 * (interval.Estimate - interval.Low), interval.ToString());
    }

    [Fact]
    public void SameSeed_SameInterval() =>
        Assert.Equal(Bootstrap.Mean([1, 2, 3, 4], new Generator(9)), Bootstrap.Mean([1, 2, 3, 4], new Generator(9)));

    [Fact]
    public void DegenerateInput_HasAnHonestInterval()
    {
        var rng = new Generator(6);
        Assert.Equal(new Interval(2, 2, 2), Bootstrap.Mean([2, 2, 2], rng));
        Assert.Equal(new Interval(2, double.NegativeInfinity, double.PositiveInfinity), Bootstrap.Mean([2], rng));
        Assert.True(double.IsNaN(Bootstrap.Of(3, _ => double.NaN, rng).Low));
        Assert.Contains("at least one sample, got 0", Assert.Throws<ArgumentException>(() => Bootstrap.Mean([], rng)).Message);
        Assert.Contains("got 2 and 1", Assert.Throws<ArgumentException>(() => Bootstrap.PairedDifference([1, 2], [1], rng)).Message);
        Assert.Contains("level must be in (0, 1), was 1", Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.Mean([1, 2], rng, level: 1)).Message);
    }

    private static double Covered(int trials, Func<Generator, Interval> interval, double truth)
    {
        var hits = 0;
        for (var seed = 0; seed < trials; seed++)
        {
            var found = interval(new Generator((ulong)seed));
            if (found.Low <= truth && truth <= found.High) hits++;
        }

        return (double)hits / trials;
    }

    private static double[] Normals(int count, Generator rng) => [.. Enumerable.Range(0, count).Select(_ => rng.NextNormal())];

    private static double[] Pick(double[] values, ReadOnlySpan<int> rows)
    {
        var picked = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++) picked[i] = values[rows[i]];
        return picked;
    }
}
