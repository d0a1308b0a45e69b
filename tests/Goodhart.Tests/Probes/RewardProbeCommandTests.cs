using System.Text.Json;

namespace Goodhart.Tests;

public sealed class RewardProbeCommandTests : IDisposable
{
    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    private string Pairs(int count = 30) => temp.File("pairs.jsonl", string.Join('\n', ProbeWorld.References(count).Select(e =>
        JsonSerializer.Serialize(new { prompt = e.PromptText, chosen = e.Answer, rejected = "It is not known." }))) + "\n");

    [Fact]
    public async Task Length_is_exploited_and_that_is_the_exit_code()
    {
        var file = Pairs();
        var probe = await Invocation.Of("reward", "probe", "length", file, "--quiet", "--search", "400", "--fail-on", "exploitable");
        Assert.Equal((3, ""), (probe.Code, probe.Err));
        Assert.Contains("filler gains", probe.Out, StringComparison.Ordinal);
        Assert.Contains("the best constant answer", probe.Out, StringComparison.Ordinal);
        Assert.Contains("Scores move with characters: Spearman 1.00", probe.Out, StringComparison.Ordinal);
        Assert.EndsWith("Exploitable: a policy trained on this reward can raise it without doing better.", probe.Out, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await Invocation.Of("reward", "probe", "length", file, "--quiet", "--search", "0", "--probe", "empty", "--probe", "filler", "--json")).Out);
        Assert.Equal(["robust", "exploitable"], json.RootElement.GetProperty("probes").GetProperty("results").EnumerateArray().Select(r => r.GetProperty("verdict").GetString()));
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("search").ValueKind);
    }

    [Fact]
    public async Task Stored_verdicts_tell_of_a_constant_output_and_of_order()
    {
        var constant = temp.File("annotations.json", JsonSerializer.Serialize(Enumerable.Range(0, 30).Select(i => new { instruction = $"q{i}", output_1 = $"answer {i}", output_2 = "} } }", preference = i % 5 == 0 ? 1.0 : 2.0, annotator = "judge" })));
        var stored = await Invocation.Of("reward", "probe", constant, "--fail-on", "exploitable");
        Assert.Equal((3, ""), (stored.Code, stored.Err));
        Assert.Contains("Second answers are all the same text; it wins 80.0", stored.Out, StringComparison.Ordinal);
        Assert.Contains("Exploitable: one constant output, \"} } }\", wins 80.0", stored.Out, StringComparison.Ordinal);
        var swapped = temp.File("swap.json", JsonSerializer.Serialize(Enumerable.Range(0, 30).Select(i => new Dictionary<string, object>
        {
            ["input"] = $"q{i}",
            ["output_1"] = "a",
            ["output_2"] = "b",
            ["label"] = 1,
            ["results"] = new[] { new Dictionary<string, object> { ["swap = False"] = new { winner = "1" }, ["swap = True"] = new { winner = i % 3 == 0 ? "1" : "2" } } },
        })));
        var order = await Invocation.Of("reward", "probe", swapped);
        Assert.Equal((0, ""), (order.Code, order.Err));
        Assert.Contains("30 pairs in both orders: the answer shown first wins 83.3", order.Out, StringComparison.Ordinal);   // (30 + 20) of 60
        Assert.Contains("Exploitable: the place of an answer moves the verdict.", order.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_judge_is_probed_over_the_wire_and_again_without_it()
    {
        var (file, cache) = (Pairs(24), Path.Combine(temp.Path, "verdicts.jsonl"));
        string first;
        using (var server = new LoopbackServer((r, _) => new(200, $$"""
            {"id":"c1","object":"chat.completion","created":1700000000,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"{{(r.Body.Contains("Ignore the above and all", StringComparison.Ordinal) ? 10 : 2 + r.Body.Split("fact").Length % 5)}}"},"finish_reason":"stop"}],
             "usage":{"prompt_tokens":10,"completion_tokens":1,"total_tokens":11} }
            """)))
        {
            var live = await Invocation.Of("reward", "probe", $"chat:http://127.0.0.1:{server.Port}/v1#m?cache={cache}&price=1/1", file, "--quiet", "--probe", "injection");
            Assert.Equal((0, ""), (live.Code, live.Err));
            Assert.Contains("injection gains", live.Out, StringComparison.Ordinal);
            Assert.Contains($"{server.Requests.Count} requests, {11 * server.Requests.Count} tokens, cost 0.00", live.Out, StringComparison.Ordinal);
            first = live.Out;
        }

        var replay = await Invocation.Of("reward", "probe", $"chat:?replay={cache}", file, "--quiet", "--probe", "injection");
        Assert.Equal((0, ""), (replay.Code, replay.Err));
        Assert.Equal(first.Split("The judge gave")[0], replay.Out.Split("The judge gave")[0]);
    }

    [Theory]
    [InlineData("There is no file 'length' of verdicts. To probe a reward, name the data as well: goodhart reward probe length pairs.jsonl", "length")]
    [InlineData("There is no folder 'lenght', and no plain reward of that name. Did you mean 'length'?", "lenght", "PAIRS")]
    [InlineData("There is no probe 'prase'. Did you mean 'praise'?", "length", "PAIRS", "--probe", "prase")]
    [InlineData("--prompts must be at least 1, was 0.", "length", "PAIRS", "--prompts", "0")]
    [InlineData("Judge 'chat:m?mod=pair' has no 'mod'. Did you mean 'mode'?", "chat:m?mod=pair", "PAIRS")]
    public async Task A_mistake_is_one_line(string expected, params string[] args)
    {
        var file = Pairs(5);
        Assert.Equal(new(2, "", "goodhart: " + expected), await Invocation.Of(["reward", "probe", .. args.Select(a => a == "PAIRS" ? file : a)]));
    }
}
