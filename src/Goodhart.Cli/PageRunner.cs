using System.Diagnostics;
using System.Text;
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
}
