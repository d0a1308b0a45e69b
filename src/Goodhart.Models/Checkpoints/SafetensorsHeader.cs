using System.Text.Json;
using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>The JSON at the beginning of a safetensors file: <c>{name: {dtype, shape, data_offsets}}</c> and <c>__metadata__</c>.</summary>
/// <remarks>Whatever is read here came from somebody else, so everything is checked: after <see cref="Parse"/> each entry lies within the data and none meets another.</remarks>
internal static class SafetensorsHeader
{
    public const string Metadata = "__metadata__";

    /// <summary>Bytes of the length that comes first.</summary>
    public const int Prefix = 8;

    /// <summary>The format's own bound.</summary>
    public const long Longest = 100_000_000;

    private const int MostDimensions = 64;

    /// <param name="json">The header.</param>
    /// <param name="data">Bytes that follow it in the file.</param>
    /// <param name="path">For messages.</param>
    public static (IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata) Parse(ReadOnlySpan<byte> json, long data, string path)
    {
        var (entries, metadata, names) = (new List<SafetensorsEntry>(), new Dictionary<string, string>(), new HashSet<string>(StringComparer.Ordinal));
        try
        {
            var reader = new Utf8JsonReader(json);
            Expect(ref reader, JsonTokenType.StartObject, path, "a JSON object");
            while (Next(ref reader).TokenType is not JsonTokenType.EndObject)
            {
                var name = reader.GetString()!;
                if (!names.Add(name)) throw Bad(path, $"names '{Shown(name)}' twice");
                if (name == Metadata) ReadMetadata(ref reader, metadata, path);
                else entries.Add(Entry(ref reader, CheckedName(name, path), data, path));
            }

            if (reader.Read()) throw Bad(path, "has something after the JSON object");   // blanks that pad it are no tokens
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new CheckpointException($"The header of '{path}' is not the JSON of a safetensors file: {e.Message.ReplaceLineEndings(" ")}", path, e);
        }

        RequireCovered(entries, data, path);
        return (entries, metadata);
    }

    /// <summary>Names never become paths here, but somebody else may write one file per tensor.</summary>
    public static string CheckedName(string name, string path)
    {
        if (name.Length == 0 || name.Any(char.IsControl) || name[0] is '/' or '\\' || (name.Length > 1 && name[1] == ':') || name.Split('/', '\\').Contains(".."))
            throw Bad(path, $"names a tensor '{Shown(name)}'; expected a name that is neither empty nor a path out of a folder nor holds control characters");
        return name;
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, Dictionary<string, string> metadata, string path)
    {
        Expect(ref reader, JsonTokenType.StartObject, path, $"{Metadata} as an object of texts");
        while (Next(ref reader).TokenType is not JsonTokenType.EndObject)
        {
            var key = reader.GetString()!;
            Expect(ref reader, JsonTokenType.String, path, $"{Metadata} '{Shown(key)}' as a text");
            if (!metadata.TryAdd(key, reader.GetString()!)) throw Bad(path, $"names {Metadata} '{Shown(key)}' twice");
        }
    }

    private static SafetensorsEntry Entry(ref Utf8JsonReader reader, string name, long data, string path)
    {
        (ScalarType? type, long[]? shape, long[]? offsets) = (null, null, null);
        Expect(ref reader, JsonTokenType.StartObject, path, $"tensor '{name}' as an object");
        while (Next(ref reader).TokenType is not JsonTokenType.EndObject)
        {
            switch (reader.GetString())
            {
                case "dtype" when type is null: type = Type(ref reader, name, path); break;
                case "shape" when shape is null: shape = Numbers(ref reader, name, "shape", MostDimensions, path); break;
                case "data_offsets" when offsets is null: offsets = Numbers(ref reader, name, "data_offsets", 2, path); break;
                case var field: throw Bad(path, $"gives tensor '{name}' a field '{Shown(field!)}' that is unknown or comes twice; expected dtype, shape and data_offsets");
            }
        }

        if (type is not { } known || shape is null || offsets is not { Length: 2 }) throw Bad(path, $"gives tensor '{name}' no dtype, shape or pair of data_offsets");
        var (begin, end) = (offsets[0], offsets[1]);
        if (begin > end || end > data) throw Bad(path, $"puts tensor '{name}' at bytes {begin} to {end}; expected a range within the {data} bytes of data");
        if (Bytes(shape, known) is var bytes && bytes != end - begin)
            throw Bad(path, $"gives tensor '{name}' {end - begin} bytes; expected {(bytes is { } count ? $"{count}" : "fewer than 2^63")} for {SafetensorsTypes.Name(known)} of shape [{string.Join(", ", shape)}]");
        return new(name, known, shape, begin, end - begin);
    }

    private static ScalarType Type(ref Utf8JsonReader reader, string name, string path)
    {
        Expect(ref reader, JsonTokenType.String, path, $"the dtype of tensor '{name}' as a text");
        var word = reader.GetString()!;
        return SafetensorsTypes.Find(word) ?? throw Bad(path, $"gives tensor '{name}' the dtype '{Shown(word)}', which is not supported.{Nearest.Hint(word, SafetensorsTypes.Names)}");
    }

    private static long[] Numbers(ref Utf8JsonReader reader, string name, string field, int most, string path)
    {
        var numbers = new List<long>();
        Expect(ref reader, JsonTokenType.StartArray, path, $"{field} of tensor '{name}' as a list");
        while (Next(ref reader).TokenType is not JsonTokenType.EndArray)
        {
            if (reader.TokenType is not JsonTokenType.Number || !reader.TryGetInt64(out var number) || number < 0 || numbers.Count == most)
                throw Bad(path, $"gives tensor '{name}' a bad {field}; expected at most {most} whole numbers from 0 to 2^63 - 1");
            numbers.Add(number);
        }

        return [.. numbers];
    }

    /// <summary>Shape × width, or null where it does not fit; a zero does not excuse the other sizes.</summary>
    private static long? Bytes(long[] shape, ScalarType type)
    {
        var bytes = (UInt128)SafetensorsTypes.Bytes(type);
        foreach (var size in shape.Where(size => size > 0))
            if ((bytes *= (UInt128)size) > long.MaxValue) return null;
        return shape.Contains(0) ? 0 : (long)bytes;
    }

    /// <summary>Every byte of data belongs to exactly one tensor.</summary>
    private static void RequireCovered(List<SafetensorsEntry> entries, long data, string path)
    {
        var at = 0L;
        foreach (var entry in entries.OrderBy(entry => entry.Offset).ThenBy(entry => entry.Length))
        {
            if (entry.Offset != at) throw Bad(path, $"{(entry.Offset < at ? "lets another tensor overlap" : "leaves a hole before")} tensor '{entry.Name}', which begins at byte {entry.Offset}; expected {at}");
            at += entry.Length;
        }

        if (at != data) throw Bad(path, $"describes {at} bytes of data where {data} follow; expected as many");
    }

    private static ref readonly Utf8JsonReader Next(ref Utf8JsonReader reader)
    {
        reader.Read();   // the end of the text inside the object is an error of its own
        return ref reader;
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string path, string expected)
    {
        if (!reader.Read() || reader.TokenType != type) throw Bad(path, $"holds a {reader.TokenType} at byte {reader.TokenStartIndex}; expected {expected}");
    }

    private static string Shown(string name) => string.Concat(name.Take(80).Select(c => char.IsControl(c) ? '?' : c)) + (name.Length > 80 ? "…" : "");

    private static CheckpointException Bad(string path, string what) => new($"The header of '{path}' {what}{(what.EndsWith('.') || what.EndsWith('?') ? "" : ".")}", path);
}
