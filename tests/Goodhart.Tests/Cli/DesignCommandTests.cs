using System.Text.Json;

namespace Goodhart.Tests;

public sealed class DesignCommandTests : IDisposable
{
    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task ADesign_WithoutAModel_EndsInAProgramItsLineageAndAReport_AndIsShownAndResumed()
    {
        var design = await Invocation.Of("design", "--world", "key-door", "--task", "reach the goal behind the door", "--k", "6", "--iterations", "2", "--fresh-seeds", "3", "--seed", "3", "--out", temp.In("runs"), "-q", "--json");
        Assert.True(design.Code is 0 or 3, design.Err);
        using var json = JsonDocument.Parse(design.Out);
        var folder = json.RootElement.GetProperty("folder").GetString()!;
        Assert.All(["lineage.jsonl", "report.html", "reward.csx", "policy.png", "policy.gif", "human.json"], file => Assert.True(File.Exists(Path.Combine(folder, file)), file));
        Assert.InRange(json.RootElement.GetProperty("human").GetProperty("fresh").GetDouble(), 0.2, 0.95);

        var shown = await Invocation.Of("design", "show", folder);
        Assert.Equal((0, ""), (shown.Code, shown.Err));
        Assert.Contains("reach the goal behind the door", shown.Out, StringComparison.Ordinal);
        var program = await Invocation.Of("design", "show", folder, "--program");
        Assert.Equal(File.ReadAllText(Path.Combine(folder, "reward.csx")).TrimEnd(), program.Out);
        var run = await Invocation.Of("reward", "run", Path.Combine(folder, "reward.csx"), "--world", "key-door", "--isolate", "process");
        Assert.True(run.Code == 0, run.Err);

        // A killed run goes on from its lineage to the same result.
        var lineage = Path.Combine(folder, "lineage.jsonl");
        var bytes = File.ReadAllBytes(lineage);
        File.WriteAllBytes(lineage, bytes[..(bytes.Length * 2 / 3)]);
        var again = await Invocation.Of("design", "resume", folder, "-q", "--json");
        using var resumed = JsonDocument.Parse(again.Out);
        Assert.Equal(json.RootElement.GetProperty("picked").GetProperty("hash").GetString(), resumed.RootElement.GetProperty("picked").GetProperty("hash").GetString());
        Assert.Equal(json.RootElement.GetProperty("fitness").GetProperty("fresh").GetDouble(), resumed.RootElement.GetProperty("fitness").GetProperty("fresh").GetDouble());
    }

    [Theory]
    [InlineData("--world is missing: name a world, as in --world key-door. See goodhart design --help.", "design")]
    [InlineData("There is no world 'key-dor'. Did you mean 'key-door'?", "design", "--world", "key-dor")]
    [InlineData("Samples must be positive, was 0.", "design", "--world", "key-door", "--k", "0")]
    [InlineData("Rounds must be positive, was 0.", "design", "--world", "key-door", "--iterations", "0")]
    [InlineData("--writer chat needs a --model, as in --model ollama:qwen2.5-coder.", "design", "--world", "key-door", "--writer", "chat")]
    [InlineData("--model goes with --writer chat; the writer is evolve.", "design", "--world", "key-door", "--model", "ollama:x")]
    [InlineData("--method goes with --writer chat or replay; the writer is evolve.", "design", "--world", "key-door", "--method", "critic")]
    [InlineData("--initial goes with --method eureka.", "design", "--world", "key-door", "--writer", "chat", "--model", "ollama:x", "--method", "preferences", "--initial", "x.cs")]
    [InlineData("--writer replay needs the --transcript of an earlier run.", "design", "--world", "key-door", "--writer", "replay")]
    [InlineData("--cost-limit needs the model's --price, as in --price gpt-4o-mini=0.15/0.60.", "design", "--world", "key-door", "--writer", "chat", "--model", "ollama:x", "--cost-limit", "1")]
    [InlineData("World 'key-door' has no reward 'sparse'. Did you mean 'sparse goal'?", "design", "--world", "key-door", "--fitness", "sparse")]
    [InlineData("The task is empty. Say in a sentence what is wanted, as in \"reach the goal behind the door\".", "design", "--world", "key-door", "--task", " ")]
    public async Task AMistake_IsOneLine_AndLeavesNoFolder(string expected, params string[] args)
    {
        var call = await Invocation.Of(args.Length > 1 ? [.. args, "--out", temp.In("runs")] : args);
        Assert.Equal(new(2, "", "goodhart: " + expected), call);
        Assert.False(Directory.Exists(temp.In("runs")));
    }

