using Goodhart.Papers;
using Spectre.Console;

namespace Goodhart.Cli;

/// <summary>A page's findings for a reader, and as JSON.</summary>
internal static class PageTables
{
    public static void Print(Screen screen, PageResult result, string? report = null)
    {
        var (page, run, seconds) = result;
        screen.Line($"{page.Slug}: {page.Title}");
        screen.Line($"Claim: {page.Claim}");
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("", "what was measured", "value (95 %)", "expected", "holds");
        table.Columns[2].NoWrap();
        foreach (var f in run.Findings)
            table.AddRow(new Text(f.Kind == FindingKind.Control ? "control" : "claim"), new Text(f.What), new Text($"{f.Measured}"), new Text(f.Expected),
                f.Holds ? new Text("yes", Color.Green) : new Text("NO", Color.Red));
        screen.Output.Write(table);
        foreach (var note in run.Notes) screen.Line(note);
        screen.Line(Summary(run, seconds));
        if (report is not null) screen.Line($"Report: {report}");
    }

    public static object Document(PageResult result) => Document(result, null);

    public static object Document(PageResult result, string? report) => new
    {
        result.Page.Slug,
        result.Page.Title,
        result.Page.Claim,
        result.Run.Passed,
        result.Run.Seed,
        result.Run.Seeds,
        result.Run.Fast,
        result.Seconds,
        Findings = result.Run.Findings.Select(f => new { f.Kind, f.What, f.Values, f.Measured, f.Expected, f.Holds }),
        result.Run.Notes,
        Report = report,
    };

    private static string Summary(PaperRun run, double seconds)
    {
        var failed = run.Findings.Count(f => !f.Holds);
        var words = run.Passed ? "Every claim and every control comes out as it must."
            : failed > 0 ? $"{failed} of {run.Findings.Count} findings do not hold."
            : "The page proves nothing: it needs at least one claim and one control.";
        return $"{words} Seed {run.Seed}, {run.Seeds} seeds, {seconds:F0} s.";
    }
}
