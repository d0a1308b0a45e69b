using System.Text.Json.Nodes;
using CsCheck;
using Goodhart.Models;
using static TorchSharp.torch;

namespace Goodhart.Tests.Checkpoints;

public class LanguageConfigTests
{
    private const string Sizes = "\"vocab_size\": 10, \"hidden_size\": 8, \"intermediate_size\": 16, \"num_hidden_layers\": 2, \"num_attention_heads\": 4, \"num_key_value_heads\": 2";

    [Fact]
    public void Load_GoldenGpt2_ReadsItsWords()
    {
        var config = LanguageConfig.Load(GoldenModels.Require("gpt2-tiny"));
        Assert.Equal((LanguageFamily.Gpt2, 101, 32, 2, 4, 4, 8, 128, 64), (config.Family, config.VocabularySize, config.Hidden, config.Layers, config.Heads, config.KeyValueHeads, config.HeadDim, config.Intermediate, config.MaxPositions));
        Assert.Equal((Nonlinearity.GeluTanh, 1e-5, true, true, true, true), (config.Activation, config.NormEpsilon, config.TieEmbeddings, config.AttentionBias, config.AttentionOutputBias, config.MlpBias));
        Assert.Equal((1, 2, (int?)null), (config.BosId!.Value, config.EosIds.Single(), config.PadId));
    }

    [Fact]
    public void Load_GoldenQwen3_KeepsItsHeadSize()
    {
        var config = LanguageConfig.Load(GoldenModels.Require("qwen3-tiny"));
        Assert.Equal((LanguageFamily.Qwen3, 12, 2, 56, 128, 1e-6, 1e6), (config.Family, config.HeadDim, config.KeyValueHeads, config.Intermediate, config.MaxPositions, config.NormEpsilon, config.RopeTheta));
        Assert.Equal((true, false, false, false), (config.QkNorm, config.AttentionBias, config.TieEmbeddings, config.MlpBias));
        Assert.Null(config.SlidingWindow);
    }

    [Fact]
    public void Load_GoldenQwen2_HasBiasesWhateverTheFileSays()
    {
        var config = LanguageConfig.Load(GoldenModels.Require("qwen2-tiny"));
        Assert.Equal((true, false, true), (config.AttentionBias, config.AttentionOutputBias, config.TieEmbeddings));
    }

    [Theory, MemberData(nameof(GoldenModels.Names), MemberType = typeof(GoldenModels))]
    public void Save_WhatWasRead_IsTheSameText(string name)
    {
        var folder = GoldenModels.Require(name);
        var config = LanguageConfig.Load(folder);
        Assert.Equal(File.ReadAllText(Path.Combine(folder, "config.json")), config.ToJson());
        var changed = config with { PadId = 3 };
        var again = LanguageConfig.Parse(changed.ToJson());
        Assert.Equal(3, again.PadId);
        Assert.Equal(config.Hidden, again.Hidden);
    }

    [Fact]
    public void Parse_BothSpellings_MeanTheSame()
    {
        var four = LanguageConfig.Parse($$$"""
            {"model_type": "llama", {{{Sizes}}}, "rope_theta": 500000.0, "torch_dtype": "bfloat16", "eos_token_id": [5, 6], "max_position_embeddings": 131072,
             "rope_scaling": {"factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192, "rope_type": "llama3"}}
            """);
        var five = LanguageConfig.Parse($$$"""
            {"model_type": "llama", {{{Sizes}}}, "dtype": "bfloat16", "eos_token_id": [5, 6], "max_position_embeddings": 131072,
             "rope_parameters": {"rope_theta": 500000.0, "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192, "rope_type": "llama3"}}
            """);
        foreach (var config in (LanguageConfig[])[four, five])
        {
            Assert.Equal(new RopeScaling(RopeKind.Llama3, 8, 1, 4, 8192), config.RopeScaling);
            Assert.Equal((500_000.0, ScalarType.BFloat16, 2), (config.RopeTheta, config.Dtype, config.HeadDim));
            Assert.Equal([5, 6], config.EosIds);
        }

        var nodes = JsonNode.Parse((five with { RopeTheta = 20_000, Dtype = ScalarType.Float32 }).ToJson())!;
        Assert.Equal(20_000, (double)nodes["rope_parameters"]!["rope_theta"]!);
        Assert.Equal("float32", (string)nodes["dtype"]!);
        Assert.Null(nodes["rope_theta"]);
        Assert.Null(nodes["torch_dtype"]);
        Assert.Equal(20_000, (double)JsonNode.Parse((four with { RopeTheta = 20_000 }).ToJson())!["rope_theta"]!);
    }

