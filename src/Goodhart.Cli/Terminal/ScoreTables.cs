using Goodhart.Audit.Scores;
using Spectre.Console;

namespace Goodhart.Cli;

/// <summary>A score audit as tables, one per bench.</summary>
internal static class ScoreTables
{
    public static void Print(Screen screen, ScoreReport report)
    {
        foreach (var bench in report.Rows.GroupBy(r => r.Bench)) screen.Output.Write(Bench(bench.Key, [.. bench.OrderByDescending(r => r.Accuracy.Estimate)]));
        screen.Line("accuracy: the right candidate scores highest (ties count against). gain: gold of the favourite over a random pick.");
        screen.Line("peak n: best-of-n beyond which gold no longer rises. Brackets: 95 % intervals over groups.");
        foreach (var c in report.Correlations)
            screen.Line($"{c.X} and {c.Y} rank {c.Models.Count} models alike: Spearman {c.Spearman.Estimate:F2} [{c.Spearman.Low:F2}, {c.Spearman.High:F2}]");
    }

    private static Table Bench(string name, IReadOnlyList<ScoreRow> rows)
    {
        var table = new Table { Border = TableBorder.Rounded, Title = new($"{name}: {rows.Max(r => r.Groups)} groups, chance accuracy {rows[0].ChanceAccuracy:P1}") };
        table.AddColumns("model", "accuracy", "MRR", "pairs", "gain", "peak n", "verdict");
        foreach (var right in table.Columns.Skip(1).Take(5)) right.RightAligned().NoWrap();
        foreach (var r in rows)
            table.AddRow(
                new Text(r.Model), new Text($"{100 * r.Accuracy.Estimate:F2} [{100 * r.Accuracy.Low:F1}, {100 * r.Accuracy.High:F1}]"), new Text($"{r.Mrr.Estimate:F3}"),
                new Text($"{100 * r.Pairwise.Estimate:F2}"), new Text(Signed(r.Lift.Estimate)), new Text(r.PeakN?.ToString() ?? "–"), Verdict(r.Verdict));
        return table;
    }

    /// <summary>Rounded first, so that a small negative number is not shown as "-+0.000".</summary>
    private static string Signed(double value) => $"{Math.Round(value, 3) + 0.0:+0.000;-0.000;0.000}";

    private static Text Verdict(ScoreVerdict verdict) => new(AuditScoresCommand.Word(verdict), verdict switch
    {
        ScoreVerdict.SelectsBetter => Color.Green,
        ScoreVerdict.NoSignal => Color.Yellow,
        _ => Color.Red,
    });
}
