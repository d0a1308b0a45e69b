using Goodhart.Runs;

namespace Goodhart.Tests;

public sealed class CheckpointTests : IDisposable
{
    private readonly TempFolder temp = new();
    private readonly StillClock clock = new();

    public void Dispose() => temp.Dispose();

    private RunFolder Run(int checkpoints)
    {
        var run = RunFolder.Create(temp.Path, "run", new { Arms = 3 }, 7, clock);
        for (var i = 1; i <= checkpoints; i++)
        {
            run.Metrics.Add(i * 100, "a", i);
            run.SaveCheckpoint(i * 100, w => w.Write($"state {i}"));
        }

        return run;
    }

    private static string Load(RunFolder run, SavedCheckpoint checkpoint)
    {
        var state = "";
        run.LoadCheckpoint(checkpoint, r => state = r.ReadString());
        return state;
    }

    [Fact]
    public void TheLastThree_AreKept_ByNumberNotByName()
    {
        using var run = Run(10);
        Assert.Equal(["1000.ckpt", "800.ckpt", "900.ckpt"], Directory.GetFiles(Path.Combine(run.Path, "checkpoints")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("state 10", Load(run, run.LatestCheckpoint()!));
    }

    [Fact]
    public void ADamagedCheckpoint_IsSkipped_AndSaidSo()
    {
        using var run = Run(3);
        var newest = Path.Combine(run.Path, "checkpoints", "300.ckpt");
        var bytes = File.ReadAllBytes(newest);
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            File.WriteAllBytes(newest, bytes);
            Assert.Equal(200, run.LatestCheckpoint()!.Step);
            bytes[i] ^= 1;
        }

        Assert.All(run.Notices, n => Assert.StartsWith($"Checkpoint '{newest}' is not usable: ", n, StringComparison.Ordinal));
        Assert.Contains(run.Notices, n => n.EndsWith("its content does not match its SHA-256.", StringComparison.Ordinal));
    }

    [Fact]
    public void AReaderThatTakesTooLittleOrTooMuch_IsAnError()
    {
        using var run = Run(1);
        var checkpoint = run.LatestCheckpoint()!;
        Assert.Contains("holds 8 bytes of state where 4 were expected", Assert.Throws<RunFolderException>(() => run.LoadCheckpoint(checkpoint, r => r.ReadInt32())).Message, StringComparison.Ordinal);
        Assert.Contains("where more were expected", Assert.Throws<RunFolderException>(() => run.LoadCheckpoint(checkpoint, r => r.ReadBytes(9))).Message, StringComparison.Ordinal);
        Assert.Contains("where more were expected", Assert.Throws<RunFolderException>(() => run.LoadCheckpoint(checkpoint, r => { for (; ; ) r.ReadInt32(); })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ARunWithoutCheckpoint_ResumesFromNothing()
    {
        using var run = Run(0);
        run.Metrics.Add(5, "a", 1);
        run.Metrics.Commit();
        Assert.Null(run.Resume(_ => Assert.Fail("there is nothing to read")));
        Assert.Empty(run.Metrics.Read());
    }

    [Fact]
    public void AnyFileCutOffAnywhere_TheRunResumesFromItsLastWholeCheckpoint()
    {
        using (var run = Run(4))
        {
            run.Metrics.Add(450, "a", 4.5);
            run.Metrics.Commit();
            run.Section("arm").SaveCheckpoint(9, w => w.Write(9));
        }

        var whole = Directory.GetDirectories(temp.Path).Single();
        var cases = 0;
        foreach (var file in Directory.GetFiles(whole, "*", SearchOption.AllDirectories))
        {
            var length = new FileInfo(file).Length;
            foreach (var cut in new[] { 0, 1, length / 4, length / 2, length * 3 / 4, length - 33, length - 1 }.Where(c => c >= 0 && c < length).Distinct())
            {
                ResumesAfterCutting(whole, Path.GetRelativePath(whole, file), cut, $"cut-{cases++}");
            }
        }

        Assert.True(cases > 40, $"only {cases} cuts were tried");
    }

    private void ResumesAfterCutting(string whole, string file, long cut, string copy)
    {
        var folder = temp.Copy(whole, copy);
        using (var stream = File.OpenWrite(Path.Combine(folder, file))) stream.SetLength(cut);

        using var run = RunFolder.Open(folder, clock);
        Assert.Equal("run", run.Record.Name);
        var state = "";
        var step = run.Resume(r => state = r.ReadString());
        var expected = file.EndsWith($"400.ckpt", StringComparison.Ordinal) ? 300 : 400;
        Assert.Equal((expected, $"state {expected / 100}"), (step, state));

        // Metrics of the past are there, except those of a damaged segment; those of the lost future are not.
        var lost = file.StartsWith("metrics", StringComparison.Ordinal) ? 1 : 0;
        var steps = run.Metrics.Read().Select(m => m.Step).ToList();
        Assert.True(steps.Count >= expected / 100 - lost && steps.TrueForAll(s => s <= expected && s % 100 == 0), $"{file} at {cut}: steps {string.Join(' ', steps)}");
        if (file.EndsWith(".ckpt", StringComparison.Ordinal) && file.Contains("400", StringComparison.Ordinal) || file == "run.json") Assert.NotEmpty(run.Notices);

        run.Metrics.Add(expected + 100, "a", 1);
        run.SaveCheckpoint(expected + 100, w => w.Write("on"));
        Assert.Equal(expected + 100, run.LatestCheckpoint()!.Step);
    }

    [Fact]
    public void WhatAKillLeftHalfWritten_IsClearedAway()
    {
        string path;
        using (var run = Run(1)) path = run.Path;
        File.WriteAllText(Path.Combine(path, "checkpoints", "200.ckpt.tmp"), "half");
        using var again = RunFolder.Open(path, clock);
        Assert.Equal(100, again.LatestCheckpoint()!.Step);
        Assert.Single(Directory.GetFiles(Path.Combine(path, "checkpoints")));
    }
}