    [Fact]
    public void RotaryFrequencies_Llama3_KeepsHighDividesLowBlendsBetween()
    {
        var scaling = new RopeScaling(RopeKind.Llama3, 8, 1, 4, 8192);
        var once = 2 * Math.PI / 8192;                                       // one turn in the first context
        Assert.Equal(0.5 * once / 8, scaling.Stretch(0.5 * once), 15);       // fewer turns than 1: divided
        Assert.Equal(5 * once, scaling.Stretch(5 * once), 15);               // more than 4: kept
        Assert.Equal((0.5 * 2.5 * once / 8) + (0.5 * 2.5 * once), scaling.Stretch(2.5 * once), 15);   // half way
        Assert.Equal(0.25, new RopeScaling(RopeKind.Linear, 4).Stretch(1));

        var config = LanguageConfig.Qwen3(10, 8, 1, 2) with { RopeTheta = 100 };
        Assert.Equal([1.0, 0.1], config.RotaryFrequencies(), (a, b) => Math.Abs(a - b) < 1e-12);      // θ^0, θ^(−2/4)
    }

    [Fact]
    public void Parse_SlidingWindow_CountsOnlyWhereItIsUsed()
    {
        static LanguageConfig Qwen(string more) => LanguageConfig.Parse($$$"""{"model_type": "qwen2", {{{Sizes}}}, {{{more}}}}""");
        Assert.Null(Qwen("\"sliding_window\": 4, \"use_sliding_window\": false, \"max_window_layers\": 0").SlidingWindow);
        Assert.Null(Qwen("\"sliding_window\": null, \"use_sliding_window\": true").SlidingWindow);
        Assert.Null(Qwen("\"sliding_window\": 4, \"use_sliding_window\": true, \"max_window_layers\": 2").SlidingWindow);
        var upper = Qwen("\"sliding_window\": 4, \"use_sliding_window\": true, \"max_window_layers\": 1");
        Assert.Equal((null, 4), (upper.WindowOf(0), upper.WindowOf(1)));
        var named = Qwen("\"sliding_window\": 4, \"use_sliding_window\": true, \"layer_types\": [\"sliding_attention\", \"full_attention\"]");
        Assert.Equal((4, null), (named.WindowOf(0), named.WindowOf(1)));
        Assert.Equal([true, false], LanguageConfig.Parse((named with { PadId = 1 }).ToJson()).SlidingWindow!.Layers);
        Assert.Contains("must name 2 layers, names 1", Assert.Throws<CheckpointException>(() => Qwen("\"sliding_window\": 4, \"use_sliding_window\": true, \"layer_types\": [\"full_attention\"]")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AsClassifier_IsWhatTransformersReads()
    {
        var config = LanguageConfig.Qwen2(10, 8, 2, 2).AsClassifier(2, ["helpfulness", "brevity"]) with { PadId = 0, ProblemType = "regression" };
        var node = JsonNode.Parse(config.ToJson())!;
        Assert.Equal("Qwen2ForSequenceClassification", (string)node["architectures"]![0]!);
        Assert.Equal("brevity", (string)node["id2label"]!["1"]!);
        Assert.Equal(1, (int)node["label2id"]!["brevity"]!);
        var read = LanguageConfig.Parse(config.ToJson());
        Assert.True(read.IsClassifier);
        Assert.Equal(["helpfulness", "brevity"], read.Labels);
        Assert.Equal(("regression", 0), (read.ProblemType, read.PadId!.Value));
        Assert.Equal(["LABEL_0"], LanguageConfig.Gpt2(10, 8, 2, 2).AsClassifier().Labels);
        Assert.Equal("GPT2LMHeadModel", config.AsCausal() is var back && back.Labels.Count == 0 ? LanguageConfig.Gpt2(10, 8, 2, 2).Architectures[0] : "");
    }

    [Fact]
    public void Parse_ClassifierWithoutLabels_HasTransformersTwo() =>
        Assert.Equal(["LABEL_0", "LABEL_1"], LanguageConfig.Parse($$$"""{"model_type": "llama", "architectures": ["LlamaForSequenceClassification"], {{{Sizes}}}}""").Labels);

    [Fact]
    public void Save_FreshSizes_ReadBackTheSame()
    {
        LanguageConfig[] fresh =
        [
            LanguageConfig.Gpt2(50, 12, 3, 3, positions: 77) with { Intermediate = 20, BosId = 3, EosIds = [4], PadId = 5 },
            LanguageConfig.Llama(50, 16, 3, 4, keyValueHeads: 2, positions: 99, tied: false) with { RopeScaling = new(RopeKind.Llama3, 4, 1, 4, 32), MlpBias = true, Dtype = ScalarType.BFloat16 },
            LanguageConfig.Qwen2(50, 16, 3, 4) with { SlidingWindow = new(7, [false, true, true]), RopeScaling = new(RopeKind.Linear, 2) },
            LanguageConfig.Qwen3(50, 16, 3, 4, intermediate: 9) with { HeadDim = 6, EosIds = [1, 2], RopeTheta = 1e6, InitializerRange = 0.01 },
        ];
        foreach (var config in fresh)
        {
            using var folder = new TempFolder();
            config.Save(folder.Path);
            var read = LanguageConfig.Load(folder.Path);
            Assert.Equal(config.ToJson(), (read with { Source = null }).ToJson());
            Assert.Equal(config.ToJson(), File.ReadAllText(folder.In("config.json")));
            Assert.Equal(config.HeadDim, read.HeadDim);
            Assert.Equal(config.StopIds, read.StopIds);
        }
    }

    [Fact]
    public void Load_GenerationConfig_GivesTheStopTokensAndIsKept()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.In("config.json"), $$$"""{"model_type": "qwen2", {{{Sizes}}}, "eos_token_id": 7, "made_up": {"x": [1, null]}}""");
        File.WriteAllText(folder.In("generation_config.json"), """{"eos_token_id": [7, 8], "temperature": 0.7}""");
        var config = LanguageConfig.Load(folder.Path);
        Assert.Equal([7], config.EosIds);
        Assert.Equal([7, 8], config.StopIds);
        using var copy = new TempFolder();
        (config with { PadId = 9 }).Save(copy.Path);
        Assert.Contains("\"temperature\": 0.7", File.ReadAllText(copy.In("generation_config.json")), StringComparison.Ordinal);
        var written = JsonNode.Parse(File.ReadAllText(copy.In("config.json")))!.AsObject();
        var expected = JsonNode.Parse(File.ReadAllText(folder.In("config.json")))!.AsObject();
        expected["pad_token_id"] = 9;
        Assert.True(JsonNode.DeepEquals(expected, written), written.ToJsonString());
        Assert.Equal([7, 8], LanguageConfig.Load(copy.Path).StopIds);
    }

    [Theory]
    [InlineData("""{"model_type": "mistral"}""", "'model_type' is 'mistral', which is not supported. Known: gpt2, llama, qwen2, qwen3.")]
    [InlineData("""{"model_type": "qwen4"}""", "Did you mean 'qwen2' or 'qwen3'?")]
    [InlineData("""{}""", "has no 'model_type', expected one of gpt2, llama, qwen2, qwen3")]
    [InlineData("""[]""", "must hold a JSON object, holds []")]
    [InlineData("""{"model_type": "llama", "model_type": "llama"}""", "is not JSON")]
    [InlineData("""{"model_type": "llama", "hidden_size": "8", SIZES}""", "is not JSON")]
    [InlineData("""{"model_type": "llama", "vocab_size": -1, "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1, "intermediate_size": 8}""", "'vocab_size' must be a positive whole number, is -1")]
    [InlineData("""{"model_type": "llama", "hidden_size": 9, "vocab_size": 2, "num_hidden_layers": 1, "num_attention_heads": 4}""", "'hidden_size' 9 must be a multiple of 'num_attention_heads' 4")]
    [InlineData("""{"model_type": "llama", "hidden_size": 12, "vocab_size": 2, "num_hidden_layers": 1, "num_attention_heads": 4}""", "must be of even size for rotary positions, was 3")]
    [InlineData("""{"model_type": "llama", "hidden_size": 8, "num_hidden_layers": 99999999, "num_attention_heads": 4}""", "from 1 to 10000, is 99999999")]
    [InlineData("""{"model_type": "llama", "num_key_value_heads": 3, "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 4}""", "must be a multiple of 'num_key_value_heads' 3")]
    [InlineData("""{"model_type": "gpt2", "n_embd": 9, "n_head": 2}""", "'n_embd' 9 must be a multiple of 'n_head' 2")]
    [InlineData("""{"model_type": "gpt2", "scale_attn_by_inverse_layer_idx": true}""", "not supported for gpt2")]
    [InlineData("""{"model_type": "gpt2", "quantization_config": {}}""", "'quantization_config' is set")]
    [InlineData("""{"model_type": "llama", SIZES, "rope_scaling": {"type": "dynamic", "factor": 2}}""", "'type' is 'dynamic', which is not supported. Known: default, linear, llama3.")]
    [InlineData("""{"model_type": "llama", SIZES, "rope_parameters": {"rope_type": "yarn", "factor": 2}}""", "'rope_type' is 'yarn'")]
    [InlineData("""{"model_type": "llama", SIZES, "rope_scaling": {"rope_type": "linear"}}""", "has no 'factor'")]
    [InlineData("""{"model_type": "llama", SIZES, "rope_scaling": {"rope_type": "linear", "factor": 0.5}}""", "'factor' must be at least 1, is 0.5")]
    [InlineData("""{"model_type": "llama", SIZES, "rope_scaling": {"rope_type": "llama3", "factor": 2, "low_freq_factor": 4, "high_freq_factor": 4}}""", "'low_freq_factor' 4 must be below")]
    [InlineData("""{"model_type": "llama", SIZES, "partial_rotary_factor": 0.5, "rope_scaling": {}}""", "over a part of a head")]
    [InlineData("""{"model_type": "llama", SIZES, "hidden_act": "mish"}""", "'hidden_act' is 'mish'")]
    [InlineData("""{"model_type": "llama", SIZES, "torch_dtype": "float8_e4m3fn"}""", "'torch_dtype' is 'float8_e4m3fn'")]
    [InlineData("""{"model_type": "llama", SIZES, "eos_token_id": "x"}""", "'eos_token_id' must be a token id, is \"x\"")]
    [InlineData("""{"model_type": "llama", SIZES, "eos_token_id": [1, "x"]}""", "'eos_token_id' must be a token id or a list of token ids")]
    [InlineData("""{"model_type": "llama", SIZES, "id2label": {"0": "a", "2": "b"}}""", "'id2label' must be names by the numbers 0 to 1")]
    [InlineData("""{"model_type": "llama", SIZES, "num_labels": 2000000000}""", "'num_labels' must be a whole number from 1 to 1000000")]
    [InlineData("""{"model_type": "llama", SIZES, "architectures": ["\ud800"]}""", "must be valid Unicode")]
    public void Parse_Bad_SaysFieldAndValue(string json, string expected)
    {
        var message = Assert.Throws<CheckpointException>(() => LanguageConfig.Parse(json.Replace("SIZES", Sizes, StringComparison.Ordinal).Replace("\"hidden_size\": \"8\", \"vocab", "\"hidden_size\": 8 8, \"vocab", StringComparison.Ordinal))).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Load_MissingFolderOrFile_SaysSo()
    {
        using var folder = new TempFolder();
        Assert.Contains("holds no config.json", Assert.Throws<CheckpointException>(() => LanguageConfig.Load(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("There is no folder", Assert.Throws<CheckpointException>(() => LanguageConfig.Load(folder.In("x"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_CharactersChanged_IsReadOrRefusedInWords()
    {
        const string Odd = "0123456789-[]{}\",:.eE\\ ntu";
        var good = LanguageConfig.Llama(50, 16, 3, 4).AsClassifier(2).ToJson();
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Int[0, Odd.Length - 1].Select(i => Odd[i])).Array[1, 4].Sample(changes =>
        {
            var text = good.ToCharArray();
            foreach (var (at, c) in changes) text[at] = c;
            try
            {
                LanguageConfig.Parse(new string(text)).ToJson();
            }
            catch (CheckpointException)
            {
                // Refused in words.
            }
        }, iter: 5_000, threads: 1);
    }
}
