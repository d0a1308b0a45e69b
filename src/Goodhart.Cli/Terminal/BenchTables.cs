using Goodhart.Audit.Benches;
using Goodhart.Statistics;
using Spectre.Console;

namespace Goodhart.Cli;

/// <summary>Bench reports as tables.</summary>
internal static class BenchTables
{
    public static void Print(Screen screen, BenchReport report)
    {
        var table = new Table { Border = TableBorder.Rounded, Title = new($"{report.Model} on {report.Bench} by {report.Spec}".EscapeMarkup()) };
        table.AddColumns("section", "subset", "rows", "score, %", "chance, %", "scored by");
        foreach (var right in new[] { 2, 3, 4 }) table.Columns[right].RightAligned().NoWrap();
        foreach (var section in report.Sections)
        {
            if (section.Score is { } score && (report.Sections.Count > 1 || section.Subsets.Count > 1) && section.Subsets.Count != 1)
                table.AddRow(new Text(section.Name), new Text(""), new Text(""), new Text(Percent(score)), new Text(""), new Text(""));
            foreach (var subset in section.Subsets)
                table.AddRow(new Text(section.Subsets.Count == 1 ? section.Name : ""), new Text(subset.Name), new Text($"{subset.Rows}"), new Text(Percent(subset.Score)),
                    new Text(subset.Chance is { } chance ? $"{100 * chance:F1}" : "–"), new Text(subset.Scorer + Details(subset)));
        }

        table.AddRow(new Text("overall"), new Text(""), new Text($"{report.Sections.Sum(s => s.Subsets.Sum(b => b.Rows))}"), new Text(Percent(report.Overall)), new Text($"{100 * report.Chance:F1}"), new Text(""));
        screen.Output.Write(table);
        foreach (var note in report.Notes) screen.Line(note);
    }

    public static void Print(Screen screen, string model, OrderSwap swap)
    {
        screen.Line($"{model}, {swap.Pairs} pairs in both orders:");
        screen.Line($"  right both ways {Percent(swap.BothRight)} %, single verdicts right {Percent(swap.Accuracy)} %, the same both ways {Percent(swap.Consistent)} %");
        screen.Line($"  for the answer shown first {100 * swap.FirstPreferred:F1} % (50 % without bias), unreadable {100 * swap.Unreadable:F1} %");
    }

    public static void Print(Screen screen, GiveawayAudit audit)
    {
        var strongest = audit.Features[0];
        screen.Line($"Looks alone tell {Percent(audit.Accuracy)} % of the pairs (chance 50 %){(audit.Fair ? "." : ": a reward that understands nothing does well here.")}");
        screen.Line($"  most telling: right answers have {(strongest.RightIsHigher ? "more" : "less")} in \"{strongest.Feature}\" in {100 * strongest.Accuracy:F1} % of the pairs.");
    }

    private static string Percent(Interval score) => $"{100 * score.Estimate:F1} [{100 * score.Low:F1}, {100 * score.High:F1}]";

    private static string Details(SubsetReport subset) => subset.Details.Count == 0 ? "" : $": {string.Join(", ", subset.Details.Select(d => $"{d.Name} {100 * d.Value:F1}"))}";
}
