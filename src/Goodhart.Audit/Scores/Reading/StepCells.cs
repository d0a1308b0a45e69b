using System.Text.Json;

namespace Goodhart.Audit.Scores;

/// <summary>A cell of step scores: a list of probabilities, or nothing.</summary>
internal static class StepCells
{
    public static double[] Read(Row row, string column, JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Array => row.Numbers(column, cell),
        JsonValueKind.Null => [],
        JsonValueKind.String when string.IsNullOrWhiteSpace(cell.GetString()) => [],
        _ => throw row.Fail(column, $"a list of step scores was expected, as in the other rows, found {cell.GetRawText()}"),
    };
}
