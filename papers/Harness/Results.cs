using System.Globalization;
using System.Text;

namespace Goodhart.Papers;

/// <summary>How a page came out.</summary>
/// <param name="Page">The page.</param>
/// <param name="Run">What it found.</param>
/// <param name="Seconds">Wall-clock time.</param>
public sealed record PageResult(Page Page, PaperRun Run, double Seconds);

/// <summary>Pages and their results as Markdown, so that no figure in a document is typed by hand.</summary>
public static class Results
{
    /// <summary>The table of papers in README.</summary>
    public static string Index(IEnumerable<Page> pages)
    {
        var text = new StringBuilder("| page | paper | claim checked |\n|---|---|---|\n");
        foreach (var page in pages) text.Append(CultureInfo.InvariantCulture, $"| `{page.Slug}` | {page.Title} | {page.Claim} |\n");
        return text.ToString();
    }

    /// <summary>RESULTS.md: every finding of every page, with its interval over seeds.</summary>
    public static string Report(IEnumerable<PageResult> results)
    {
        var text = new StringBuilder("# Results\n\nWritten by `goodhart papers --all`; never edited by hand.\n");
        foreach (var (page, run, seconds) in results)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {page.Slug}: {(run.Passed ? "holds" : "does not hold")}\n\n{page.Title}\n\n{page.Claim}\n\n");
            text.Append(CultureInfo.InvariantCulture, $"Seed {run.Seed}, {run.Seeds} seeds, {seconds:F0} s.\n\n");
            text.Append("| kind | what | measured (95 % interval) | expected | holds |\n|---|---|---|---|---|\n");
            foreach (var f in run.Findings)
                text.Append(CultureInfo.InvariantCulture, $"| {(f.Kind == FindingKind.Control ? "control" : "claim")} | {f.What} | {f.Measured} | {f.Expected} | {(f.Holds ? "yes" : "**no**")} |\n");
            foreach (var note in run.Notes) text.Append(CultureInfo.InvariantCulture, $"\n{note}\n");
        }

        return text.ToString();
    }
}
