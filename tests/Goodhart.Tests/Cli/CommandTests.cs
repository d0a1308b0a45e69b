using System.Text.Json;
using Goodhart.Papers;

namespace Goodhart.Tests;

public sealed class CommandTests : IDisposable
{
    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    private const string Scores = """
        model,group,candidate,score,gold
        good,1,a,0.9,1
        good,1,b,0.1,0
        good,2,a,0.8,1
        good,2,b,0.3,0
        bad,1,a,0.1,1
        bad,1,b,0.9,0
        bad,2,a,0.2,1
        bad,2,b,0.7,0
        """;

    [Theory]
    [InlineData("Unknown command 'wrlds'. Did you mean 'worlds'? See goodhart --help.", "wrlds")]
    [InlineData("Unknown command 'scroes'. Did you mean 'scores'? See goodhart audit --help.", "audit", "scroes")]
    [InlineData("Unknown option '--jsn'. Did you mean '--json'? See goodhart papers --help.", "papers", "--jsn")]
    [InlineData("Unknown option '--jsn'. Did you mean '--json'? See goodhart worlds --help.", "worlds", "--jsn")]
    [InlineData("Unknown option '--sed'. Did you mean '--seed'? See goodhart audit scores --help.", "audit", "scores", "rewardmath", "--sed", "3")]
    [InlineData("Unknown argument 'b'. See goodhart worlds --help.", "worlds", "a", "b")]
    [InlineData("--seed: expected a whole number, 0 or more, got '-1'. See goodhart paper --help.", "paper", "starc", "--seed=-1")]
    [InlineData("--seeds: expected a whole number from 1 to 1000, got 'many'. See goodhart paper --help.", "paper", "starc", "--seeds", "many")]
    [InlineData("--fail-on does not know 'over-optimized'. Did you mean 'over-optimised'? See goodhart audit scores --help.", "audit", "scores", "rewardmath", "--fail-on", "over-optimized")]
    [InlineData("Required argument 'page' missing for command: 'paper'. See goodhart paper --help.", "paper")]
    [InlineData("There is no world 'cartpol'. Did you mean 'cartpole'?", "worlds", "cartpol")]
    [InlineData("There is no file 'rewardmat'. Did you mean 'rewardmath'?", "audit", "scores", "rewardmat")]
    public async Task AMistake_IsOneLineOnStandardError_WithCode2(string expected, params string[] args) =>
        Assert.Equal(new(2, "", "goodhart: " + expected), await Invocation.Of(args));

    [Fact]
    public async Task AnUnknownPage_IsBadInput()
    {
        var call = await Invocation.Of("paper", "nosuch", "--out", temp.In("runs"));
        Assert.Equal((2, ""), (call.Code, call.Out));
        Assert.StartsWith("goodhart: There is no page 'nosuch'.", call.Err, StringComparison.Ordinal);
        Assert.False(Directory.Exists(temp.In("runs")));
    }

    [Fact]
    public async Task AMissingAssembly_IsBadInput()
    {
        var call = await Invocation.Of("worlds", temp.In("none.dll:World"));
        Assert.Equal(new(2, "", $"goodhart: There is no assembly at '{temp.In("none.dll")}'."), call);
    }

    [Fact]
    public async Task Worlds_AreListed_WithTheirRewards()
    {
        var list = await Invocation.Of("worlds");
        Assert.Equal((0, ""), (list.Code, list.Err));
        Assert.Contains("cartpole", list.Out, StringComparison.Ordinal);
        Invocation.Snapshot("worlds-cartpole", (await Invocation.Of("worlds", "cartpole")).Out);

        using var json = JsonDocument.Parse((await Invocation.Of("worlds", "--json")).Out);
        Assert.Contains(json.RootElement.EnumerateArray(), w => w.GetProperty("name").GetString() == "cartpole");
        using var one = JsonDocument.Parse((await Invocation.Of("worlds", "cartpole", "--json")).Out);
        Assert.Equal(500, one.RootElement.GetProperty("horizon").GetInt32());
    }

    [Fact]
    public async Task Scores_AreAudited_AndTheVerdictIsTheExitCode()
    {
        var file = temp.File("scores.csv", Scores);
        var audit = await Invocation.Of("audit", "scores", file, "--quiet");
        Assert.Equal((0, ""), (audit.Code, audit.Err));
        Invocation.Snapshot("audit-scores", audit.Out);
        Assert.Equal(audit.Out, (await Invocation.Of("audit", "scores", file, "-q")).Out);

        Assert.Equal(3, (await Invocation.Of("audit", "scores", file, "--fail-on", "selects-worse")).Code);
        var good = temp.File("good.csv", string.Join('\n', Scores.Split('\n')[..5]));
        Assert.Equal(0, (await Invocation.Of("audit", "scores", good, "--fail-on", "no-signal")).Code);
    }

    [Fact]
    public async Task Scores_AsJson_AreOneDocument_WithProgressOnStandardError()
    {
        var call = await Invocation.Of("audit", "scores", temp.File("scores.csv", Scores), "--json");
        using var json = JsonDocument.Parse(call.Out);
        Assert.Equal(["good", "bad"], json.RootElement.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("model").GetString()!));
        Assert.StartsWith("audit: good on ", call.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABrokenScoreFile_NamesItsRow()
    {
        var call = await Invocation.Of("audit", "scores", temp.File("scores.csv", Scores.Replace("0.8", "nan", StringComparison.Ordinal)));
        Assert.Equal((2, ""), (call.Code, call.Out));
        Assert.Contains("scores.csv", call.Err, StringComparison.Ordinal);
        Assert.Contains("4", call.Err, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', call.Err);
    }

    [Fact]
    public async Task AnInterruptedCommand_Ends130()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var call = await Invocation.Of(cancelled.Token, "audit", "scores", temp.File("scores.csv", Scores));
        Assert.Equal((130, "", "goodhart: Interrupted."), (call.Code, call.Out, call.Err));
    }

    [Fact]
    public async Task Papers_AreListed()
    {
        var list = await Invocation.Of("papers");
        Assert.Equal((0, ""), (list.Code, list.Err));
        foreach (var page in Page.All) Assert.Contains(page.Slug, list.Out, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await Invocation.Of("papers", "--json")).Out);
        Assert.Equal(Page.All.Select(p => p.Slug), json.RootElement.EnumerateArray().Select(p => p.GetProperty("slug").GetString()!));
    }
}
