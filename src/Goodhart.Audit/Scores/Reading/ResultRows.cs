using System.Text.Json;

namespace Goodhart.Audit.Scores;

/// <summary>RewardMATH's result files: one row per problem with the scores, step scores or verdicts of its solutions.</summary>
internal static class ResultRows
{
    private static readonly string[] right = ["human_to_GPT-4", "chosen"];

    public static ScoreSet Read(IEnumerable<Row> rows, ReadOptions options)
    {
        List<ScoreGroup> scores = [];
        List<StepGroup> steps = [];
        List<VerdictGroup> verdicts = [];
        var repeats = new Repeats(options.KeepRepeats);
        bool? judge = null, process = null;
        foreach (var row in rows)
        {
            judge ??= row.Has("chosen_position");
            process ??= judge is false && row.List("score").Any(s => s.ValueKind == JsonValueKind.Array);
            if (repeats.Name(row) is not { } name) continue;
            if (judge is true) verdicts.Add(Verdicts(row, name));
            else if (process is true) steps.Add(Sound(row, Steps(row, name), g => g.Fault(GoldLabels.OneRight)));
            else scores.Add(Sound(row, Scores(row, name), g => g.Fault(GoldLabels.OneRight)));
        }

        var warnings = repeats.Warnings(options);
        return judge is true ? ScoreSet.Of(new VerdictTable(options.Model!, verdicts, options.Bench!), warnings)
            : process is true ? ScoreSet.Of(new StepTable(options.Model!, steps, bench: options.Bench!), warnings)
            : ScoreSet.Of(new ScoreTable(options.Model!, scores, bench: options.Bench!), warnings);
    }

    private static ScoreGroup Scores(Row row, string name)
    {
        double[] scores = row.Numbers("score", row.Cell("score"));
        return new(name, scores, Gold(row, scores.Length), Sources(row, scores.Length));
    }

    private static StepGroup Steps(Row row, string name)
    {
        var lists = row.List("score");
        return new(name, [.. lists.Select(list => StepCells.Read(row, "score", list))], Gold(row, lists.Length), Sources(row, lists.Length));
    }

    private static VerdictGroup Verdicts(Row row, string name)
    {
        JsonElement[] said = row.List("score"), truth = row.List("chosen_position");
        if (said.Length != truth.Length) throw row.Fail("chosen_position", $"{truth.Length} positions for {said.Length} verdicts");
        if (said.Length == 0) throw row.Fail("score", "the problem has no verdict");
        var won = new bool?[said.Length];
        for (var i = 0; i < won.Length; i++)
        {
            if (Letter(row, "chosen_position", truth[i]) is not { } position) throw row.Fail("chosen_position", "\"A\" or \"B\" was expected, found null");
            won[i] = Letter(row, "score", said[i]) is { } letter ? letter == position : null;
        }

        return new(name, won, Sources(row, won.Length));
    }

    private static char? Letter(Row row, string column, JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String when cell.GetString() is "A" or "B" => cell.GetString()![0],
        _ => throw row.Fail(column, $"\"A\", \"B\" or null was expected, found {cell.GetRawText()}"),
    };

    /// <summary>The solution rewritten from the human one is right; in a file without origins it is the first.</summary>
    private static double[] Gold(Row row, int count)
    {
        if (Sources(row, count) is not { } sources) return count == 0 ? [] : ScoreGroup.OneHot(count, 0);
        return [.. sources.Select(source => right.Contains(source) ? 1.0 : 0.0)];
    }

    private static string?[]? Sources(Row row, int count)
    {
        if (!row.Has("solution_reference")) return null;
        string?[] sources = [.. row.List("solution_reference").Select(s => s.ValueKind == JsonValueKind.String && s.GetString() is { Length: > 0 } text ? text : null)];
        return sources.Length == count ? sources : throw row.Fail("solution_reference", $"{sources.Length} origins for {count} scores");
    }

    private static T Sound<T>(Row row, T group, Func<T, (string Column, string Problem)?> fault) =>
        fault(group) is { } found ? throw row.Fail(found.Column, found.Problem) : group;

    /// <summary>Two judges' files list two problems twice: joining by problem must not count them twice, nor hide a contradiction.</summary>
    private sealed class Repeats(bool keep)
    {
        private readonly Dictionary<string, string> seen = new(StringComparer.Ordinal);
        private int repeated;

        /// <summary>The group's name; nothing if the row is a repeat to be left out.</summary>
        public string? Name(Row row)
        {
            var problem = row.Text("problem");
            var scores = row.Cell("score").GetRawText();
            if (seen.TryAdd(problem, scores)) return problem;
            if (seen[problem] != scores) throw row.Fail("problem", "the problem occurs twice with different scores");
            repeated++;
            return keep ? $"{problem} #{row.Place.Row}" : null;
        }

        public IReadOnlyList<string> Warnings(ReadOptions options) => repeated == 0 ? []
            : [$"{options.Model} on {options.Bench}: {repeated} problem(s) occur twice with the same scores and {(keep ? "count twice" : "count once")}."];
    }
}
