using System.Text.Json;

namespace Goodhart.Audit.Scores;

/// <summary>
/// LLMBar's result files: one row per pair, judged with its first output shown first and, swapped, with its second shown first. Each pair gets two verdicts:
/// with the right output shown first, and with it shown second; null where the winner is neither.
/// </summary>
internal static class BothOrdersRows
{
    private const string Given = "swap = False", Swapped = "swap = True";

    public static ScoreSet Read(IEnumerable<Row> rows, ReadOptions options) =>
        ScoreSet.Of(new VerdictTable(options.Model!, [.. rows.Select((row, i) => new VerdictGroup($"{i}", Verdicts(row)))], options.Bench!));

    private static bool?[] Verdicts(Row row)
    {
        var right = row.Text("label");
        if (right is not ("1" or "2")) throw row.Fail("label", $"1 or 2 was expected, found '{right}'");
        var results = row.List("results");
        if (results.Length == 0) throw row.Fail("results", "the pair has no result");
        bool? given = Won(row, results[0], Given, right), swapped = Won(row, results[0], Swapped, right);
        return right == "1" ? [given, swapped] : [swapped, given];
    }

    /// <summary>The winner is named by output, whatever its place was.</summary>
    private static bool? Won(Row row, JsonElement result, string order, string right) =>
        result.ValueKind == JsonValueKind.Object && result.TryGetProperty(order, out var said) && said.ValueKind == JsonValueKind.Object && said.TryGetProperty("winner", out var winner)
            ? winner.ToString() is ("1" or "2") and var name ? name == right : null
            : throw row.Fail("results", $"the first result has no \"{order}\" with a \"winner\"");
}
