using System.Text.Json;

namespace Goodhart.Audit.Scores;

/// <summary>RewardMATH's step scores on RewardBench: one row per solution, marked "chosen" or "rejected".</summary>
internal static class ProcessPairRows
{
    public static ScoreSet Read(IEnumerable<Row> rows, ReadOptions options)
    {
        List<Pending> groups = [];
        var byName = new Dictionary<string, Pending>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var name = row.Text(row.FirstOf("problem", "problem_id") ?? "problem");
            if (!byName.TryGetValue(name, out var group)) groups.Add(byName[name] = group = new(name, row, [], []));
            group.Steps.Add(Steps(row));
            group.Gold.Add(row.Text("solution_type") switch
            {
                "chosen" => 1,
                "rejected" => 0,
                var other => throw row.Fail("solution_type", $"'chosen' or 'rejected' was expected, found '{other}'"),
            });
        }

        return ScoreSet.Of(new StepTable(options.Model!, [.. groups.Select(g => g.Sound())], bench: options.Bench!));
    }

    private static double[] Steps(Row row)
    {
        var output = row.Cell("output");
        if (output.ValueKind != JsonValueKind.Object) throw row.Fail("output", "an object with step_scores was expected");
        return output.TryGetProperty("step_scores", out var steps) ? StepCells.Read(row, "output.step_scores", steps) : [];
    }

    private sealed record Pending(string Name, Row First, List<double[]> Steps, List<double> Gold)
    {
        public StepGroup Sound()
        {
            var group = new StepGroup(Name, [.. Steps], [.. Gold]);
            return group.Fault(GoldLabels.OneRight) is { } fault ? throw First.Fail(fault.Column, fault.Problem) : group;
        }
    }
}
