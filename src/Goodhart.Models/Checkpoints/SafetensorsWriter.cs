using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>Writes safetensors files as the format's own writer does: wider types first, then by name, the header padded with blanks to 8 bytes.</summary>
/// <remarks>The same tensors give the same bytes, in whatever order they come. A file appears whole or not at all.</remarks>
public static class SafetensorsWriter
{
    private const long Piece = 1 << 28;

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, string> Torch = new() { ["format"] = "pt" };

    /// <param name="path">File to write; its folder is made.</param>
    /// <param name="tensors">Names and values, of any device and layout.</param>
    /// <param name="metadata">What to say about the file; <c>format: pt</c> by default, which transformers requires.</param>
    /// <exception cref="ArgumentException">Two tensors have one name, or a type that the format does not know.</exception>
    /// <exception cref="CheckpointException">The disk is full or the folder unwritable, or a name is not one; what was there is untouched.</exception>
    public static void Write(string path, IEnumerable<(string Name, Tensor Value)> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var ordered = tensors.ToList();
        foreach (var (name, value) in ordered)
        {
            SafetensorsHeader.CheckedName(name, path);
            if (name == SafetensorsHeader.Metadata) throw new ArgumentException($"A tensor cannot be called '{name}'.", nameof(tensors));
            if (!SafetensorsTypes.Has(value.dtype)) throw new ArgumentException($"Tensor '{name}' is of {value.dtype}; expected one of {string.Join(", ", SafetensorsTypes.Names)}.", nameof(tensors));
        }

        ordered.Sort((a, b) => SafetensorsTypes.Order(a.Value.dtype).CompareTo(SafetensorsTypes.Order(b.Value.dtype)) is var byType && byType != 0 ? byType : string.CompareOrdinal(a.Name, b.Name));
        if (ordered.GroupBy(tensor => tensor.Name).FirstOrDefault(group => group.Count() > 1) is { } twice) throw new ArgumentException($"Two tensors are called '{twice.Key}'.", nameof(tensors));
        var header = Header(ordered, metadata ?? Torch);
        WholeFile.Write(path, stream =>
        {
            stream.Write(header);
            foreach (var (_, value) in ordered) Write(stream, value);
        });
    }

    /// <summary>Bytes of a tensor's numbers.</summary>
    internal static long Bytes(Tensor value) => value.NumberOfElements * value.element_size();

    private static byte[] Header(List<(string Name, Tensor Value)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var bytes = new MemoryStream();
        bytes.Write(stackalloc byte[SafetensorsHeader.Prefix]);
        using (var json = new Utf8JsonWriter(bytes, Compact))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WriteStartObject(SafetensorsHeader.Metadata);
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString(key, value);
                json.WriteEndObject();
            }

            var at = 0L;
            foreach (var (name, value) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", SafetensorsTypes.Name(value.dtype));
                WriteNumbers(json, "shape", value.shape);
                WriteNumbers(json, "data_offsets", [at, at += Bytes(value)]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (bytes.Length % 8 != 0) bytes.WriteByte((byte)' ');
        var header = bytes.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(header, header.Length - SafetensorsHeader.Prefix);
        return header;
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, ReadOnlySpan<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static void Write(FileStream stream, Tensor value)
    {
        using var gradless = no_grad();
        using var scope = NewDisposeScope();
        var flat = value.detach().cpu().contiguous().view(-1);
        var most = Piece / flat.element_size();
        for (var at = 0L; at < flat.shape[0]; at += most)
        {
            using var piece = flat.narrow(0, at, Math.Min(most, flat.shape[0] - at));
            stream.Write(piece.bytes);
        }
    }
}
