using System.Text.Json.Nodes;
using Goodhart.Models;
using Goodhart.Tests.Checkpoints;
using static TorchSharp.torch;

namespace Goodhart.Tests.Language;

/// <summary>The golden checkpoints as other programs would store them: in transformers 5's spelling, in shards, in 16 bits.</summary>
public sealed class SpellingTests
{
    public static IEnumerable<TheoryDataRow<string>> Golden => GoldenModels.Names;

    /// <summary>Rewrites config.json as transformers 5 does.</summary>
    private static void Respell(string from, string to, string type)
    {
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(from, "config.json")))!.AsObject();
        config.Remove("torch_dtype");
        config["dtype"] = type;
        if (config["rope_theta"] is { } theta)
        {
            config["rope_parameters"] = new JsonObject { ["rope_theta"] = theta.DeepClone(), ["rope_type"] = "default" };
            config.Remove("rope_theta");
        }

        Directory.CreateDirectory(to);
        File.WriteAllText(Path.Combine(to, "config.json"), config.ToJsonString());
    }

    private static void Store(string from, string to, ScalarType type, long shardBytes)
    {
        using var scope = NewDisposeScope();
        using var stored = CheckpointFolder.Open(from);
        CheckpointFolder.Save(to, [.. stored.Names.Select(name => (name, stored.Read(name, type)))], shardBytes);
    }

    private static void CheckAll(LanguageModel model, GoldenContinuations expected)
    {
        using var gradless = no_grad();
        using var scope = NewDisposeScope();
        Encoded[] items = [.. expected.Ids.Select(ids => new Encoded(ids))];
        using var batch = model.Body.Batch(expected.Ids);
        TransformerTests.Close([.. expected.LastLogits.SelectMany(row => row)], model.Logits(batch)[TensorIndex.Colon, ^1].contiguous().Floats().ToArray(), 1e-4);
        TransformerTests.Close([.. expected.LogProbabilities.SelectMany(row => row)], model.LogProbabilities(items).Floats().ToArray(), 1e-4);
        TransformerTests.Close(expected.Sums, model.AnswerLogProbabilities(items).Floats().ToArray(), 1e-4);
        var prompt = expected.Ids[0];
        var more = model.Generate([prompt], new Generator(1), Sampling.Greedy with { MaxTokens = expected.Greedy.Length - prompt.Length, Stop = [] }, cancellation: TestContext.Current.CancellationToken)[0].Ids;
        Assert.Equal(expected.Greedy[prompt.Length..], more);
    }

    [Theory, MemberData(nameof(Golden))]
    public void Load_InTheSpellingOfTransformers5AndTwoShards_GivesTheExpectedNumbers(string name)
    {
        var (folder, expected) = GoldenContinuations.Require(name);
        using var copy = new TemporaryFolder();
        Respell(folder, copy.Path, "float32");
        var bytes = new FileInfo(Path.Combine(folder, "model.safetensors")).Length;
        Store(folder, copy.Path, ScalarType.Float32, (bytes * 6) / 10);
        Assert.Equal(2, Directory.GetFiles(copy.Path, "model-*-of-00002.safetensors").Length);
        using var model = LanguageModel.Load(copy.Path);
        CheckAll(model, expected);
    }

    [Theory, MemberData(nameof(Golden))]
    public void Load_OfSixteenBits_IsThatOfTheRoundedWeights(string name)
    {
        var (folder, expected) = GoldenContinuations.Require(name);
        using TemporaryFolder half = new(), rounded = new();
        Respell(folder, half.Path, "bfloat16");
        Store(folder, half.Path, ScalarType.BFloat16, CheckpointFolder.DefaultShardBytes);
        Respell(folder, rounded.Path, "float32");
        Store(half.Path, rounded.Path, ScalarType.Float32, CheckpointFolder.DefaultShardBytes);
        using LanguageModel read = LanguageModel.Load(half.Path), same = LanguageModel.Load(rounded.Path);
        Assert.Equal(ScalarType.BFloat16, read.Config.Dtype);
        Assert.Equal(same.Weights.Values.ToArray(), read.Weights.Values.ToArray());
        using var gradless = no_grad();
        using var scope = NewDisposeScope();
        Encoded[] items = [.. expected.Ids.Select(ids => new Encoded(ids))];
        float[] mine = read.LogProbabilities(items).Floats().ToArray();
        Assert.Equal(same.LogProbabilities(items).Floats().ToArray(), mine);
        Assert.Contains(expected.LogProbabilities.SelectMany(row => row).Zip(mine), pair => Math.Abs(pair.First - pair.Second) > 1e-4);   // rounding is seen
        Assert.All(expected.LogProbabilities.SelectMany(row => row).Zip(mine), pair => Assert.InRange(pair.First - pair.Second, -.3, .3));
    }
}
