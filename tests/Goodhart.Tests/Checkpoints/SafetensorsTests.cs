using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using CsCheck;
using Goodhart.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Goodhart.Tests.Checkpoints;

public class SafetensorsTests
{
    [Fact]
    public void Write_TwoTensors_GivesTheBytesOfTheFormat()
    {
        using var folder = new TempFolder();
        SafetensorsWriter.Write(folder.In("a"), [("b", tensor([1f, 2f])), ("a", tensor((byte)7))]);

        // 128 characters already: no padding. F32 before U8, whatever the names.
        const string Header = """{"__metadata__":{"format":"pt"},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"U8","shape":[],"data_offsets":[8,9]}}""";
        var padded = Header.PadRight((Header.Length + 7) / 8 * 8);
        byte[] data = [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40, 7];
        Assert.Equal([.. RawSafetensors.Length((ulong)padded.Length), .. Encoding.UTF8.GetBytes(padded), .. data], File.ReadAllBytes(folder.In("a")));
    }

    [Theory, MemberData(nameof(GoldenModels.Names), MemberType = typeof(GoldenModels))]
    public void Read_GoldenModel_EveryTensorHasTheFilesNumbers(string name)
    {
        var path = Path.Combine(GoldenModels.Require(name), "model.safetensors");
        var bytes = File.ReadAllBytes(path);
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, length));
        using var file = SafetensorsFile.Open(path);
        foreach (var property in header.RootElement.EnumerateObject().Where(p => p.Name != "__metadata__"))
        {
            using var read = file.Read(property.Name);
            var offsets = property.Value.GetProperty("data_offsets");
            Assert.Equal(property.Value.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64()), read.shape);
            Assert.Equal(bytes[(8 + length + offsets[0].GetInt32())..(8 + length + offsets[1].GetInt32())], read.bytes.ToArray());
        }
    }

    [Theory, MemberData(nameof(GoldenModels.Names), MemberType = typeof(GoldenModels))]
    public void Write_WhatWasRead_ReadsAsTheSameBits(string name)
    {
        using var folder = new TempFolder();
        using var file = SafetensorsFile.Open(Path.Combine(GoldenModels.Require(name), "model.safetensors"));
        var tensors = file.Entries.Keys.Select(key => (key, file.Read(key))).ToList();
        SafetensorsWriter.Write(folder.In("once"), tensors);
        SafetensorsWriter.Write(folder.In("turned"), Enumerable.Reverse(tensors));
        Assert.Equal(File.ReadAllBytes(folder.In("once")), File.ReadAllBytes(folder.In("turned")));
        using var again = SafetensorsFile.Open(folder.In("once"));
        Assert.Equal(file.Entries.Keys.Order(), again.Entries.Keys.Order());
        Assert.Equal("pt", again.Metadata["format"]);
        foreach (var (key, value) in tensors) Assert.Equal(value.bytes.ToArray(), again.Read(key).bytes.ToArray());
    }

    [Fact]
    public void Read_EveryType_RoundTrips()
    {
        using var folder = new TempFolder();
        ScalarType[] types = [ScalarType.Int64, ScalarType.Float64, ScalarType.Float32, ScalarType.Int32, ScalarType.BFloat16, ScalarType.Float16, ScalarType.Int16, ScalarType.Int8, ScalarType.Byte, ScalarType.Bool];
        var values = types.Select(type => ($"t.{type}", tensor([0f, 1f, 2f, 3f, 5f, 8f]).reshape(2, 3).to_type(type))).ToList();
        SafetensorsWriter.Write(folder.In("f"), [.. values, ("empty", zeros(3, 0)), ("scalar", tensor(2.5))]);
        using var file = SafetensorsFile.Open(folder.In("f"));
        foreach (var (name, value) in values)
        {
            using var read = file.Read(name);
            Assert.Equal(value.dtype, read.dtype);
            Assert.True(read.equal(value).all().ToBoolean(), name);
            using var wide = file.Read(name, ScalarType.Float32);
            Assert.True(wide.equal(value.to_type(ScalarType.Float32)).all().ToBoolean(), name);
        }

        Assert.Equal([3, 0], file.Read("empty").shape);
        Assert.Equal(2.5, file.Read("scalar").ToDouble());
    }

    [Fact]
    public void Read_EveryHalfAndBrainFloat_WidensAsTheSystemDoes()
    {
        using var folder = new TempFolder();
        byte[] bits = [.. Enumerable.Range(0, 1 << 16).SelectMany(i => BitConverter.GetBytes((ushort)i))];
        var (h, b) = (empty([1 << 16], ScalarType.Float16), empty([1 << 16], ScalarType.BFloat16));
        bits.CopyTo(h.bytes);
        bits.CopyTo(b.bytes);
        SafetensorsWriter.Write(folder.In("f"), [("h", h), ("b", b)]);
        using var file = SafetensorsFile.Open(folder.In("f"));
        var (halves, brains) = (file.Read("h", ScalarType.Float32).data<float>().ToArray(), file.Read("b", ScalarType.Float32).data<float>().ToArray());
        for (var i = 0; i < 1 << 16; i++)
        {
            var half = (float)BitConverter.UInt16BitsToHalf((ushort)i);
            if (float.IsNaN(half)) Assert.True(float.IsNaN(halves[i]));
            else Assert.Equal(BitConverter.SingleToUInt32Bits(half), BitConverter.SingleToUInt32Bits(halves[i]));
            Assert.Equal((uint)i << 16, BitConverter.SingleToUInt32Bits(brains[i]));
        }
    }

    [Fact]
    public void CopyTo_LargeTensorInPieces_EqualsTorchsConversion()
    {
        using var folder = new TempFolder();
        var value = arange(3_000_017, ScalarType.Float32).sin_();
        SafetensorsWriter.Write(folder.In("f"), [("f", value), ("b", value.bfloat16()), ("h", value.half())]);
        using var file = SafetensorsFile.Open(folder.In("f"));
        Assert.True(file.Read("f").equal(value).all().ToBoolean());
        Assert.True(file.Read("b", ScalarType.Float32).equal(value.bfloat16().to(ScalarType.Float32)).all().ToBoolean());
        Assert.True(file.Read("h", ScalarType.Float32).equal(value.half().to(ScalarType.Float32)).all().ToBoolean());
        Assert.True(file.Read("h", ScalarType.BFloat16).equal(value.half().bfloat16()).all().ToBoolean());
    }

    [Fact]
    public void CopyTo_StridedViewThatTakesGradients_FillsIt()
    {
        using var folder = new TempFolder();
        SafetensorsWriter.Write(folder.In("f"), [("w", arange(6, ScalarType.Float32).reshape(2, 3))]);
        using var file = SafetensorsFile.Open(folder.In("f"));
        using var turned = zeros(3, 2).t();
        file.CopyTo("w", turned);
        Assert.Equal([0f, 1, 2, 3, 4, 5], turned.contiguous().data<float>().ToArray());
        using var vector = new ParameterVector([2, 3]);
        file.CopyTo("w", vector.Leaves[0]);
        Assert.Equal([0f, 1, 2, 3, 4, 5], vector.Values.ToArray());
    }

    [Fact]
    public void CopyTo_OtherShapeOrName_SaysBoth()
    {
        using var folder = new TempFolder();
        SafetensorsWriter.Write(folder.In("f"), [("model.weight", zeros(2, 3))]);
        using var file = SafetensorsFile.Open(folder.In("f"));
        Assert.Contains("shape [2, 3], expected [3, 2]", Assert.Throws<CheckpointException>(() => file.CopyTo("model.weight", zeros(3, 2))).Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'model.weight'?", Assert.Throws<CheckpointException>(() => file.Read("model.weigt")).Message, StringComparison.Ordinal);
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.Read("model.weight"));
    }

    [Fact]
    public void Write_AnyTensors_ReadBackTheSame() => Gen.Int[0, 5].Array[0, 4].Select(Gen.Int[0, 6], (shape, seed) => (shape, seed)).Array[0, 6].Sample(cases =>
    {
        using var folder = new TempFolder();
        using var scope = NewDisposeScope();
        var tensors = cases.Select((c, i) => ($"t{i}", arange(c.shape.Aggregate(1, (p, d) => p * d), ScalarType.Float32).add(c.seed).reshape([.. c.shape.Select(d => (long)d)]))).ToList();
        SafetensorsWriter.Write(folder.In("f"), tensors);
        using var file = SafetensorsFile.Open(folder.In("f"));
        return file.Entries.Count == tensors.Count && tensors.All(t => file.Read(t.Item1).shape.SequenceEqual(t.Item2.shape) && file.Read(t.Item1).bytes.SequenceEqual(t.Item2.bytes));
    }, iter: 30, threads: 1);

    [Fact]
    public void Write_ToAFolderThatIsAFile_SaysSoAndLeavesNothing()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.In("file"), "x");
        Assert.Throws<CheckpointException>(() => SafetensorsWriter.Write(Path.Combine(folder.In("file"), "m.safetensors"), [("a", zeros(1))]));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(folder.In("m"), [("a", zeros(1)), ("a", zeros(1))]));
        Assert.Throws<CheckpointException>(() => SafetensorsWriter.Write(folder.In("m"), [("../a", zeros(1))]));
        Assert.Equal(["file"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }
}
