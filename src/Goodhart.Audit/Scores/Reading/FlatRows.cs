using System.Text.Json;

namespace Goodhart.Audit.Scores;

/// <summary>Generic files: one row per candidate (or, in JSON, per group), for one or several models and benches; rows of a group may lie apart.</summary>
internal static class FlatRows
{
    public static ScoreSet Read(IEnumerable<Row> rows, ReadOptions options)
    {
        var tables = new Dictionary<(string Bench, string Model), Pending>();
        List<Pending> inOrder = [];
        foreach (var row in rows)
        {
            var key = (row.Has("bench") ? row.Text("bench") : options.Bench!, row.Has("model") ? row.Text("model") : options.Model!);
            if (!tables.TryGetValue(key, out var table)) inOrder.Add(tables[key] = table = new(key.Item2, key.Item1, row));
            table.Add(row);
        }

        return inOrder.Aggregate(ScoreSet.Empty, (set, table) => set + table.Close(options.Labels));
    }

    private sealed class Pending(string model, string bench, Row first)
    {
        private readonly List<PendingGroup> groups = [];
        private readonly Dictionary<string, PendingGroup> byName = new(StringComparer.Ordinal);
        private readonly string gold = first.FirstOf("gold", "chosen", "label") ?? "gold";
        private readonly string group = first.FirstOf("group", "problem", "prompt") ?? "group";
        private readonly bool nested = first.FirstOf("gold", "chosen", "label") is { } column && first.IsList(column);
        private readonly TieRule ties = first.Has("ties") ? TiesOf(first) : TieRule.Loss;
        private bool? process;

        public void Add(Row row)
        {
            var name = row.Text(group);
            process ??= nested ? row.List("score").Any(s => s.ValueKind == JsonValueKind.Array) : row.IsList("score");
            if (!byName.TryGetValue(name, out var found)) groups.Add(byName[name] = found = new(name, row));
            else if (nested) throw row.Fail(group, $"group '{name}' occurs twice");
            if (nested) AddAll(row, found);
            else AddOne(row, found, row.Cell("score"), row.Number(gold), row.Has("candidate") ? row.Text("candidate") : null, row.Has("source") ? row.Text("source") : null);
        }

        private void AddAll(Row row, PendingGroup found)
        {
            JsonElement[] scores = row.List("score"), labels = row.List(gold);
            if (scores.Length != labels.Length) throw row.Fail(gold, $"{labels.Length} labels for {scores.Length} scores");
            var sources = row.Has("source") && row.IsList("source") ? row.List("source") : [];
            if (sources.Length > 0 && sources.Length != scores.Length) throw row.Fail("source", $"{sources.Length} sources for {scores.Length} scores");
            for (var i = 0; i < scores.Length; i++) AddOne(row, found, scores[i], row.Number(gold, labels[i]), null, sources.Length > 0 ? sources[i].GetString() : null);
        }

        private void AddOne(Row row, PendingGroup found, JsonElement score, double label, string? candidate, string? source)
        {
            if (candidate is not null && !found.Candidates.Add(candidate)) throw row.Fail("candidate", $"candidate '{candidate}' of group '{found.Name}' occurs twice");
            found.Scores.Add(process is true ? StepCells.Read(row, "score", score) : [row.Number("score", score)]);
            found.Gold.Add(label);
            found.Sources.Add(source);
        }

        public ScoreSet Close(GoldLabels? asked)
        {
            var labels = asked ?? (!first.Has("subset") && groups.All(g => g.Gold.All(v => v is 0 or 1)) ? GoldLabels.OneRight : GoldLabels.Graded);
            return process is true
                ? ScoreSet.Of(new StepTable(model, [.. groups.Select(g => g.Steps(labels, gold))], labels, bench))
                : ScoreSet.Of(new ScoreTable(model, [.. groups.Select(g => g.Single(labels, gold))], labels, bench) { Ties = ties });
        }

        private static TieRule TiesOf(Row row) => row.Text("ties") switch
        {
            "half" => TieRule.Half,
            "loss" => TieRule.Loss,
            var text => throw row.Fail("ties", $"\"half\" or \"loss\" was expected, found '{text}'"),
        };
    }

    private sealed class PendingGroup(string name, Row first)
    {
        public string Name => name;

        public List<double[]> Scores { get; } = [];

        public List<double> Gold { get; } = [];

        public List<string?> Sources { get; } = [];

        public HashSet<string> Candidates { get; } = new(StringComparer.Ordinal);

        public ScoreGroup Single(GoldLabels labels, string gold)
        {
            var group = new ScoreGroup(name, [.. Scores.Select(s => s[0])], [.. Gold], Origins)
            {
                Subset = first.Has("subset") ? first.Text("subset") : null,
                Question = first.Has("question") ? first.Text("question") : null,
            };
            return Check(group.Fault(labels), gold) ?? group;
        }

        public StepGroup Steps(GoldLabels labels, string gold)
        {
            var group = new StepGroup(name, [.. Scores], [.. Gold], Origins);
            Check(group.Fault(labels), gold);
            return group;
        }

        private string?[]? Origins => Sources.All(s => s is null) ? null : [.. Sources];

        private ScoreGroup? Check((string Column, string Problem)? fault, string gold) => fault is not { } found ? null
            : throw first.Fail(found.Column == "gold" ? gold : found.Column, found.Problem);
    }
}
