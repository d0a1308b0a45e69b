using Goodhart.Runs;

namespace Goodhart.Tests;

public sealed class DiskFullTests : IDisposable
{
    private readonly TempFolder temp = new();
    private readonly FullDisk full = new();

    public void Dispose() => temp.Dispose();

    private RunFolder Run() => RunFolder.Create(temp.Path, "run", new { }, 1, new StillClock(), new Disk(full.Create));

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(900)]
    public void ACheckpointThatDoesNotFit_LeavesTheOlderOne(long room)
    {
        using var run = Run();
        run.SaveCheckpoint(100, w => w.Write(new byte[1000]));
        full.Room = room;
        var error = Assert.Throws<RunFolderException>(() => run.SaveCheckpoint(200, w => w.Write(new byte[1000])));

        var path = Path.Combine(run.Path, "checkpoints", "200.ckpt");
        Assert.Equal($"Cannot write '{path}': No space left on device. Checkpoint 100 and older ones are intact.", error.Message);
        Assert.Equal(path, error.Path);
        Assert.Equal(100, run.LatestCheckpoint()!.Step);
        Assert.Single(Directory.GetFiles(Path.Combine(run.Path, "checkpoints")));
        full.Room = long.MaxValue;
        run.SaveCheckpoint(200, w => w.Write(new byte[1000]));
        Assert.Equal(200, run.LatestCheckpoint()!.Step);
    }

    [Fact]
    public void MetricsThatDoNotFit_StayInMemory_AndCanBeCommittedLater()
    {
        using var run = Run();
        run.Metrics.Add(1, "a", 1);
        run.Metrics.Commit();
        run.Metrics.Add(2, "a", 2);
        full.Room = 100;
        var error = Assert.Throws<RunFolderException>(run.Metrics.Commit);
        Assert.EndsWith("No space left on device. Metrics committed before are intact.", error.Message, StringComparison.Ordinal);
        Assert.Equal([1.0], MetricLog.Read(run.Path).Select(m => m.Value));

        full.Room = long.MaxValue;
        run.Metrics.Commit();
        Assert.Equal([1.0, 2.0], MetricLog.Read(run.Path).Select(m => m.Value));
    }

    [Fact]
    public void AnEventFileThatDoesNotFit_IsCutBackToWholeEvents()
    {
        using var run = Run();
        run.Metrics.Add(1, "a", 1);
        run.Metrics.Commit();
        var segment = new FileInfo(Path.Combine(run.Path, "metrics", "000001.parquet")).Length;
        run.Metrics.Add(2, "a", 2);
        full.Room = segment + 10;
        var error = Assert.Throws<RunFolderException>(run.Metrics.Commit);
        Assert.Contains("tfevents", error.Message, StringComparison.Ordinal);
        Assert.Equal([(1, "a", 1f)], EventReader.Shown(run.Path));

        full.Room = long.MaxValue;
        run.Metrics.Commit();
        Assert.Equal([(1, "a", 1f), (2, "a", 2f)], EventReader.Shown(run.Path));
        Assert.Equal([1.0, 2.0], MetricLog.Read(run.Path).Select(m => m.Value));
    }

    [Fact]
    public void ARunThatCannotEvenStart_SaysSo_AndLetsGo()
    {
        full.Room = 3;
        var error = Assert.Throws<RunFolderException>(Run);
        Assert.EndsWith("No space left on device. Nothing was started.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AStatusThatDoesNotFit_LeavesTheRecordAsItWas()
    {
        using var run = Run();
        full.Room = 20;
        Assert.Throws<RunFolderException>(() => run.Finish(RunStatus.Finished));
        run.Dispose();
        using var again = RunFolder.Open(run.Path);
        Assert.Equal(RunStatus.Running, again.Record.Status);
    }
}