    [Fact]
    public async Task AScriptThatWritesBrokenCodeToo_IsShownWithItsFailures_AndResumed()
    {
        string[] design = ["design", "--world", "key-door", "--writer", "script", "--k", "6", "--iterations", "2", "--fresh-seeds", "2", "--seed", "2", "--out", temp.In("runs"), "-q", "--json"];
        using var first = JsonDocument.Parse((await Invocation.Of(design)).Out);
        var folder = first.RootElement.GetProperty("folder").GetString()!;
        Assert.Contains("\"failure\":{", File.ReadAllText(Path.Combine(folder, "lineage.jsonl")), StringComparison.Ordinal);
        Assert.Equal(0, (await Invocation.Of("design", "show", folder)).Code);
        using var again = JsonDocument.Parse((await Invocation.Of("design", "resume", folder, "-q", "--json")).Out);
        Assert.Equal(first.RootElement.GetProperty("picked").GetProperty("hash").GetString(), again.RootElement.GetProperty("picked").GetProperty("hash").GetString());
    }

    [Fact]
    public async Task CandidatesMayRunInProcessesOfTheirOwn_WithTheSameResult()
    {
        string[] design = ["design", "--world", "key-door", "--k", "3", "--iterations", "1", "--fresh-seeds", "2", "--seed", "4", "--out", temp.In("runs"), "-q", "--json"];
        using JsonDocument here = JsonDocument.Parse((await Invocation.Of(design)).Out), apart = JsonDocument.Parse((await Invocation.Of([.. design, "--isolate", "process"])).Out);
        Assert.Equal(here.RootElement.GetProperty("fitness").GetRawText(), apart.RootElement.GetProperty("fitness").GetRawText());
    }

    [Theory]
    [InlineData("text2reward")]
    [InlineData("critic")]
    [InlineData("preferences")]
    public async Task EveryMethod_ReachesTheModelItIsGiven(string method)
    {
        var call = await Invocation.Of("design", "--world", "key-door", "--writer", "chat", "--model", "http://127.0.0.1:9/v1#none", "--method", method, "--k", "2", "--iterations", "1", "--attempts", "1", "--out", temp.In("runs"), "-q");
        Assert.Equal(2, call.Code);
        Assert.Contains("127.0.0.1:9", call.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWorldThatDoesNotSayWhatIsWanted_AsksForAFitness()
    {
        var call = await Invocation.Of("design", "--world", "tomato", "--task", "keep the tomatoes wet", "--out", temp.In("runs"));
        Assert.Equal(2, call.Code);
        Assert.Contains("--fitness", call.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnEndpointThatIsDown_IsOneLine_AndTheRunCanGoOn()
    {
        var call = await Invocation.Of("design", "--world", "key-door", "--writer", "chat", "--model", "http://127.0.0.1:9/v1#none", "--k", "1", "--iterations", "1", "--attempts", "1", "--out", temp.In("runs"), "-q");
        Assert.Equal(2, call.Code);
        Assert.Contains("127.0.0.1:9", call.Err, StringComparison.Ordinal);
        Assert.Contains("go on with: goodhart design resume", call.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFolderThatHoldsNoDesign_IsSaidToHoldNone()
    {
        Directory.CreateDirectory(temp.In("empty"));
        var call = await Invocation.Of("design", "show", temp.In("empty"));
        Assert.Equal(new(2, "", $"goodhart: '{temp.In("empty")}' holds no design: it has no lineage.jsonl."), call);
    }

    [Fact]
    public async Task TheBoxesInterface_IsPrintedWithItsHash()
    {
        var api = await Invocation.Of("sandbox", "api");
        Assert.Equal((0, ""), (api.Code, api.Err));
        Assert.StartsWith($"// {Goodhart.Design.AllowedApi.Hash}", api.Out, StringComparison.Ordinal);
        Assert.Contains("class Math", api.Out, StringComparison.Ordinal);
    }
}
