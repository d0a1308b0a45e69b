using CsCheck;
using Goodhart.Models;
using static TorchSharp.torch;

namespace Goodhart.Tests.Checkpoints;

public class SafetensorsHostileTests
{
    private const string One = """{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""";

    [Theory]
    [InlineData("", "no tensors", 8)]
    [InlineData("[]", "expected a JSON object", 0)]
    [InlineData("{", "is not the JSON", 0)]
    [InlineData("{} {}", "is not the JSON", 0)]
    [InlineData("not json", "is not the JSON", 0)]
    [InlineData("{\"a\":" + One + ",\"a\":" + One + "}", "names 'a' twice", 8)]
    [InlineData("{\"a\":" + One + ",\"b\":" + One + "}", "overlap tensor 'b', which begins at byte 0; expected 8", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", "leaves a hole before tensor 'a', which begins at byte 4; expected 0", 12)]
    [InlineData("{\"a\":" + One + "}", "describes 8 bytes of data where 12 follow", 12)]
    [InlineData("{\"a\":" + One + "}", "at bytes 0 to 8; expected a range within the 4 bytes", 4)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "at bytes 8 to 0", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "8 bytes; expected 12 for F32 of shape [3]", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "bad shape", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}""", "bad shape", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296,4294967296,4294967296],"data_offsets":[0,8]}}""", "expected fewer than 2^63", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807,0],"data_offsets":[0,0]}}""", "expected fewer than 2^63", 0)]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387906],"data_offsets":[0,8]}}""", "expected fewer than 2^63", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}""", "bad shape", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,9]}}""", "bad data_offsets", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", "bad data_offsets", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8]}}""", "no dtype, shape or pair", 8)]
    [InlineData("""{"a":{"dtype":"F33","shape":[2],"data_offsets":[0,8]}}""", "dtype 'F33', which is not supported. Did you mean", 8)]
    [InlineData("""{"a":{"dtype":4,"shape":[2],"data_offsets":[0,8]}}""", "dtype of tensor 'a' as a text", 8)]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", "no dtype, shape or pair", 8)]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "unknown or comes twice", 8)]
    [InlineData("""{"a":[1]}""", "tensor 'a' as an object", 8)]
    [InlineData("{\"../../a\":" + One + "}", "names a tensor '../../a'", 8)]
    [InlineData("{\"/etc/a\":" + One + "}", "names a tensor '/etc/a'", 8)]
    [InlineData("{\"c:\\\\a\":" + One + "}", "names a tensor 'c:\\a'", 8)]
    [InlineData("{\"a\\u0000b\":" + One + "}", "names a tensor 'a?b'", 8)]
    [InlineData("{\"\":" + One + "}", "names a tensor ''", 8)]
    [InlineData("{\"a\\ud800\":" + One + "}", "is not the JSON", 8)]
    [InlineData("{\"__metadata__\":{\"a\":1},\"a\":" + One + "}", "__metadata__ 'a' as a text", 8)]
    [InlineData("{\"__metadata__\":[],\"a\":" + One + "}", "__metadata__ as an object of texts", 8)]
    [InlineData("{\"__metadata__\":{},\"__metadata__\":{},\"a\":" + One + "}", "names '__metadata__' twice", 8)]
    [InlineData("{\"__metadata__\":{\"a\":\"x\",\"a\":\"x\"},\"a\":" + One + "}", "__metadata__ 'a' twice", 8)]
    public void Open_BadHeader_SaysWhat(string header, string expected, int data)
    {
        if (header.Length == 0) (header, expected) = (" ", "is not the JSON");
        var message = Refused(RawSafetensors.Of(header, data));
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Open_BadLength_SaysWhat()
    {
        Assert.Contains("is cut off: 0 bytes", Refused([]), StringComparison.Ordinal);
        Assert.Contains("is cut off: 7 bytes", Refused(new byte[7]), StringComparison.Ordinal);
        Assert.Contains("is cut off: its header should have 90 bytes, 2 follow", Refused([.. RawSafetensors.Length(90), .. "{}"u8]), StringComparison.Ordinal);
        Assert.Contains("expected at most 100000000", Refused([.. RawSafetensors.Length(100_000_001), .. "{}"u8]), StringComparison.Ordinal);
        Assert.Contains("expected at most 100000000", Refused([.. RawSafetensors.Length(ulong.MaxValue), .. "{}"u8]), StringComparison.Ordinal);
        Assert.Contains("expected at most 100000000", Refused([.. RawSafetensors.Length(1UL << 63), .. "{}"u8]), StringComparison.Ordinal);
        Assert.Contains("git lfs pull", Refused("version https://git-lfs.github.com/spec/v1\n"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("Cannot read", Assert.Throws<CheckpointException>(() => SafetensorsFile.Open("no/such/file")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_DeepOrInvalidUtf8_SaysSo()
    {
        Assert.Contains("expected the dtype of tensor 'a'", Refused(RawSafetensors.Of("""{"a":{"dtype":""" + new string('[', 100_000), 0)), StringComparison.Ordinal);
        Assert.Contains("is not the JSON", Refused(RawSafetensors.Of([.. "{\"a"u8, 0xff, 0xfe, .. "\":{}}"u8], 0)), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_EmptyObjectOrBlankPadding_IsFine()
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder.In("f"), RawSafetensors.Of("{}      ", 0));
        using var file = SafetensorsFile.Open(folder.In("f"));
        Assert.Empty(file.Entries);
    }

    /// <summary>Whatever is done to a file, it opens and reads within its bounds, or is refused by the one error.</summary>
    [Fact]
    public void Open_BytesFlippedInTheHeader_IsRefusedOrReadsWithinTheFile()
    {
        const string Odd = "0123456789-[]{}\",:.eE\\ ";
        using var folder = new TempFolder();
        SafetensorsWriter.Write(folder.In("good"), [("a", arange(6).reshape(2, 3)), ("b.c", zeros(4)), ("e", zeros(0)), ("s", tensor(1f))]);
        var good = File.ReadAllBytes(folder.In("good"));
        var header = 8 + BitConverter.ToInt32(good);
        var flips = Gen.Select(Gen.Int[0, header - 1], Gen.Frequency((1, Gen.Byte), (3, Gen.Int[0, Odd.Length - 1].Select(i => (byte)Odd[i])))).Array[1, 4];
        Gen.Select(flips, Gen.Int[-8, 8]).Sample((changes, grown) =>
        {
            var bytes = good.ToArray();
            foreach (var (at, value) in changes) bytes[at] = value;
            if (grown < 0) bytes = bytes[..^-grown];
            else if (grown > 4) bytes = [.. bytes, .. new byte[grown]];
            try
            {
                File.WriteAllBytes(folder.In("f"), bytes);
                using var file = SafetensorsFile.Open(folder.In("f"));
                using var scope = NewDisposeScope();
                foreach (var (name, entry) in file.Entries)
                {
                    Assert.InRange(entry.Offset + entry.Length, 0, bytes.Length);
                    file.Read(name);
                }
            }
            catch (CheckpointException)
            {
                // Refused in words.
            }
        }, iter: 20_000, threads: 1);
    }

    private static string Refused(byte[] bytes)
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder.In("f"), bytes);
        var message = Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(folder.In("f"))).Message;
        Assert.Contains(folder.In("f"), message, StringComparison.Ordinal);
        return message;
    }
}
