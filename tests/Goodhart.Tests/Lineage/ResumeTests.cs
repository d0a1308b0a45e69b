using Goodhart.Design;
using Goodhart.Runs;

namespace Goodhart.Tests;

public sealed class ResumeTests : IDisposable
{
    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    private RunFolder Folder(string name) => RunFolder.Create(temp.Path, name, new { }, 1, new StillClock());

    private (DesignResult Result, string Folder) Whole()
    {
        using var folder = Folder("whole");
        return (DesignRun.Run(Fakes.Request(), folder, cancellation: TestContext.Current.CancellationToken), folder.Path);
    }

    [Fact]
    public void A_run_cut_off_at_any_byte_goes_on_to_the_same_result()
    {
        var (whole, source) = Whole();
        var bytes = File.ReadAllBytes(Path.Combine(source, LineageFile.Name));
        var trainings = bytes.Select((b, i) => i).Where(i => i % 1009 == 500).Append(bytes.Length).Append(3).ToArray();
        foreach (var at in trainings)
        {
            var copy = temp.Copy(source, $"cut-{at}");
            File.WriteAllBytes(Path.Combine(copy, LineageFile.Name), bytes[..at]);
            var known = LineageFile.Read(Path.Combine(copy, LineageFile.Name)).Entries.OfType<LineageEntry.Trained>().Count();
            var training = new FakeTraining();
            var result = DesignRun.Resume(Fakes.Request(training: training), copy, cancellation: TestContext.Current.CancellationToken);
            Assert.Equal(Fakes.Facts(whole), Fakes.Facts(result));
            Assert.Equal(18 - known, training.Trained);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(15)]
    [InlineData(18)]
    public void A_run_that_is_cancelled_keeps_what_was_computed_and_goes_on(int at)
    {
        var (whole, _) = Whole();
        using var source = new CancellationTokenSource();
        string path;
        using (var folder = Folder("stopped"))
        {
            path = folder.Path;
            var request = Fakes.Request(training: new FakeTraining { Before = n => { if (n == at) source.Cancel(); } }) with { Parallel = 1 };
            Assert.Throws<OperationCanceledException>(() => DesignRun.Run(request, folder, cancellation: source.Token));
            Assert.Equal(RunStatus.Interrupted, folder.Record.Status);
        }

        var training = new FakeTraining();
        var result = DesignRun.Resume(Fakes.Request(training: training), path, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(Fakes.Facts(whole), Fakes.Facts(result));
        Assert.Equal(18 - (at - 1), training.Trained);
    }

    [Fact]
    public void A_line_cut_by_a_kill_is_left_out_with_a_note()
    {
        var (_, source) = Whole();
        var path = Path.Combine(source, LineageFile.Name);
        var lines = File.ReadAllLines(path).Length;
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^7]);
        var read = LineageFile.Read(path);
        Assert.Equal(lines - 1, read.Entries.Count);
        Assert.StartsWith($"'lineage.jsonl' ended in the middle of line {lines};", read.Cut, StringComparison.Ordinal);
        using var lineage = Lineage.Open(source);
        Assert.Equal(read.Cut, Assert.IsType<LineageEntry.Note>(lineage.Entries[^1]).Text);
    }

    [Fact]
    public void A_damaged_line_is_told_with_its_number()
    {
        var (_, source) = Whole();
        var path = Path.Combine(source, LineageFile.Name);
        var lines = File.ReadAllLines(path);
        lines[4] = "{\"kind\":\"written\",";
        File.WriteAllText(path, string.Join('\n', lines) + "\n");
        Assert.Contains("line 5: expected an entry of a design lineage.", Assert.Throws<LineageException>(() => LineageFile.Read(path)).Message, StringComparison.Ordinal);
        lines[4] = "{\"kind\":\"song\"}";
        File.WriteAllText(path, string.Join('\n', lines) + "\n");
        Assert.Contains("line 5", Assert.Throws<LineageException>(() => LineageFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_goes_on_with_the_same_request_only()
    {
        var (_, source) = Whole();
        var other = Fakes.Request() with { Task = Fakes.Task with { Sentence = "Fall over." } };
        var error = Assert.Throws<LineageException>(() => DesignRun.Resume(other, source, cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("task was Keep the pole upright., is now Fall over.", error.Message, StringComparison.Ordinal);
        Assert.Throws<LineageException>(() => DesignRun.Resume(Fakes.Request(options: new(Samples: 5)), source, cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Two_runs_in_one_folder_are_refused()
    {
        using var folder = Folder("busy");
        Assert.Contains("in use", Assert.Throws<RunFolderException>(() => DesignRun.Resume(Fakes.Request(), folder.Path, cancellation: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_lineage_is_no_design()
    {
        string path;
        using (var folder = Folder("empty")) path = folder.Path;
        Assert.Contains("it has no lineage.jsonl", Assert.Throws<LineageException>(() => DesignRun.Resume(Fakes.Request(), path, cancellation: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_result_and_the_reward_lie_in_the_folder()
    {
        var (whole, source) = Whole();
        Assert.Equal(whole.Best!.Text.Trim() + "\n", File.ReadAllText(Path.Combine(source, "reward.csx")));
        Assert.Contains(whole.Best.Id, File.ReadAllText(Path.Combine(source, "result.json")), StringComparison.Ordinal);
    }
}
