using System.Buffers;
using System.Text.Json;

namespace Goodhart.Data;

/// <summary>How the rows of a JSON text stand in it.</summary>
internal enum JsonShape
{
    /// <summary>[{…}, {…}].</summary>
    List,

    /// <summary>{…} {…}, each over several lines.</summary>
    Sequence,

    /// <summary>{"a": {…}, "b": {…}} or {"data": [{…}, {…}]}.</summary>
    Object,
}

/// <summary>Streams the objects of a JSON text one at a time: memory is that of one row, and a text that is cut off is told by row and line.</summary>
internal sealed class JsonRows(TextWindow window, string file, RowLimits limits, Action<RowFault> fault)
{
    private static readonly SearchValues<byte> structure = SearchValues.Create("{}[]\""u8);
    private static readonly SearchValues<byte> endOfScalar = SearchValues.Create(",]} \t\r\n"u8);

    private long row;

    public IEnumerable<DataRow> Read(JsonShape shape)
    {
        if (shape is not JsonShape.Sequence) window.Take(1);
        var rows = shape switch { JsonShape.List => Elements(), JsonShape.Object => Members(), _ => Sequence() };
        foreach (var found in rows) yield return found;
        if (shape is not JsonShape.Sequence && window.Next() is var extra and >= 0) throw Broken($"text after the end of the JSON: '{(char)extra}'");
    }

    private IEnumerable<DataRow> Sequence()
    {
        while (window.Next(comma: row > 0) >= 0)
            foreach (var found in One(null)) yield return found;
    }

    private IEnumerable<DataRow> Elements()
    {
        for (var first = true; ; first = false)
        {
            var next = window.Next(comma: !first);
            if (next < 0) throw Broken("the file ends before its list does; it is cut off");
            if (next == ']')
            {
                window.Take(1);
                yield break;
            }

            foreach (var found in One(null)) yield return found;
        }
    }

    private IEnumerable<DataRow> Members()
    {
        for (var first = true; ; first = false)
        {
            var next = window.Next(comma: !first);
            if (next < 0) throw Broken("the file ends before its object does; it is cut off");
            if (next == '}')
            {
                window.Take(1);
                yield break;
            }

            var key = Key();
            next = window.Next();
            if (next == '[') window.Take(1);
            if (next == '{' || next == '[')
                foreach (var found in next == '{' ? One(key) : Elements()) yield return found;
            else window.Take(ValueLength());
        }
    }

    /// <summary>The row that begins here, or none where it is malformed.</summary>
    private IEnumerable<DataRow> One(string? key)
    {
        var place = new RowPlace(file, ++row, window.Line);
        var length = ValueLength();
        if (LineRows.Parse(window.Ahead(length), place, limits, fault) is { } json)
        {
            using (json) yield return new(place, json.RootElement, key);
        }

        window.Take(length);
    }

    private string Key()
    {
        var length = window.Unread[0] == '"' ? ValueLength() : throw Broken($"a key in quotation marks was expected, found '{(char)window.Unread[0]}'");
        string key;
        try
        {
            key = JsonSerializer.Deserialize<string>(window.Unread[..length])!;
        }
        catch (JsonException)
        {
            throw Broken("a key that is not valid text");
        }

        window.Take(length);
        if (window.Next() != ':') throw Broken($"a colon was expected after the key {Shown.Quoted(key)}");
        window.Take(1);
        return key;
    }

    /// <summary>Bytes of the value that begins at the window's start: balanced brackets, a text, or anything up to a comma, a closing bracket or white space.</summary>
    private int ValueLength()
    {
        var depth = 0;
        var quoted = false;
        for (var at = 0; ;)
        {
            var unread = window.Unread;
            if (!quoted && depth == 0 && at == 0 && unread[0] is not ((byte)'{' or (byte)'[' or (byte)'"')) return ScalarLength();
            var step = quoted ? unread[at..].IndexOfAny((byte)'"', (byte)'\\') : unread[at..].IndexOfAny(structure);
            if (step < 0)
            {
                at = unread.Length;
                More(at);
                continue;
            }

            at += step;
            var found = unread[at++];
            if (found == '\\')
            {
                if (at == unread.Length) More(at);
                at++;
            }
            else if (found == '"')
            {
                quoted = !quoted;
                if (!quoted && depth == 0) return at;
            }
            else if (found is (byte)'{' or (byte)'[') depth++;
            else if (--depth == 0) return at;
        }
    }

    private int ScalarLength()
    {
        while (true)
        {
            var at = window.Unread.IndexOfAny(endOfScalar);
            if (at > 0) return at;
            if (at == 0) return 1;
            if (window.Unread.Length > limits.MaxRowBytes || !window.Fill()) return window.Unread.Length;
        }
    }

    private void More(int seen)
    {
        if (seen > limits.MaxRowBytes) throw Broken($"the row is longer than {limits.MaxRowBytes} bytes; raise MaxRowBytes if it is meant");
        if (!window.Fill()) throw Broken("the file ends inside the row; it is cut off");
    }

    private DataFileException Broken(string problem) => new($"{new RowPlace(file, row, window.Line)}: {problem}.");
}
