using Goodhart.Audit.Cards;
using Goodhart.Statistics;

namespace Goodhart.Tests.Cards;

public sealed class RewardCardTests : IDisposable
{
    private static readonly RewardCard card = new()
    {
        Name = "helpful",
        Objective = "Bradley–Terry",
        Data = new([new("pairs.jsonl", "ab12", 1234)], new Dictionary<string, long> { ["rows"] = 1000, ["pairs"] = 990, ["ties"] = 10 }) { Format = "trl-preference" },
        Options = new Dictionary<string, string> { ["learning rate"] = "1e-4", ["epochs"] = "2" },
        Seeds = [1, 2],
        HeldOut =
        [
            new("held-out pairs", "accuracy", new(0.7, 0.65, 0.75), 99)
            {
                Baselines = [new("chance", Interval.Exact(0.5)), new("length", new(0.6, 0.55, 0.65))],
                Verdict = "above length",
            },
        ],
    };

    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public void Json_RoundTrips_WithItsSeal()
    {
        var read = RewardCard.Parse(card.ToJson());
        Assert.Equal(card.ToJson(), read.ToJson());
        Assert.True(read.IsSealed);
        Assert.Equal(card.HeldOut[0].Value, read.HeldOut[0].Value);
    }

    /// <summary>The hash of {"parents":[],"data":["ab12"],…} by hand: order of options does not matter, any other change does.</summary>
    [Fact]
    public void Lineage_ChangesWithWhatDecidesTheWeights_AndNothingElse()
    {
        const string Text = """{"parents":[],"data":["ab12"],"objective":"Bradley\u2013Terry","options":{"epochs":"2","learning rate":"1e-4"},"seeds":["1","2"]}""";
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Text))), card.Lineage);
        Assert.Equal(card.Lineage, (card with { Options = new Dictionary<string, string> { ["epochs"] = "2", ["learning rate"] = "1e-4" }, Name = "x", Benches = card.HeldOut }).Lineage);
        Assert.NotEqual(card.Lineage, (card with { Seeds = [1, 3] }).Lineage);
        Assert.NotEqual(card.Lineage, (card with { Parents = ["f"] }).Lineage);
        Assert.NotEqual(card.Lineage, (card with { Objective = "regression" }).Lineage);
        Assert.False(RewardCard.Parse(card.ToJson().Replace("\"2\"", "\"3\"", StringComparison.Ordinal)).IsSealed);
    }

    [Fact]
    public void Page_HasFrontMatterTablesAndSeal()
    {
        card.Save(temp.Path);
        var page = File.ReadAllText(Path.Combine(temp.Path, "README.md"));
        Assert.StartsWith("---\nlibrary_name: transformers\npipeline_tag: text-classification\ntags:\n- reward-model\n", page, StringComparison.Ordinal);
        Assert.Contains("    - type: \"accuracy\"\n      name: \"accuracy\"\n      value: 0.7\n---\n", page, StringComparison.Ordinal);
        Assert.Contains("| what | metric | this reward | chance | length | samples | verdict |\n|---|---|---|---|---|---|---|\n", page, StringComparison.Ordinal);
        Assert.Contains("| held-out pairs | accuracy | 0.700 [0.650, 0.750] | 0.500 | 0.600 [0.550, 0.650] | 99 | above length |\n", page, StringComparison.Ordinal);
        Assert.Contains("1,000 rows, 990 pairs, 10 ties.", page, StringComparison.Ordinal);
        Assert.Contains("None was looked for", page, StringComparison.Ordinal);
        Assert.Contains($"Lineage: `{card.Lineage}`", page, StringComparison.Ordinal);
        var front = page.Split("---\n")[1];
        var read = new YamlDotNet.Serialization.DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(front);
        Assert.Equal("text-classification", read["pipeline_tag"]);
    }

    [Fact]
    public void Change_AddsResults_AndKeepsTheSeal()
    {
        card.Save(temp.Path);
        RewardCard.Change(temp.Path, c => c with { KnownExploits = [new("repeats | itself\n<b>", 1.25, "aaa")] });
        var read = RewardCard.Load(temp.Path);
        Assert.Equal(1.25, read.KnownExploits.Single().Gain);
        Assert.True(read.IsSealed);
        Assert.Contains("- repeats | itself &lt;b>: +1.25 standard deviations, as in “aaa”\n", File.ReadAllText(Path.Combine(temp.Path, "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoneOrBad_SaysSo()
    {
        Assert.Contains("holds no reward-card.json", Assert.Throws<FileNotFoundException>(() => RewardCard.Load(temp.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("is not a reward card", Assert.Throws<InvalidDataException>(() => RewardCard.Parse("{}")).Message, StringComparison.Ordinal);
        Assert.Contains("but null", Assert.Throws<InvalidDataException>(() => RewardCard.Parse("null")).Message, StringComparison.Ordinal);
    }
}
