using System.Text.Encodings.Web;
using System.Text.Json;

namespace Goodhart.Audit.Scores;

/// <summary>Writes score tables as JSON lines, one group a line, which <see cref="ScoreReader"/> reads back with every digit.</summary>
public static class ScoreWriter
{
    private static readonly JsonWriterOptions plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a file; what stood there is replaced once everything is written.</summary>
    public static void Write(string path, params IEnumerable<ScoreTable> tables)
    {
        var part = path + ".part";
        using (var file = File.Create(part)) Write(file, tables);
        File.Move(part, path, overwrite: true);
    }

    /// <summary>Writes a stream, which is left open.</summary>
    public static void Write(Stream stream, params IEnumerable<ScoreTable> tables)
    {
        foreach (var table in tables)
            foreach (var group in table.Groups)
            {
                using (var json = new Utf8JsonWriter(stream, plain)) Write(json, table, group);
                stream.WriteByte((byte)'\n');
            }
    }

    private static void Write(Utf8JsonWriter json, ScoreTable table, ScoreGroup group)
    {
        json.WriteStartObject();
        json.WriteString("model", table.Model);
        json.WriteString("bench", table.Bench);
        if (table.Ties is TieRule.Half) json.WriteString("ties", "half");
        json.WriteString("group", group.Name);
        if (group.Subset is { } subset) json.WriteString("subset", subset);
        if (group.Question is { } question) json.WriteString("question", question);
        Numbers(json, "score", group.Scores);
        Numbers(json, "gold", group.Gold);
        if (group.Sources is { } sources)
        {
            json.WriteStartArray("source");
            foreach (var source in sources) json.WriteStringValue(source);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Numbers(Utf8JsonWriter json, string name, double[] values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
