using System.Text.Json;

namespace Goodhart.Tests;

public sealed class RewardBenchCommandTests : IDisposable
{
    private const string Second = """
        {"id": "1", "prompt": "2 + 2?", "chosen": ["It is 4, as anybody can count."], "rejected": ["5", "6", "7"], "num_correct": 1, "total_completions": 4, "subset": "Math"}
        {"id": "2", "prompt": "1 + 1?", "chosen": ["2"], "rejected": ["It is 3.", "It is 4.", "It is 5."], "num_correct": 1, "total_completions": 4, "subset": "Math"}
        {"id": "ref:0", "prompt": "Say red.", "chosen": ["red, red"], "rejected": ["blue"], "num_correct": 1, "total_completions": 2, "subset": "Ties"}
        {"id": "tied:0", "prompt": "A colour?", "chosen": ["yellow", "orange"], "rejected": ["car"], "num_correct": 2, "total_completions": 3, "subset": "Ties"}
        """;

    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task ABaselineOnRewardBench2_BySectionAndOverall()
    {
        var data = temp.File("v2.jsonl", Second);
        var run = await Invocation.Of("reward", "bench", "length", "--data", data, "--spec", "rewardbench-v2", "--json", "--quiet");
        Assert.Equal((0, ""), (run.Code, run.Err));
        using var json = JsonDocument.Parse(run.Out);
        var report = json.RootElement.GetProperty("reports")[0];
        var sections = report.GetProperty("sections").EnumerateArray().ToDictionary(s => s.GetProperty("name").GetString()!, s => s.GetProperty("score").GetProperty("estimate").GetDouble());
        Assert.Equal(0.5, sections["Math"]);
        // red, red against blue and both six-letter colours against car: everything right, no spread, so 1.01.
        Assert.Equal(1.01, sections["Ties"], 1e-6);
        // The domains that are missing count 0 of six.
        Assert.Equal((0.5 + 1.01) / 6, report.GetProperty("overall").GetProperty("estimate").GetDouble(), 1e-6);
    }

    [Fact]
    public async Task Out_KeepsScores_ThatGiveTheSameReportWithoutTheData()
    {
        var data = temp.File("v2.jsonl", Second);
        var fresh = await Invocation.Of("reward", "bench", "length", "--data", data, "--spec", "rewardbench-v2", "--out", temp.In("out"), "--quiet");
        Assert.Equal(0, fresh.Code);
        var stored = await Invocation.Of("reward", "bench", Path.Combine(temp.In("out"), "scores.jsonl"), "--spec", "rewardbench-v2", "--quiet");
        Assert.Equal(fresh.Out, stored.Out);
        using var report = JsonDocument.Parse(File.ReadAllText(Path.Combine(temp.In("out"), "report.json")));
        Assert.Equal("length", report.RootElement.GetProperty("reports")[0].GetProperty("model").GetString());
    }

