using System.Text.Json;
using System.Text.Json.Nodes;
using Goodhart.Audit.Cards;
using Goodhart.Models;

namespace Goodhart.Tests.RewardModels;

/// <summary>One reward model through all commands that take one.</summary>
public sealed class RewardFolderCommandTests(TrainedFolder trained) : IClassFixture<TrainedFolder>, IDisposable
{
    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task Model_IsScoredBenchedAndProbed_AndItsCardHoldsWhatWasFound()
    {
        var folder = trained.Copy(temp, "helpful");
        var before = RewardCard.Load(folder);
        Assert.Equal((0, 96), ((await Invocation.Of("reward", "score", folder, trained.Pairs, "--json")) is var score ? score.Code : 1, score.Out.Split('\n').Length));

        var bench = await Invocation.Of("reward", "bench", folder, "--data", trained.Pairs, "--spec", "pairs", "--fail-on", "chance", "--json", "--quiet");
        Assert.Equal((0, ""), (bench.Code, bench.Err));
        using var benched = JsonDocument.Parse(bench.Out);
        var overall = benched.RootElement.GetProperty("reports")[0].GetProperty("overall").GetProperty("estimate").GetDouble();
        Assert.InRange(overall, 0.9, 1);

        var probe = await Invocation.Of("reward", "probe", folder, trained.Pairs, "--probe", "filler", "--probe", "empty", "--search", "200", "--json", "--quiet");
        Assert.Equal((0, ""), (probe.Code, probe.Err));
        using var probed = JsonDocument.Parse(probe.Out);
        var checks = probed.RootElement.GetProperty("checks").EnumerateArray().ToArray();
        Assert.Equal(8, checks.Length);
        Assert.All(checks, check => Assert.True(check.GetProperty("passed").GetBoolean(), check.ToString()));

        var card = RewardCard.Load(folder);
        Assert.Equal((before.Lineage, true), (card.Lineage, card.IsSealed));
        var row = card.Benches.Single(result => result.Metric == "pairs, overall");
        Assert.Equal(overall, row.Value.Estimate);
        Assert.Equal(["chance", "length"], row.Baselines.Select(b => b.Name));
        Assert.Equal("above chance", row.Verdict);
        Assert.Equal(["filler", "empty"], card.Probes.Take(2).Select(result => result.What));
        Assert.Equal(10, card.Probes.Count);
        var page = File.ReadAllText(Path.Combine(folder, RewardCard.PageName));
        Assert.Contains("## Benches", page, StringComparison.Ordinal);
        Assert.Contains("| filler | change, sd of the reference answers' scores |", page, StringComparison.Ordinal);
        Assert.DoesNotContain("None was looked for", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Card_IsWrittenOverNotTwice_AndLeftAloneWhenAskedTo()
    {
        var folder = trained.Copy(temp, "again");
        string[] bench = ["reward", "bench", folder, "--data", trained.Pairs, "--quiet"], probe = ["reward", "probe", folder, trained.Pairs, "--probe", "filler", "--search", "0", "--quiet"];
        var before = File.ReadAllText(Path.Combine(folder, RewardCard.FileName));
        Assert.Equal(0, (await Invocation.Of([.. bench, "--no-card"])).Code);
        Assert.Equal(0, (await Invocation.Of([.. probe, "--no-card"])).Code);
        Assert.Equal(before, File.ReadAllText(Path.Combine(folder, RewardCard.FileName)));

        Assert.EndsWith($"Card: {Path.Combine(folder, "README.md")}", (await Invocation.Of(bench)).Out, StringComparison.Ordinal);
        Assert.EndsWith($"Card: {Path.Combine(folder, "README.md")}", (await Invocation.Of(probe)).Out, StringComparison.Ordinal);
        var once = File.ReadAllText(Path.Combine(folder, RewardCard.FileName));
        await Invocation.Of(bench);
        await Invocation.Of(probe);
        Assert.Equal(once, File.ReadAllText(Path.Combine(folder, RewardCard.FileName)));
    }

    /// <summary>A folder that was not trained here keeps the page it came with.</summary>
    [Fact]
    public async Task Model_WithoutACard_KeepsItsPage()
    {
        var folder = trained.Copy(temp, "elsewhere");
        File.Delete(Path.Combine(folder, RewardCard.FileName));
        File.WriteAllText(Path.Combine(folder, RewardCard.PageName), "theirs");
        var bench = await Invocation.Of("reward", "bench", folder, "--data", trained.Pairs, "--quiet");
        Assert.Equal((0, ""), (bench.Code, bench.Err));
        Assert.DoesNotContain("Card:", bench.Out, StringComparison.Ordinal);
        Assert.Equal("theirs", File.ReadAllText(Path.Combine(folder, RewardCard.PageName)));
    }

    [Fact]
    public async Task TooLongPrompts_AreScored_AndTold()
    {
        var file = temp.File("long.jsonl", $$"""
            {"prompt": "{{string.Join(' ', Enumerable.Repeat("How is it?", 200))}}", "chosen": "It is kind indeed.", "rejected": "It is rude."}
            {"prompt": "How?", "chosen": "It is exact.", "rejected": "It is vague."}
            """ + "\n");
        var score = await Invocation.Of("reward", "score", trained.Folder, file);
        Assert.Equal((0, $"goodhart: 2 texts were too long for '{trained.Folder}' and were read without their oldest turns, or the beginning of the prompt."), (score.Code, score.Err));
        Assert.Contains("4 answers", score.Out, StringComparison.Ordinal);
        Assert.Contains("2 texts were too long", (await Invocation.Of("reward", "bench", trained.Folder, "--data", file, "--quiet", "--no-card")).Out, StringComparison.Ordinal);
        Assert.Contains("texts were too long", (await Invocation.Of("reward", "probe", trained.Folder, file, "--quiet", "--no-card", "--probe", "empty", "--search", "0")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EmptyAnswers_AreNamedAndPassedOver()
    {
        var file = temp.File("empty.jsonl", """
            {"prompt": "How?", "chosen": "It is kind.", "rejected": ""}
            {"prompt": "How?", "chosen": "It is exact.", "rejected": "It is vague."}
            """ + "\n");
        var score = await Invocation.Of("reward", "score", trained.Folder, file);
        Assert.Equal(0, score.Code);
        Assert.Contains("2 answers", score.Out, StringComparison.Ordinal);
        Assert.Contains("the answer is empty", score.Err, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', score.Err);
        var none = await Invocation.Of("reward", "score", trained.Folder, temp.File("none.jsonl", """{"prompt": "How?", "chosen": "It is kind.", "rejected": ""}""" + "\n"));
        Assert.Equal(2, none.Code);
        Assert.Contains("There is no answer to score in these files: ", none.Err, StringComparison.Ordinal);
        Assert.Contains("the answer is empty", none.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SameAnswerTwice_IsNothingToLearnFrom()
    {
        var file = temp.File("same.jsonl", string.Concat(Enumerable.Range(0, 4).Select(i => $$"""{"prompt": "How is {{i}}?", "chosen": "Fine.", "rejected": "Fine."}""" + "\n")));
        var train = await Invocation.Of("reward", "train", file, "--out", temp.In("out"), "--quiet");
        Assert.Equal((2, ""), (train.Code, train.Out));
        Assert.Contains("no comparison with a better answer and no rating among 4 rows", train.Err, StringComparison.Ordinal);
        Assert.False(Directory.Exists(temp.In("out")));
    }

    [Theory]
    [InlineData("empty", "holds no reward: expected config.json, or member-1.")]
    [InlineData("architecture", "'model_type' is 'mamba', which is not supported. Known: gpt2, llama, qwen2, qwen3.")]
    [InlineData("body", "which has no score head")]
    [InlineData("weights", "model.safetensors")]
    [InlineData("tokenizer", "tokenizer.json")]
    [InlineData("vocabulary", "they do not belong together.")]
    [InlineData("pad", "names no pad token")]
    public async Task BrokenFolder_IsOneLine_OfEveryCommand(string how, string expected)
    {
        var folder = trained.Copy(temp, how);
        Break(folder, how);
        foreach (var args in (string[][])[["score", folder, trained.Pairs], ["bench", folder, "--data", trained.Pairs, "--quiet"], ["probe", folder, trained.Pairs, "--quiet"]])
        {
            var call = await Invocation.Of(["reward", .. args]);
            Assert.Equal((2, ""), (call.Code, call.Out));
            Assert.Contains(expected, call.Err, StringComparison.Ordinal);
            Assert.Contains($"'{folder}", call.Err, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', call.Err);
        }
    }

    [Theory]
    [InlineData("There is no folder 'nowhere', and no plain reward of that name. Known: constant, courtesy, length, lists, overlap, random, shortness.", "score", "nowhere", "PAIRS")]
    [InlineData("There is no folder 'lenght', and no plain reward of that name. Did you mean 'length'?", "probe", "lenght", "PAIRS")]
    [InlineData("There is no file or folder 'lenght', and no plain reward of that name. Did you mean 'length'?", "bench", "lenght", "--data", "PAIRS")]
    [InlineData("'PAIRS' is a file; expected a folder with a reward model, a judge (chat:MODEL), or a plain reward.", "score", "PAIRS", "PAIRS")]
    [InlineData("--max-length is for reward models; 'length' is none.", "score", "length", "PAIRS", "--max-length", "9")]
    public async Task NoReward_IsOneLine(string expected, params string[] args) =>
        Assert.Equal(new(2, "", "goodhart: " + expected.Replace("PAIRS", trained.Pairs, StringComparison.Ordinal)), await Invocation.Of(["reward", .. args.Select(a => a == "PAIRS" ? trained.Pairs : a)]));

    private static void Break(string folder, string how)
    {
        string In(string name) => Path.Combine(folder, name);
        switch (how)
        {
            case "empty":
                foreach (var file in Directory.GetFiles(folder)) File.Delete(file);
                break;
            case "architecture":
                Edit(In("config.json"), config => (config["architectures"], config["model_type"]) = (new JsonArray("MambaForSequenceClassification"), "mamba"));
                break;
            case "body":
                Edit(In("config.json"), config => config["architectures"] = new JsonArray("Qwen3ForCausalLM"));
                foreach (var name in (string[])["id2label", "label2id", "num_labels"]) Edit(In("config.json"), config => config.Remove(name));
                break;
            case "weights":
                File.Delete(In("model.safetensors"));
                break;
            case "tokenizer":
                File.Delete(In("tokenizer.json"));
                break;
            case "vocabulary":
                var words = Enumerable.Range(0, 400).Select(i => string.Concat(Enumerable.Repeat(i.ToString("x3", null), 3)));
                TokenizerTraining.Train(words, 700, ["<|endoftext|>", "<|end|>"], new(Eos: "<|end|>", Pad: "<|endoftext|>")).Save(folder);
                break;
            default:
                Edit(In("config.json"), config => config.Remove("pad_token_id"));
                Edit(In("tokenizer_config.json"), config => config.Remove("pad_token"));
                if (File.Exists(In("special_tokens_map.json"))) Edit(In("special_tokens_map.json"), config => config.Remove("pad_token"));
                break;
        }
    }

    private static void Edit(string file, Action<JsonObject> edit)
    {
        var json = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        edit(json);
        File.WriteAllText(file, json.ToJsonString());
    }
}
