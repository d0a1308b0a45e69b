using Goodhart.Audit.Mismatch;
using Goodhart.Statistics;
using Spectre.Console;

namespace Goodhart.Cli;

/// <summary>An audit of objective mismatch as a table of links and a line per recipe.</summary>
internal static class MismatchTables
{
    public static void Print(Screen screen, MismatchReport report)
    {
        var table = new Table { Border = TableBorder.Rounded, Title = new($"{report.Runs} runs; what was wanted: {Markup.Escape(report.Main)}") };
        table.AddColumns("link", "recipe", "from", "to", "runs", "Spearman", "Kendall", "partial", "");
        foreach (var link in report.Links)
            table.AddRow(
                new Text(link.Name), new Text(link.Recipe ?? "pooled"), new Text(link.X), new Text(link.Y), new Text($"{link.Runs}"),
                Cell(link.Spearman), Cell(link.Kendall), link.Partial is { } partial ? Cell(partial) : new Text("–"), Status(link.Status));
        screen.Output.Write(table);
        foreach (var point in report.Breaks)
        {
            screen.Line($"{point.Recipe}: {point.Explanation}");
            foreach (var remedy in point.Remedies) screen.Line($"  try: {remedy}");
        }

        screen.Line("L1: does accuracy make a better policy? L2: does it make more reward? L3: is more reward better? L4: do evaluations agree? Brackets: 95 % intervals over runs.");
    }

    private static Text Cell(Interval value) => new(double.IsNaN(value.Estimate) ? "–" : $"{value.Estimate:F2} [{value.Low:F2}, {value.High:F2}]");

    private static Text Status(LinkStatus status) => new(status.ToString().ToLowerInvariant(), status switch
    {
        LinkStatus.Holds => Color.Green,
        LinkStatus.Broken => Color.Red,
        LinkStatus.Unsure => Color.Yellow,
        _ => Color.Grey,
    });
}
