using System.Text.Encodings.Web;
using System.Text.Json;

namespace Goodhart.Data;

/// <summary>JSON lines, or a JSON list with a row to a line.</summary>
internal sealed class JsonFileWriter : DataWriter
{
    private readonly Stream output;
    private readonly Utf8JsonWriter writer;
    private readonly bool list;

    public JsonFileWriter(string path) : base(path)
    {
        var packed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        output = packed ? Packed(File) : new BufferedStream(File, 1 << 16);
        list = (packed ? path[..^3] : path).EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        writer = new(output, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    }

    private protected override void Put(IReadOnlyDictionary<string, object?> row)
    {
        if (list) output.Write(Count == 0 ? "[\n"u8 : ",\n"u8);
        JsonCells.Write(writer, row);
        writer.Flush();
        writer.Reset();
        if (!list) output.WriteByte((byte)'\n');
    }

    private protected override void End()
    {
        if (list) output.Write(Count == 0 ? "[]\n"u8 : "\n]\n"u8);
        writer.Dispose();
        if (output is BufferedStream) output.Flush();
        else output.Dispose();
    }
}
