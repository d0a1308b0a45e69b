using Goodhart.Models;
using Goodhart.Tests.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Goodhart.Tests.Language;

public sealed class LanguageModelTests
{
    public static IEnumerable<TheoryDataRow<string>> Golden => GoldenModels.Names;

    public static IEnumerable<TheoryDataRow<string>> Tiny => TinyModels.Names;

    private static float[] Logits(LanguageModel model, params int[][] texts)
    {
        using var gradless = no_grad();
        using var scope = NewDisposeScope();
        using var batch = model.Body.Batch(texts);
        return model.Logits(batch).to(ScalarType.Float32).contiguous().Floats().ToArray();
    }

    [Theory, MemberData(nameof(Golden))]
    public void LogProbabilities_OfTheGoldenCheckpoints(string name)
    {
        var (folder, expected) = GoldenContinuations.Require(name);
        using var model = LanguageModel.Load(folder);
        using var gradless = no_grad();
        using var scope = NewDisposeScope();
        Encoded[] items = [.. expected.Ids.Select(ids => new Encoded(ids))];
        TransformerTests.Close([.. expected.LogProbabilities.SelectMany(row => row)], model.LogProbabilities(items).Floats().ToArray(), 1e-4);
        TransformerTests.Close(expected.Sums, model.AnswerLogProbabilities(items).Floats().ToArray(), 1e-4);
    }

    [Theory, MemberData(nameof(Tiny))]
    public void LogProbabilities_OfAnswersInSmallBatches_AreThoseOfTheLogits(string family)
    {
        using var model = LanguageModel.FromScratch(TinyModels.Of(family), new(1));
        using var gradless = no_grad();
        using var scope = NewDisposeScope();
        Encoded[] items = [new([1, 2, 3], answer: 2), new([4, 5, 6, 7, 8, 9], answer: 3), new([10, 11])];
        var expected = new List<double>();
        foreach (var item in items)
        {
            var logits = Logits(model, item.Ids);
            for (var t = Math.Max(1, item.Answer); t < item.Ids.Length; t++)
            {
                var row = logits.AsSpan((t - 1) * TinyModels.Vocabulary, TinyModels.Vocabulary).ToArray().Select(x => (double)x).ToArray();
                expected.Add(row[item.Ids[t]] - Math.Log(row.Sum(Math.Exp)));
            }
        }

        Assert.Equal([1, 3, 1], items.Select(LanguageModel.Predicted));
        TransformerTests.Close([.. expected], model.LogProbabilities(items).Floats().ToArray(), 1e-5);
        TransformerTests.Close([.. expected], model.LogProbabilities(items, batchTokens: 4).Floats().ToArray(), 1e-5);
        TransformerTests.Close([expected[0], expected[1] + expected[2] + expected[3], expected[4]], model.AnswerLogProbabilities(items).Floats().ToArray(), 1e-5);
    }

    [Fact]
    public void LogProbabilities_WithoutAnAnswer_SaysWhichText()
    {
        using var model = LanguageModel.FromScratch(TinyModels.Of("llama"), new(1));
        var error = Assert.Throws<ArgumentException>(() => model.LogProbabilities([new([1, 2], answer: 1), new([1, 2], answer: 2)]));
        Assert.StartsWith("Text 1 has no answer token to predict: its answer begins at 2 of 2 tokens.", error.Message);
    }

    [Theory, MemberData(nameof(Tiny))]
    public void Save_ThenLoad_InOneFileOrInShards_GivesTheSameBits(string family)
    {
        using TemporaryFolder whole = new(), shards = new();
        using var model = LanguageModel.FromScratch(TinyModels.Of(family), new(1));
        model.Save(whole.Path);
        model.Save(shards.Path, maxShardBytes: 4000);
        Assert.True(Directory.GetFiles(shards.Path, "model-*.safetensors").Length > 2);
        foreach (var folder in (TemporaryFolder[])[whole, shards])
        {
            using var read = LanguageModel.Load(folder.Path);
            Assert.Equal(model.Parameters.Values.ToArray(), read.Parameters.Values.ToArray());
            Assert.Equal(Logits(model, [1, 2, 3]), Logits(read, [1, 2, 3]));
        }
    }

    [Theory, InlineData(ScalarType.BFloat16), InlineData(ScalarType.Float16), InlineData(ScalarType.Float64)]
    public void Load_OfAnotherType_ConvertsTheNumbers(ScalarType type)
    {
        using var folder = new TemporaryFolder();
        using var stored = LanguageModel.FromScratch(TinyModels.Of("llama"), new(1), type: type);
        stored.Save(folder.Path);
        using var read = LanguageModel.Load(folder.Path);
        using var values = stored.Parameters.Flat.to(ScalarType.Float32);
        Assert.Equal(type, read.Config.Dtype);
        Assert.Equal(values.Floats().ToArray(), read.Parameters.Values.ToArray());
        TransformerTests.Close([.. Logits(read, [1, 2, 3]).Select(x => (double)x)], Logits(stored, [1, 2, 3]), type is ScalarType.Float64 ? 1e-4 : .15);
    }