    [Fact]
    public async Task AtLeastAndFailOn_AreExitCode3()
    {
        var data = temp.File("v2.jsonl", Second);
        Assert.Equal(3, (await Invocation.Of("reward", "bench", "length", "--data", data, "--spec", "best-of-k", "--at-least", "0.9")).Code);
        Assert.Equal(0, (await Invocation.Of("reward", "bench", "length", "--data", data, "--spec", "best-of-k", "--at-least", "0.5")).Code);
        Assert.Equal(3, (await Invocation.Of("reward", "bench", "constant", "--data", data, "--spec", "best-of-k", "--fail-on", "chance")).Code);
        var pairs = temp.File("pairs.jsonl", string.Join('\n', Enumerable.Range(0, 40).Select(i => $$"""{"prompt": "p{{i}}", "chosen": "a", "rejected": "{{new string('b', 9 + i)}}"}""")));
        Assert.Equal(3, (await Invocation.Of("reward", "bench", "random", "--data", pairs, "--fail-on", "give-away")).Code);
        Assert.Contains("Looks alone tell 100.0", (await Invocation.Of("reward", "bench", "random", "--data", pairs)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SeveralRewards_AndTheirEnsemble()
    {
        var data = temp.File("v2.jsonl", Second);
        var run = await Invocation.Of("reward", "bench", "length", "shortness", "--data", data, "--spec", "best-of-k", "--ensemble", "mean", "--json", "--quiet");
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(["length", "shortness", "mean of 2"], json.RootElement.GetProperty("reports").EnumerateArray().Select(r => r.GetProperty("model").GetString()));
    }

    [Fact]
    public async Task JudgesInBothOrders_AreToldApart()
    {
        var file = Path.Combine(LlmBarFolder.Require(), "Neighbor", "judge-swap-ChatGPT.json.gz");
        var run = await Invocation.Of("reward", "bench", file, "--at-least", "0.5", "--quiet");
        Assert.Equal(3, run.Code);
        Assert.Contains("right both ways 3.7", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AJudgeOverTheWire_IsAskedOnceInEachOrder()
    {
        var data = temp.File("pairs.jsonl", """
            {"prompt": "p", "chosen": "excellent", "rejected": "bad"}
            {"prompt": "q", "chosen": "fine", "rejected": "excellent"}
            {"prompt": "r", "chosen": "one", "rejected": "two"}
            """);
        // Prefers the excellent answer wherever it stands, and the first one otherwise.
        using var server = new LoopbackServer((r, _) => new(200, $$"""
            {"id":"c1","object":"chat.completion","created":1700000000,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"{{(Excellent(r.Body) ? "[[B]]" : "[[A]]")}}"},"finish_reason":"stop"}],
             "usage":{"prompt_tokens":10,"completion_tokens":1,"total_tokens":11} }
            """));
        var run = await Invocation.Of("reward", "bench", $"chat:http://127.0.0.1:{server.Port}/v1#m?mode=pair", "--data", data, "--quiet", "--json");
        Assert.Equal((0, ""), (run.Code, run.Err));
        Assert.Equal(6, server.Requests.Count);
        using var json = JsonDocument.Parse(run.Out);
        // Right, wrong, and a tie that counts one half.
        Assert.Equal(0.5, json.RootElement.GetProperty("reports")[0].GetProperty("overall").GetProperty("estimate").GetDouble(), 1e-6);
        var swap = json.RootElement.GetProperty("judges")[0].GetProperty("swap");
        Assert.Equal(1 / 3.0, swap.GetProperty("bothRight").GetProperty("estimate").GetDouble(), 1e-6);
        Assert.Equal(2 / 3.0, swap.GetProperty("consistent").GetProperty("estimate").GetDouble(), 1e-6);
        // Four of six verdicts name what stood first: each of the first two rows once, the last one twice.
        Assert.Equal(4 / 6.0, swap.GetProperty("firstPreferred").GetDouble(), 1e-6);

        static bool Excellent(string body) => body.IndexOf("excellent", StringComparison.Ordinal) > body.IndexOf("Answer B:", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lenght", "Did you mean 'length'?")]
    [InlineData("length", "needs --data")]
    public async Task AMistake_IsOneLine(string reward, string expected)
    {
        var run = await Invocation.Of("reward", "bench", reward);
        Assert.Equal(2, run.Code);
        Assert.Contains(expected, run.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OtherMistakes_AreToldToo()
    {
        var data = temp.File("v2.jsonl", Second);
        Assert.Contains("'rewardbench-v3' is neither a bench spec nor a file", (await Invocation.Of("reward", "bench", "length", "--data", data, "--spec", "rewardbench-v3")).Err, StringComparison.Ordinal);
        Assert.Contains("is no subset of rewardbench-v1", (await Invocation.Of("reward", "bench", "length", "--data", data, "--spec", "rewardbench-v1", "--quiet")).Err, StringComparison.Ordinal);
        Assert.Contains("--at-least must be in [0, 1], was 70", (await Invocation.Of("reward", "bench", "length", "--data", data, "--at-least", "70")).Err, StringComparison.Ordinal);
        Assert.Contains("needs --data", (await Invocation.Of("reward", "bench", "length", "--fail-on", "give-away")).Err, StringComparison.Ordinal);
        Assert.Contains("holds no reward: expected config.json, or member-1.", (await Invocation.Of("reward", "bench", temp.Path, "--data", data, "--quiet")).Err, StringComparison.Ordinal);
    }
}
