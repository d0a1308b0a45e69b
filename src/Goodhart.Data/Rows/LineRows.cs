namespace Goodhart.Data;

/// <summary>JSON lines: one object to a line. A line that is none costs that line only.</summary>
internal static class LineRows
{
    public static IEnumerable<DataRow> Read(TextWindow window, string file, RowLimits limits, Action<RowFault> fault)
    {
        for (long row = 1; window.Next() >= 0; row++)
        {
            var place = new RowPlace(file, row, window.Line);
            var length = LineLength(window, limits.MaxRowBytes);
            if (length < 0)
            {
                fault(new(place, null, $"the row is longer than {limits.MaxRowBytes} bytes; raise MaxRowBytes if it is meant"));
                window.SkipLine();
                continue;
            }

            if (Parse(window.Ahead(length), place, limits, fault) is { } json)
            {
                using (json) yield return new(place, json.RootElement);
            }

            window.Take(length);
        }
    }

    /// <summary>Bytes up to the end of the line; −1 if they are too many.</summary>
    private static int LineLength(TextWindow window, int most)
    {
        for (var seen = 0; ;)
        {
            var at = window.Unread[seen..].IndexOf((byte)'\n');
            if (at >= 0) return seen + at <= most ? seen + at : -1;
            seen = window.Unread.Length;
            if (seen > most) return -1;
            if (!window.Fill()) return seen;
        }
    }

    internal static System.Text.Json.JsonDocument? Parse(ReadOnlyMemory<byte> text, RowPlace place, RowLimits limits, Action<RowFault> fault)
    {
        try
        {
            return JsonRow.Parse(text, place, limits);
        }
        catch (RowException e)
        {
            fault(e.Fault);
            return null;
        }
    }
}
