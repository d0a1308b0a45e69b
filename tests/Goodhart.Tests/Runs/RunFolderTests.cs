using System.Text.Json;
using Goodhart.Runs;

namespace Goodhart.Tests;

public sealed class RunFolderTests : IDisposable
{
    private sealed record Options(double Lambda = 0.1, int Steps = 5, double Bound = double.PositiveInfinity, RunStatus Word = RunStatus.Failed, IReadOnlyList<string>? Arms = null);

    private readonly TempFolder temp = new();
    private readonly StillClock clock = new();

    public void Dispose() => temp.Dispose();

    private RunFolder Run(string name = "tomato") => RunFolder.Create(temp.Path, name, new Options(), 42, clock);

    [Fact]
    public void Create_MakesADatedFolder_WithWhatWasAsked()
    {
        using var run = Run("tomato watering / 2");
        Assert.Equal("20260304-050607-tomato-watering-2", Path.GetFileName(run.Path));

        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(run.Path, "run.json")));
        Assert.Equal("tomato watering / 2", json.RootElement.GetProperty("name").GetString());
        Assert.Equal("running", json.RootElement.GetProperty("status").GetString());
        Assert.Equal(42u, json.RootElement.GetProperty("seed").GetUInt64());
        Assert.Equal(0.1, json.RootElement.GetProperty("options").GetProperty("lambda").GetDouble());
        Assert.Equal("0.1.0", json.RootElement.GetProperty("versions").GetProperty("goodhart").GetString());
        Assert.Equal(new Options(), run.Record.OptionsAs<Options>());
    }

    [Fact]
    public void Create_WhenTheNameIsTaken_NumbersIt()
    {
        using var first = Run();
        using var second = Run();
        using var third = Run();
        Assert.Equal([first.Path, first.Path + "-2", first.Path + "-3"], [first.Path, second.Path, third.Path]);
    }

    [Fact]
    public void Create_ByManyAtOnce_GivesEachItsOwn()
    {
        var runs = new RunFolder[16];
        Parallel.For(0, runs.Length, i => runs[i] = Run());
        Assert.Equal(16, runs.Select(r => r.Path).Distinct().Count());
        foreach (var run in runs) run.Dispose();
    }

    [Fact]
    public void Finish_RecordsHowItEnded_AndCommitsEverySection()
    {
        string path;
        using (var run = Run())
        {
            run.Section("ppo/seed-1").Metrics.Add(3, "a", 4);
            clock.Now += TimeSpan.FromMinutes(2);
            run.Finish(RunStatus.Interrupted);
            path = run.Path;
        }

        using var again = RunFolder.Open(path, clock);
        Assert.Equal((RunStatus.Interrupted, StillClock.Start, StillClock.Start.AddMinutes(2)), (again.Record.Status, again.Record.Started, again.Record.Ended));
        Assert.Equal(new Metric(3, "a", 4), Assert.Single(again.Section("ppo/seed-1").Metrics.Read()));
        again.Restart();
        Assert.Contains("\"running\"", File.ReadAllText(Path.Combine(path, "run.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WhileAnotherHasIt_IsRefused()
    {
        using var run = Run();
        var error = Assert.Throws<RunFolderException>(() => RunFolder.Open(run.Path));
        Assert.Equal($"Run folder '{run.Path}' is in use by another process.", error.Message);
        run.Dispose();
        RunFolder.Open(run.Path).Dispose();
    }

    [Fact]
    public void Open_OfWhatIsNoRun_SaysSo()
    {
        Assert.Equal($"There is no run folder '{temp.In("none")}'.", Assert.Throws<RunFolderException>(() => RunFolder.Open(temp.In("none"))).Message);
        Assert.Contains("is not a run folder", Assert.Throws<RunFolderException>(() => RunFolder.Open(temp.Path)).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(temp.Path));
    }

    [Fact]
    public void Create_WhereNoFolderCanBe_NamesThePath()
    {
        var file = temp.File("file", "kept");
        var error = Assert.Throws<RunFolderException>(() => RunFolder.Create(Path.Combine(file, "runs"), "x", new { }, 1, clock));
        Assert.StartsWith($"Cannot write '{Path.Combine(file, "runs", "20260304-050607-x")}': ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was started.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal("kept", File.ReadAllText(file));
    }

    [Theory]
    [InlineData("metrics")]
    [InlineData("checkpoints/a")]
    [InlineData("a/metrics")]
    [InlineData("..")]
    [InlineData("a//b")]
    public void Section_WithANameOfTheRunsOwn_IsRefused(string name)
    {
        using var run = Run();
        Assert.Throws<ArgumentException>(() => run.Section(name));
    }

    [Fact]
    public void Sections_WhoseFoldersWouldBeOne_AreRefused()
    {
        using var run = Run();
        Assert.Equal("√χ²-held/seed-1", Path.GetRelativePath(run.Path, run.Section("√χ², held/seed-1").Path).Replace('\\', '/'));
        Assert.Same(run.Section("√χ², held/seed-1"), run.Section("√χ², held/seed-1"));
        Assert.NotSame(run.Section("χ², held/seed-1"), run.Section("√χ², held/seed-1"));
        Assert.Contains("would share the folder '√χ²-held/seed-1'", Assert.Throws<ArgumentException>(() => run.Section("√χ² held/seed-1")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_PutsAFileIntoTheRun()
    {
        using var run = Run();
        var path = run.Write("report.html", s => s.Write("<p>"u8));
        Assert.Equal("<p>", File.ReadAllText(path));
        Assert.Throws<InvalidOperationException>(() => run.Write("report.html", s =>
        {
            s.Write("half"u8);
            throw new InvalidOperationException("broken");
        }));
        Assert.Equal("<p>", File.ReadAllText(path));
        Assert.Empty(Directory.GetFiles(run.Path, "*.tmp"));
    }
}
