using System.Diagnostics;
using System.Text;
using Goodhart.Audit;
using Goodhart.Papers;
using Goodhart.Runs;
using Goodhart.Studies;

namespace Goodhart.Cli;

/// <summary>Runs pages and writes what they found.</summary>
internal static class PageRunner
{
    /// <summary>Runs a page; how it ended is recorded in <paramref name="run"/>, where there is one.</summary>
    public static PageResult Run(
        Page page, ulong seed, int seeds, bool fast, IProgress<StudyProgress> progress, CancellationToken cancellation, RunFolder? run = null)
    {
        var status = RunStatus.Failed;
        try
        {
            progress.Report(new(page.Slug, 0, "running"));
            var doing = new Watch.Said(message => progress.Report(new(page.Slug, 0, message)));
            var clock = Stopwatch.StartNew();
            var found = new PaperRun(seed, seeds, fast, doing, cancellation);
            page.Run(found);
            progress.Report(new(page.Slug, 1, "done"));
            status = RunStatus.Finished;
            return new(page, found, clock.Elapsed.TotalSeconds);
        }
        catch (OperationCanceledException)
        {
            status = RunStatus.Interrupted;
            throw;
        }
        finally
        {
            run?.Finish(status);
        }
    }

    /// <returns>Path of report.html.</returns>
    public static string Report(PageResult result, RunFolder run, bool fast) => run.Write("report.html", stream => ReportWriter.Write(Model(result, run, fast), stream));

    /// <summary>Writes a text file whole or not at all.</summary>
    public static void Write(string path, string text)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            File.WriteAllText(path + ".tmp", text, new UTF8Encoding(false));
            File.Move(path + ".tmp", path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"Cannot write '{path}': {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static ReportModel Model(PageResult result, RunFolder run, bool fast) => new()
    {
        Title = $"{result.Page.Slug}: {(result.Run.Passed ? "the claim holds" : "the claim does not hold")}",
        Asked = result.Page.Claim,
        Command = $"goodhart paper {result.Page.Slug} --seed {result.Run.Seed} --seeds {result.Run.Seeds}{(fast ? " --fast" : "")}",
        Findings = new(result.Page.Title, result.Page.Claim,
            [.. result.Run.Findings.Select(f => new ReportFinding(f.Kind == FindingKind.Control, f.What, f.Measured, f.Expected, f.Holds))]),
        Charts = [.. result.Run.Curves.Select(c => new ReportChart(c.Title, c.XLabel, c.YLabel, [.. c.Series.Select(s => new ChartSeries(s.Name, s.X, s.Y))]))],
        Notes = result.Run.Notes,
        Seeds = [.. Enumerable.Range(0, result.Run.Seeds).Select(i => Generator.Derive(result.Run.Seed, (ulong)i))],
        Versions = [.. run.Record.Versions.Select(v => new Fact(v.Key, v.Value)), .. run.Record.Commit is { } commit ? [new Fact("commit", commit)] : Array.Empty<Fact>()],
    };
}
