using System.Text.Json;
using Goodhart.Runs;

namespace Goodhart.Tests;

public sealed class RunCommandTests : IDisposable
{
    private const string Exact = """
        name: small
        world: tomato-toy
        proxy: apparent tomatoes
        truth: wet tomatoes
        base: { soft: { reward: wet tomatoes, temperature: 0.1, mix: 0.1 } }
        episodes: 8
        arms:
          - { name: proxy alone, method: exact }
        """;

    private const string Trained = Exact + "\n  - { name: trained, method: ppo, steps: 8192, environments: 16, rolloutSteps: 32 }\nseeds: 1\n";

    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    private Task<Invocation> Run(params string[] args) => Invocation.Of(["run", .. args]);

    private string Only() => Directory.GetDirectories(temp.In("runs")).Single();

    [Fact]
    public async Task AStudyFile_EndsInAVerdictPerArm_AndARunFolder()
    {
        var run = await Run(temp.File("study.yaml", Exact), "--out", temp.In("runs"));
        Assert.Equal(0, run.Code);
        Assert.Contains("proxy alone: ", run.Out, StringComparison.Ordinal);
        Assert.Contains("Report: ", run.Out, StringComparison.Ordinal);
        Assert.Contains("base policy", run.Err, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Finished, JsonDocument.Parse(File.ReadAllText(Path.Combine(Only(), "run.json"))).RootElement.GetProperty("status").Deserialize<RunStatus>(RunRecord.Json));
    }

    [Fact]
    public async Task Json_IsOneDocument_AndTheVerdictIsTheExitCode()
    {
        var file = temp.File("study.yaml", Exact);
        var run = await Run(file, "--out", temp.In("runs"), "--json", "--quiet", "--fail-on", "improving");
        Assert.Equal((3, ""), (run.Code, run.Err));
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal("proxy alone", json.RootElement.GetProperty("arms")[0].GetProperty("name").GetString());

        // The file's own limit holds where the command line has none.
        Assert.Equal(3, (await Run(temp.File("strict.yaml", Exact + "\nfailOn: improving\n"), "--out", temp.In("runs"), "-q")).Code);
    }

    [Fact]
    public async Task AnInterruptedRun_SaysHowToGoOn_AndEndsLikeOneThatWasNot()
    {
        var file = temp.File("study.yaml", Trained);
        var whole = await Run(file, "--out", temp.In("straight"), "--seed", "5", "--json", "-q");
        Assert.Equal(0, whole.Code);

        using var stop = new CancellationTokenSource();
        using var watch = new FileSystemWatcher(Directory.CreateDirectory(temp.In("runs")).FullName, "*.ckpt") { IncludeSubdirectories = true, EnableRaisingEvents = true };
        watch.Renamed += (_, _) => stop.Cancel();   // as soon as the first checkpoint is there
        var half = await Invocation.Of(stop.Token, "run", file, "--out", temp.In("runs"), "--seed", "5", "-q");
        Assert.Equal(new(130, "", $"goodhart: Interrupted; go on with: goodhart run --resume {Only()}"), half);

        var rest = await Run("--resume", Only(), "--json", "-q");
        Assert.Equal((0, ""), (rest.Code, rest.Err));
        Assert.Equal(Arms(whole.Out), Arms(rest.Out));

        // A run that is through is resumed to the same end.
        Assert.Equal(Arms(whole.Out), Arms((await Run("--resume", Only(), "--json", "-q")).Out));
    }

    [Fact]
    public async Task AChangedStudyFile_IsNotResumed()
    {
        var file = temp.File("study.yaml", Exact);
        await Run(file, "--out", temp.In("runs"), "-q");
        File.AppendAllText(file, "gamma: 0.9\n");
        var run = await Run("--resume", Only());
        Assert.Equal(new(2, "", $"goodhart: The study file '{file}' has changed since the run began; start a new run."), run);
        File.Delete(file);
        Assert.Equal(new(2, "", $"goodhart: The run's study file '{file}' is gone."), await Run("--resume", Only()));
    }

    [Fact]
    public async Task WhatCannotBeResumed_IsRefused()
    {
        Assert.Equal(new(2, "", $"goodhart: There is no run folder '{temp.In("none")}'."), await Run("--resume", temp.In("none")));

        using var other = RunFolder.Create(temp.Path, "page", new { Slug = "starc" }, 1, TimeProvider.System);
        Assert.Equal(new(2, "", $"goodhart: Run folder '{other.Path}' is in use by another process."), await Run("--resume", other.Path));
        other.Dispose();
        Assert.Equal(new(2, "", $"goodhart: '{other.Path}' is not a run of a study, so it cannot be resumed."), await Run("--resume", other.Path));
    }

    [Theory]
    [InlineData("There is no study 'tomatoe'. Did you mean 'tomato'? A study of yours is a file that ends in .yaml.", "tomatoe")]
    [InlineData("There is no study file 'nosuch.yaml'.", "nosuch.yaml")]
    [InlineData("--world goes with a study file; 'tomato' has its own world.", "tomato", "--world", "cartpole")]
    [InlineData("Name a study, or a folder to --resume. See goodhart run --help.")]
    [InlineData("Name a study or a folder to --resume, not both. See goodhart run --help.", "tomato", "--resume", "runs/x")]
    [InlineData("--resume goes on with the run's own world and seeds; leave out --world, --seed and --seeds. See goodhart run --help.", "--resume", "runs/x", "--seed", "3")]
    [InlineData("--fail-on does not know 'hack'. Did you mean 'hacked'? See goodhart run --help.", "tomato", "--fail-on", "hack")]
    public async Task AMistake_IsOneLine_WithCode2(string expected, params string[] args) => Assert.Equal(new(2, "", "goodhart: " + expected), await Run(args));

    [Fact]
    public async Task AMistakeInTheFile_NamesLineAndField_AndLeavesNoFolder()
    {
        var file = temp.File("study.yaml", Exact.Replace("apparent", "aparent", StringComparison.Ordinal));
        var run = await Run(file, "--out", temp.In("runs"));
        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.StartsWith($"goodhart: {file}:3: proxy: expected a reward of the world, got \"aparent tomatoes\"", run.Err, StringComparison.Ordinal);
        Assert.False(Directory.Exists(temp.In("runs")));
    }

    [Fact]
    public async Task AnUnwritableFolder_IsBadInput_NamedInOneLine()
    {
        var run = await Run(temp.File("study.yaml", Exact), "--out", temp.File("taken", ""));
        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.StartsWith($"goodhart: Cannot write '{temp.In("taken")}", run.Err, StringComparison.Ordinal);
    }

    private static string Arms(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("arms").GetRawText();
    }
}
