using Goodhart.Models;
using static TorchSharp.torch;

namespace Goodhart.Tests.Checkpoints;

public class CheckpointFolderTests
{
    private static readonly (string, Tensor)[] three = [("a", arange(4, ScalarType.Float32)), ("b", arange(4, ScalarType.Float32).neg()), ("c", ones(2, 2).bfloat16())];

    [Fact]
    public void Save_SmallShards_WritesTheIndexAndReadsBack()
    {
        using var folder = new TempFolder();
        CheckpointFolder.Save(folder.Path, three, maxShardBytes: 24);   // a and b fill 16 bytes each, c 8: b + c fit
        Assert.Equal(["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "model.safetensors.index.json"], Files(folder));
        Assert.Equal("""
            {
              "metadata": {
                "total_size": 40
              },
              "weight_map": {
                "a": "model-00001-of-00002.safetensors",
                "b": "model-00002-of-00002.safetensors",
                "c": "model-00002-of-00002.safetensors"
              }
            }

            """, File.ReadAllText(folder.In("model.safetensors.index.json")));
        using var read = CheckpointFolder.Open(folder.Path);
        Assert.Equal(["a", "b", "c"], read.Names);
        foreach (var (name, value) in three) Assert.Equal(value.bytes.ToArray(), read.Read(name).bytes.ToArray());
        Assert.Equal(ScalarType.BFloat16, read.Entry("c").Type);
        Assert.False(read.Has("d"));
        Assert.Contains("holds no tensor 'd'", Assert.Throws<CheckpointException>(() => read.Read("d")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_AgainInOneFile_TakesTheShardsAway()
    {
        using var folder = new TempFolder();
        CheckpointFolder.Save(folder.Path, three, maxShardBytes: 1);
        File.WriteAllText(folder.In("model.txt"), "stays");
        Assert.Equal(5, Files(folder).Count);
        CheckpointFolder.Save(folder.Path, three);
        Assert.Equal(["model.safetensors", "model.txt"], Files(folder));
        CheckpointFolder.Save(folder.Path, three, maxShardBytes: 1);
        Assert.DoesNotContain("model.safetensors", Files(folder));
        using var read = CheckpointFolder.Open(folder.Path);
        Assert.Equal(3, read.Names.Count);
    }

    [Theory]
    [InlineData("../model.safetensors")]
    [InlineData("/tmp/model.safetensors")]
    [InlineData("a/model.safetensors")]
    [InlineData("a\\\\model.safetensors")]
    [InlineData("c:model.safetensors")]
    [InlineData(".safetensors")]
    [InlineData("a\\u0000.safetensors")]
    [InlineData("model.bin")]
    [InlineData("")]
    public void Open_ShardOutsideTheFolder_IsRefused(string shard)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.In("model.safetensors.index.json"), $$$"""{"weight_map": {"a": "{{{shard}}}"}}""");
        Assert.Contains("expected the plain name", Assert.Throws<CheckpointException>(() => CheckpointFolder.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_BadIndex_SaysWhat()
    {
        using var folder = new TempFolder();
        SafetensorsWriter.Write(folder.In("x.safetensors"), [("a", zeros(1))]);
        Assert.Contains("'b' into 'x.safetensors', which does not hold it", Refused("""{"weight_map": {"a": "x.safetensors", "b": "x.safetensors"}}"""), StringComparison.Ordinal);
        Assert.Contains("'a' into 'y.safetensors', which is missing", Refused("""{"weight_map": {"a": "y.safetensors"}}"""), StringComparison.Ordinal);
        Assert.Contains("names no tensors", Refused("""{"weight_map": {}}"""), StringComparison.Ordinal);
        Assert.Contains("has no 'weight_map'", Refused("{}"), StringComparison.Ordinal);
        Assert.Contains("must be a text", Refused("""{"weight_map": {"a": 1}}"""), StringComparison.Ordinal);
        Assert.Contains("is not JSON", Refused("{"), StringComparison.Ordinal);

        string Refused(string index)
        {
            File.WriteAllText(folder.In("model.safetensors.index.json"), index);
            return Assert.Throws<CheckpointException>(() => CheckpointFolder.Open(folder.Path)).Message;
        }
    }

    [Fact]
    public void Open_NoWeights_SaysWhatIsThere()
    {
        using var folder = new TempFolder();
        Assert.Contains("holds neither model.safetensors nor", Assert.Throws<CheckpointException>(() => CheckpointFolder.Open(folder.Path)).Message, StringComparison.Ordinal);
        File.WriteAllText(folder.In("pytorch_model.bin"), "");
        Assert.Contains("convert them to safetensors", Assert.Throws<CheckpointException>(() => CheckpointFolder.Open(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("There is no folder", Assert.Throws<CheckpointException>(() => CheckpointFolder.Open(folder.In("none"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_TwoOfOneName_IsRefused() =>
        Assert.Throws<ArgumentException>(() => CheckpointFolder.Save("unused", [("a", zeros(1)), ("a", zeros(1))], maxShardBytes: 4));

    private static List<string> Files(TempFolder folder) => [.. Directory.GetFiles(folder.Path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
}
