using Goodhart.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Goodhart.Tests.Checkpoints;

public class LoraFolderTests
{
    private static readonly LoraConfig options = new() { Rank = 2, Alpha = 4, TargetModules = ["q_proj"], ModulesToSave = ["score"], TaskType = "SEQ_CLS", BaseModel = "base" };

    [Fact]
    public void Save_ThenOpen_KeepsNamesNumbersAndOptions()
    {
        using var folder = new TempFolder();
        var (a, b, score) = (arange(6, ScalarType.Float32).reshape(2, 3), arange(8, ScalarType.Float32).reshape(4, 2), ones(1, 3));
        LoraFolder.Save(folder.Path, options, [("model.layers.0.self_attn.q_proj", a, b)], [("score.weight", score)]);
        using (var file = SafetensorsFile.Open(folder.In("adapter_model.safetensors")))
            Assert.Equal(["base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight", "base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight", "base_model.model.score.weight"], file.Entries.Keys);
        using var read = LoraFolder.Open(folder.Path);
        Assert.Equal(["model.layers.0.self_attn.q_proj"], read.Modules);
        Assert.Equal(["score.weight"], read.Whole);
        var pair = read.Read("model.layers.0.self_attn.q_proj");
        Assert.Equal(a.bytes.ToArray(), pair.A.bytes.ToArray());
        Assert.Equal(b.bytes.ToArray(), pair.B.bytes.ToArray());
        Assert.Equal(score.bytes.ToArray(), read.ReadWhole("score.weight").bytes.ToArray());
        Assert.Equal((2, 4.0, 2.0, "SEQ_CLS", "base"), (read.Config.Rank, read.Config.Alpha, read.Config.Scaling, read.Config.TaskType, read.Config.BaseModel));
        Assert.Equal(["score"], read.Config.ModulesToSave);
    }

    /// <summary>Adapters of older PEFT keep the wrapper's name in that of a module trained whole.</summary>
    [Fact]
    public void Open_WrapperInTheName_FindsTheModule()
    {
        using var folder = new TempFolder();
        options.Save(folder.Path);
        SafetensorsWriter.Write(folder.In("adapter_model.safetensors"), [("base_model.model.score.modules_to_save.weight", ones(1, 3))]);
        using var read = LoraFolder.Open(folder.Path);
        Assert.Equal(3f, read.ReadWhole("score.weight").sum().ToSingle());
    }

    [Fact]
    public void Open_BadTensors_SaysWhich()
    {
        Assert.Contains("its lora_B.weight beside it", Refused(("base_model.model.q.lora_A.weight", zeros(2, 3))), StringComparison.Ordinal);
        Assert.Contains("its lora_A.weight beside it", Refused(("base_model.model.q.lora_B.weight", zeros(3, 2))), StringComparison.Ordinal);
        Assert.Contains("as r in adapter_config.json says", Refused(("base_model.model.q.lora_A.weight", zeros(3, 3)), ("base_model.model.q.lora_B.weight", zeros(3, 3))), StringComparison.Ordinal);
        Assert.Contains("a name that begins with 'base_model.model.'", Refused(("q.lora_A.weight", zeros(2, 3))), StringComparison.Ordinal);
        Assert.Contains("lora_A.weight and lora_B.weight alone", Refused(("base_model.model.q.lora_magnitude_vector", zeros(2))), StringComparison.Ordinal);

        static string Refused(params (string, Tensor)[] tensors)
        {
            using var folder = new TempFolder();
            options.Save(folder.Path);
            SafetensorsWriter.Write(folder.In("adapter_model.safetensors"), tensors);
            return Assert.Throws<CheckpointException>(() => LoraFolder.Open(folder.Path)).Message;
        }
    }

    [Theory]
    [InlineData("""{"peft_type": "IA3"}""", "'peft_type' is 'IA3'")]
    [InlineData("""{"use_dora": true}""", "'use_dora' is not supported")]
    [InlineData("""{"bias": "all"}""", "'bias' is 'all'")]
    [InlineData("""{"rank_pattern": {"q": 4}}""", "'rank_pattern' is not supported")]
    [InlineData("""{"r": 0}""", "'r' must be a positive whole number, is 0")]
    [InlineData("""{"lora_dropout": 1}""", "'lora_dropout' must be in [0, 1), is 1")]
    public void Load_Unsupported_SaysWhat(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<CheckpointException>(() => LoraConfig.Parse(json, "adapter_config.json")).Message, StringComparison.Ordinal);

    [Fact]
    public void Save_UnknownFields_AreKept()
    {
        const string Json = """{"peft_type": "LORA", "r": 4, "lora_alpha": 8, "target_modules": "all-linear", "layer_replication": null, "megatron_core": "x"}""";
        var read = LoraConfig.Parse(Json, "f");
        Assert.Equal(Json, read.ToJson());
        Assert.Equal(["all-linear"], read.TargetModules);
        var changed = (read with { RankStabilised = true }).ToJson();
        Assert.Contains("\"megatron_core\": \"x\"", changed, StringComparison.Ordinal);
        Assert.Equal(4, LoraConfig.Parse(changed, "f").Scaling);   // 8 / √4
    }
}