    [Fact]
    public void Load_WithAWeightThatHasNoPlace_NamesIt()
    {
        using var folder = new TemporaryFolder();
        using var model = LanguageModel.FromScratch(TinyModels.Of("llama"), new(1));
        model.Save(folder.Path);
        using var extra = zeros(16);
        CheckpointFolder.Save(folder.Path, [.. model.Weights.Names.Select(name => (name, model.Weights[name])), ("model.layers.1.self_attn.o_proj.bias", extra)]);
        var error = Assert.Throws<CheckpointException>(() => LanguageModel.Load(folder.Path));
        Assert.Contains("holds 'model.layers.1.self_attn.o_proj.bias', which a llama of its config.json has no place for", error.Message);
    }

    [Fact]
    public void FromScratch_DrawsAsGpt2Does()
    {
        using var model = LanguageModel.FromScratch(LanguageConfig.Gpt2(500, 64, 8, 4), new(1));
        double Deviation(string name) => model.Weights[name].std().ToDouble();
        Assert.Equal(.02, Deviation("transformer.wte.weight"), .0005);
        Assert.Equal(.02, Deviation("transformer.h.3.mlp.c_fc.weight"), .0005);
        Assert.Equal(.02 / 4, Deviation("transformer.h.3.mlp.c_proj.weight"), .0002);   // √(2·8) = 4
        Assert.Equal(1, model.Weights["transformer.ln_f.weight"].min().ToSingle());
        Assert.Equal(0, model.Weights["transformer.h.0.attn.c_attn.bias"].abs().max().ToSingle());
        using var twin = LanguageModel.FromScratch(LanguageConfig.Gpt2(500, 64, 8, 4), new(1));
        Assert.Equal(model.Parameters.Values.ToArray(), twin.Parameters.Values.ToArray());
    }

    [Fact]
    public void RotaryPositions_StretchedAsLlama3_FollowTheFormula()
    {
        // One head of four: frequencies 1 and θ^(−1/2), each divided, kept or blended by its wavelength 2π/f against the first context of 32.
        var scaling = new RopeScaling(RopeKind.Llama3, Factor: 8, LowFrequencyFactor: 1, HighFrequencyFactor: 4, OriginalMaxPositions: 32);
        foreach (var theta in (double[])[30, 10_000])
        {
            var config = LanguageConfig.Llama(9, 4, 1, 1) with { RopeTheta = theta, RopeScaling = scaling };
            using var table = new RotaryTable(config, CPU, ScalarType.Float64);
            var (cos, sin) = table.At(0, 800, null);
            for (var pair = 0; pair < 2; pair++)
            {
                var f = Math.Pow(theta, -pair / 2.0);
                var wave = 2 * Math.PI / f;
                var smooth = ((32 / wave) - 1) / (4 - 1);
                var expected = wave > 32 / 1.0 ? f / 8 : wave < 32 / 4.0 ? f : ((1 - smooth) * f / 8) + (smooth * f);
                foreach (var p in (int[])[0, 1, 700])
                {
                    Assert.Equal(Math.Cos(p * expected), cos[p, pair].ToDouble(), 1e-9);
                    Assert.Equal(-Math.Sin(p * expected), sin[p, pair].ToDouble(), 1e-9);
                    Assert.Equal(Math.Sin(p * expected), sin[p, pair + 2].ToDouble(), 1e-9);
                }
            }
        }
    }

    [Theory, InlineData(PaddingSide.Right), InlineData(PaddingSide.Left)]
    public void SlidingWindow_InOneLayer_SeesNothingBeforeIt(PaddingSide side)
    {
        // One layer with relative positions: what stands more than 4 tokens back, and where the text began, changes nothing.
        var config = LanguageConfig.Qwen2(TinyModels.Vocabulary, 16, 1, 4) with { InitializerRange = .2, SlidingWindow = new(4, [true]) };
        using var model = LanguageModel.FromScratch(config, new(1));
        using var full = LanguageModel.FromScratch(config with { SlidingWindow = null }, new(1));
        using var gradless = no_grad();
        using var scope = NewDisposeScope();
        float[] Last(LanguageModel model, int[] text)
        {
            using var batch = model.Body.Batch([text, new int[12]], side);
            return model.Logits(batch)[0, batch.Column(0, text.Length - 1)].contiguous().Floats().ToArray();
        }

        int[] text = [1, 2, 3, 4, 5, 6, 7, 8];
        double[] narrow = [.. Last(model, text).Select(x => (double)x)];
        TransformerTests.Close(narrow, Last(full, text[^4..]), 1e-5);
        Assert.Contains(Last(full, text).Zip(narrow), pair => Math.Abs(pair.First - pair.Second) > .01);
        var fed = model.Generate([text], new Generator(1), Sampling.Greedy with { MaxTokens = 6, Stop = [] }, cancellation: TestContext.Current.CancellationToken)[0].Ids;
        Assert.Equal(GenerationTests.Recomputed(model, text, 6), fed);
    }
}
