using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Goodhart.Design;

/// <summary>What was read of a lineage file.</summary>
/// <param name="Entries">Its whole lines, in order.</param>
/// <param name="Length">Bytes of the whole lines; what follows was cut off.</param>
/// <param name="Cut">A line to tell the reader about a tail that was left out; null where there was none.</param>
public sealed record LineageText(IReadOnlyList<LineageEntry> Entries, long Length, string? Cut);

/// <summary>Lineages as JSON lines.</summary>
public static class LineageFile
{
    /// <summary>File name within a run folder.</summary>
    public const string Name = "lineage.jsonl";

    /// <summary>Numbers keep every digit, infinity has a name, enumerations are words, what is null is left out.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads a file up to its last whole line: a kill may have cut the one after it.</summary>
    /// <exception cref="LineageException">There is no such file, or a whole line is not what this version writes.</exception>
    public static LineageText Read(string path)
    {
        if (!File.Exists(path)) throw new LineageException($"There is no lineage '{path}'.");
        byte[] bytes;
        using (var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        {
            bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
        }

        var whole = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        var lines = Encoding.UTF8.GetString(bytes, 0, whole).Split('\n')[..^1];
        LineageEntry[] entries = [.. lines.Select((line, i) => Parse(line, path, i + 1))];
        var cut = whole == bytes.Length ? null : $"'{Path.GetFileName(path)}' ended in the middle of line {lines.Length + 1}; its {bytes.Length - whole} bytes were left out.";
        return new(entries, whole, cut);
    }

    internal static byte[] Line(LineageEntry entry) => [.. JsonSerializer.SerializeToUtf8Bytes(entry, Json), (byte)'\n'];

    private static LineageEntry Parse(string line, string path, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<LineageEntry>(line, Json) ?? throw new JsonException("the line is null");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new LineageException($"'{path}', line {number}: expected an entry of a design lineage. {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}
