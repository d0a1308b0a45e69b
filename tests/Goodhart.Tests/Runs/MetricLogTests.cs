using Goodhart.Runs;

namespace Goodhart.Tests;

public sealed class MetricLogTests : IDisposable
{
    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    private RunFolder Run() => RunFolder.Create(temp.Path, "metrics", new { }, 1, new StillClock());

    [Fact]
    public void Values_ReadBackInOrder_NotFiniteOnesToo()
    {
        using var run = Run();
        double[] values = [1.5, double.NaN, double.NegativeInfinity, double.MaxValue, -0.0, double.Epsilon];
        for (var i = 0; i < values.Length; i++) run.Metrics.Add(i, i % 2 == 0 ? "even" : "odd", values[i]);
        run.Metrics.Commit();

        var read = MetricLog.Read(run.Path);
        Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), read.Select(m => BitConverter.DoubleToInt64Bits(m.Value)));
        Assert.Equal(["even", "odd", "even", "odd", "even", "odd"], read.Select(m => m.Tag));
        Assert.Equal([MetricStatus.Number, MetricStatus.NotANumber, MetricStatus.Infinite, MetricStatus.Number, MetricStatus.Number, MetricStatus.Number], read.Select(m => m.Status));
    }

    [Fact]
    public void ThousandCommits_LeaveFewFiles_AndEveryValue()
    {
        using var run = Run();
        for (var i = 0; i < 1000; i++)
        {
            run.Metrics.Add(i, "a", i);
            run.Metrics.Commit();
        }

        // 1000 = 3·256 + 14·16 + 8 in base 16: that many segments are left.
        Assert.Equal(3 + 14 + 8, Directory.GetFiles(Path.Combine(run.Path, "metrics")).Length);
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (double)i), MetricLog.Read(run.Path).Select(m => m.Value));
    }

    [Fact]
    public void AKillWhileMerging_RepeatsNothing_AndNothingOutdatedComesBack()
    {
        using var run = Run();
        var folder = Path.Combine(run.Path, "metrics");
        byte[]? third = null;
        for (var i = 1; i <= 16; i++)
        {
            run.Metrics.Add(i, "a", i);
            run.Metrics.Commit();
            if (i == 3) third = File.ReadAllBytes(Path.Combine(folder, "000003.parquet"));
        }

        File.WriteAllBytes(Path.Combine(folder, "000003.parquet"), third!);   // as if the process had died before it was deleted
        Assert.Equal(16, MetricLog.Read(run.Path).Count);
        run.Dispose();

        using var again = RunFolder.Open(run.Path);
        again.Resume(_ => { });
        Assert.Empty(MetricLog.Read(run.Path));
    }

    [Fact]
    public void ADamagedSegment_IsSkippedAndNamed()
    {
        using var run = Run();
        for (var i = 1; i <= 3; i++)
        {
            run.Metrics.Add(i, "a", i);
            run.Metrics.Commit();
        }

        var middle = Path.Combine(run.Path, "metrics", "000002.parquet");
        File.WriteAllBytes(middle, File.ReadAllBytes(middle)[..40]);
        Assert.Equal([1.0, 3.0], run.Metrics.Read().Select(m => m.Value));
        Assert.Contains("000002.parquet", Assert.Single(run.Notices), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\nb")]
    public void Add_WithAnUnreadableTag_Throws(string tag)
    {
        using var run = Run();
        Assert.Contains("readable name", Assert.Throws<ArgumentException>(() => run.Metrics.Add(1, tag, 1)).Message, StringComparison.Ordinal);
    }
}
