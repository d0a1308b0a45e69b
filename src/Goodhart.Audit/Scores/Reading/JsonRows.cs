using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Goodhart.Audit.Scores;

/// <summary>
/// Streams the objects of a JSON array, or of JSON lines, one at a time: memory is that of one row, and a file cut off in the middle is told by row and line.
/// </summary>
internal sealed class JsonRows(LimitedStream stream, string file, ReadOptions options)
{
    private byte[] buffer = new byte[1 << 16];
    private int start, end;
    private long line = 1, row;

    public IEnumerable<Row> Read()
    {
        var array = Peek() == '[';
        if (array) start++;
        while (true)
        {
            var next = Peek(skipComma: array && row > 0);
            if (next == ']' && array)
            {
                start++;
                if (Peek() is int extra and >= 0) throw Fail(null, $"text after the end of the list: '{(char)extra}'");
                yield break;
            }

            if (next < 0 && !array) yield break;
            row++;
            if (next < 0) throw Fail(null, "the file ends before the list does; it is truncated");
            if (next != '{') throw Fail(null, $"an object {{…}} was expected, found '{(char)next}'");
            yield return Parse();
        }
    }

    /// <summary>Next byte that is not white space, without taking it; −1 at the end.</summary>
    private int Peek(bool skipComma = false)
    {
        while (start < end || Fill())
        {
            var b = buffer[start];
            if (b == '\n') line++;
            if (b is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0xEF or 0xBB or 0xBF))
            {
                if (b != ',' || !skipComma) return b;
                skipComma = false;
            }

            start++;
        }

        return -1;
    }

    private Row Parse()
    {
        var place = new Place(row, line);
        var length = RowLength(place);
        var text = buffer.AsMemory(start, length);
        start += length;
        line += text.Span.Count((byte)'\n');
        if (!Utf8.IsValid(text.Span)) throw new ScoreFileException(file, place, null, "the row is not valid UTF-8");
        try
        {
            using var json = JsonDocument.Parse(text, new() { MaxDepth = options.MaxDepth });
            var cells = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
            if (text.Span.IndexOf("\\u"u8) >= 0) RequireText(json.RootElement);
            foreach (var cell in json.RootElement.Clone().EnumerateObject()) cells[cell.Name] = cell.Value;
            return new(file, place, cells);
        }
        catch (InvalidOperationException e)
        {
            throw new ScoreFileException(file, place, null, "the row escapes half a surrogate pair", e);
        }
        catch (JsonException e)
        {
            throw Malformed(place, text, e);
        }
    }

    /// <summary>Reads every escaped text once: half a surrogate pair is found here, with its row, and not where the text is used.</summary>
    private static void RequireText(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String) _ = element.GetString();
        else if (element.ValueKind == JsonValueKind.Array) foreach (var item in element.EnumerateArray()) RequireText(item);
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                _ = member.Name;
                RequireText(member.Value);
            }
        }
    }

    /// <summary>Bytes of the object that begins at <see cref="start"/>.</summary>
    private int RowLength(Place place)
    {
        int depth = 0, at = start;
        bool quoted = false, escaped = false;
        while (true)
        {
            if (at == end)
            {
                var done = at - start;
                if (done > options.MaxRowBytes) throw new ScoreFileException(file, place, null, $"the row is longer than {options.MaxRowBytes} bytes; raise MaxRowBytes if it is meant");
                if (!Fill()) throw new ScoreFileException(file, place, null, "the file ends inside the row; it is truncated");
                at = start + done;
            }

            var b = buffer[at++];
            if (escaped) escaped = false;
            else if (quoted) (quoted, escaped) = (b != '"', b == '\\');
            else if (b == '"') quoted = true;
            else if (b is (byte)'{' or (byte)'[') depth++;
            else if (b is (byte)'}' or (byte)']' && --depth == 0) return at - start;
        }
    }

    /// <summary>Reads on behind what is kept; false at the end of the file.</summary>
    private bool Fill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        if (end == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        var count = stream.Read(buffer.AsSpan(end));
        end += count;
        return count > 0;
    }

    private ScoreFileException Malformed(Place place, ReadOnlyMemory<byte> text, JsonException e)
    {
        string? column = null;
        var reader = new Utf8JsonReader(text.Span, new() { MaxDepth = options.MaxDepth });
        try
        {
            while (reader.Read())
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 }) column = reader.GetString();
        }
        catch (Exception inner) when (inner is JsonException or InvalidOperationException)
        {
            // Where the reader stops is what is reported.
        }

        var rest = Encoding.UTF8.GetString(text.Span[(int)reader.BytesConsumed..]).TrimStart(' ', ',', ':', '\n', '\r', '\t');
        string[] notNumbers = ["NaN", "Infinity", "-Infinity"];
        var problem = notNumbers.FirstOrDefault(name => rest.StartsWith(name, StringComparison.Ordinal)) is { } found
            ? $"{found} is not a finite number" : $"not valid JSON ({e.Message.Split(" LineNumber")[0].TrimEnd('.')})";
        return new(file, place with { Line = place.Line + (e.LineNumber ?? 0) }, column, problem, e);
    }

    private ScoreFileException Fail(string? column, string problem) => new(file, new(row, line), column, problem);
}
