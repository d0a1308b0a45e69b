using System.Text;
using System.Text.Json;

namespace Goodhart.Audit.Scores;

/// <summary>
/// Streams a CSV file with a header line (RFC 4180: quotes may hold separators and line breaks); the separator is a comma, semicolon or tab, whichever the header has most of.
/// </summary>
internal sealed class CsvRows(LimitedStream stream, string file, ReadOptions options)
{
    private static readonly char[] separators = [',', ';', '\t'];
    private readonly byte[] buffer = new byte[1 << 16];
    private readonly List<byte> field = [];
    private int at, end;
    private long line = 1;

    public IEnumerable<Row> Read()
    {
        var header = Header();
        for (long row = 1; ; row++)
        {
            var place = new Place(row, line);
            var fields = Record(place, header.Separator);
            if (fields is null) yield break;
            if (fields is [""]) { row--; continue; }
            if (fields.Count != header.Columns.Length)
                throw new ScoreFileException(file, place, null, $"{fields.Count} fields where the header has {header.Columns.Length}; the row is damaged or truncated");
            var cells = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
            for (var c = 0; c < fields.Count; c++) cells[header.Columns[c]] = Cell(fields[c]);
            yield return new(file, place, cells);
        }
    }

    private (string[] Columns, byte Separator) Header()
    {
        var place = new Place(0, 1);
        var text = Record(place, separator: 0)?[0].TrimStart('\uFEFF') ?? throw new ScoreFileException($"{file}: the file is empty.");
        var separator = separators.MaxBy(s => text.Count(c => c == s));
        string[] columns = [.. text.Split(separator).Select(c => c.Trim().Trim('"'))];
        var repeated = columns.GroupBy(c => c, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
        return repeated is null ? (columns, (byte)separator) : throw new ScoreFileException(file, place, repeated.Key, "the header names the column twice");
    }

    /// <summary>The fields of the next record; nothing at the end of the file.</summary>
    private List<string>? Record(Place place, byte separator)
    {
        List<string> fields = [];
        field.Clear();
        var quoted = false;
        var bytes = 0;
        for (int b; (b = Next()) >= 0;)
        {
            if (++bytes > options.MaxRowBytes) throw new ScoreFileException(file, place, null, $"the row is longer than {options.MaxRowBytes} bytes; raise MaxRowBytes if it is meant");
            if (b == '\n') line++;
            if (b == '"' && separator != 0) quoted = Quote(quoted);
            else if (!quoted && b == '\n') return End(fields);
            else if (!quoted && b == separator && separator != 0) Close(fields);
            else field.Add((byte)b);
        }

        if (quoted) throw new ScoreFileException(file, place, null, "the file ends inside a quoted field; it is truncated");
        return bytes == 0 ? null : End(fields);
    }

    /// <summary>Whether the field is quoted behind this quotation mark; a doubled one inside quotes stands for itself.</summary>
    private bool Quote(bool quoted)
    {
        if (!quoted) return true;
        if (Peek() != '"') return false;
        Next();
        field.Add((byte)'"');
        return true;
    }

    private List<string> End(List<string> fields)
    {
        if (field.Count > 0 && field[^1] == '\r') field.RemoveAt(field.Count - 1);
        Close(fields);
        return fields;
    }

    private void Close(List<string> fields)
    {
        fields.Add(Encoding.UTF8.GetString(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(field)));
        field.Clear();
    }

    private int Peek()
    {
        if (at == end) (at, end) = (0, stream.Read(buffer));
        return at == end ? -1 : buffer[at];
    }

    private int Next()
    {
        var b = Peek();
        if (b >= 0) at++;
        return b;
    }

    /// <summary>A cell that holds a JSON list is that list (step scores); anything else is text.</summary>
    private static JsonElement Cell(string text)
    {
        if (text.StartsWith('[') && text.EndsWith(']'))
        {
            try
            {
                return JsonElement.Parse(text);
            }
            catch (JsonException)
            {
                // A text in brackets is a text.
            }
        }

        return JsonSerializer.SerializeToElement(text, ScoreJson.Default.String);
    }
}
