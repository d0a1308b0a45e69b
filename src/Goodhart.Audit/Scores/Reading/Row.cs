using System.Globalization;
using System.Text.Json;

namespace Goodhart.Audit.Scores;

/// <summary>One row of a score file, of JSON or CSV alike, whose cells are asked for by column and fail with their place.</summary>
internal sealed class Row(string file, Place place, IReadOnlyDictionary<string, JsonElement> cells)
{
    public Place Place => place;

    public string File => file;

    public IEnumerable<string> Columns => cells.Keys;

    public bool Has(string column) => cells.ContainsKey(column);

    /// <summary>The first of the columns that the row has.</summary>
    public string? FirstOf(params ReadOnlySpan<string> columns)
    {
        foreach (var column in columns)
            if (cells.ContainsKey(column)) return column;
        return null;
    }

    public JsonElement Cell(string column) => cells.TryGetValue(column, out var cell) ? cell
        : throw Fail(column, $"the column is missing; the row has {string.Join(", ", cells.Keys.Take(12))}");

    public string Text(string column) => Cell(column) switch
    {
        { ValueKind: JsonValueKind.String } cell => cell.GetString()!,
        { ValueKind: JsonValueKind.Number } cell => cell.GetRawText(),
        var cell => throw Fail(column, $"a text was expected, found {Kind(cell)}"),
    };

    public double Number(string column) => Number(column, Cell(column));

    public bool IsList(string column) => Cell(column).ValueKind == JsonValueKind.Array;

    public JsonElement[] List(string column) => IsList(column) ? [.. Cell(column).EnumerateArray()]
        : throw Fail(column, $"a list was expected, found {Kind(Cell(column))}");

    public double[] Numbers(string column, JsonElement list) => [.. list.EnumerateArray().Select(e => Number(column, e))];

    /// <summary>A finite number, written as one or as text.</summary>
    public double Number(string column, JsonElement cell)
    {
        var value = cell.ValueKind switch
        {
            JsonValueKind.Number when cell.TryGetDouble(out var number) => number,
            JsonValueKind.True => 1,
            JsonValueKind.False => 0,
            JsonValueKind.String when Parse(cell.GetString()!) is { } number => number,
            JsonValueKind.Array => throw Fail(column, "step scores where every other row has a single score; a process table needs a list in each row"),
            _ => throw Fail(column, $"a number was expected, found {Kind(cell)}"),
        };
        return double.IsFinite(value) ? value : throw Fail(column, $"{value} is not a finite number");
    }

    public ScoreFileException Fail(string? column, string problem) => new(file, place, column, problem);

    private static double? Parse(string text) => text.Trim() switch
    {
        var t when t.Equals("true", StringComparison.OrdinalIgnoreCase) => 1,
        var t when t.Equals("false", StringComparison.OrdinalIgnoreCase) => 0,
        var t when double.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static string Kind(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Null => "null",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String when cell.GetString() is { } text => text.Length == 0 ? "an empty cell" : $"'{(text.Length > 40 ? text[..40] + "…" : text)}'",
        _ => cell.GetRawText(),
    };
}
