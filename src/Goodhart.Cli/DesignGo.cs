using Goodhart.Design;
using Goodhart.Runs;
using Goodhart.Studies;

namespace Goodhart.Cli;

/// <summary>Runs a design in its folder, shows how far it is, and writes its report.</summary>
internal static class DesignGo
{
    public static int Run(Screen screen, DesignOrder order, RunFolder run, int? parallel, bool json, bool quiet, CancellationToken cancellation)
    {
        foreach (var notice in run.Notices) screen.Err.WriteLine($"goodhart: {notice}");
        var (request, client) = order.Build(parallel, order.Ask ? (Console.In, screen.Err) : null, Path.Combine(run.Path, "films"), new Watch.Said(line => screen.Err.WriteLine($"goodhart: {line}")));
        try
        {
            using (client)
            {
                // A progress bar would be drawn over the question to a person.
                var result = Watch.While(screen, quiet || order.Ask, progress => DesignRun.Run(request, run, new Told(progress, request.Options), cancellation));
                var human = HumanBaseline.Measure(request, run, cancellation);
                DesignReportFile.Film(run, request, result, cancellation);
                var report = DesignReportFile.Write(run.Path);
                if (json) Json.Write(screen, DesignTables.Document(result, human, run.Path, report));
                else DesignTables.Print(screen, result, human, run.Path, report);
                return result.Evaluation is { Flag: null, Failure: null } ? ExitCode.Fine : ExitCode.VerdictReached;
            }
        }
        catch (OperationCanceledException)
        {
            return screen.Fail($"Interrupted; go on with: goodhart design resume {run.Path}", ExitCode.Interrupted);
        }
        catch (Exception model) when (model is ChatFailedException or ChatLimitException)
        {
            return screen.Fail($"{model.Message.ReplaceLineEndings(" ")} What was computed is kept; go on with: goodhart design resume {run.Path}", ExitCode.BadInput);
        }
    }

    /// <summary>One job per round, and one for the final evaluation.</summary>
    private sealed class Told(IProgress<StudyProgress> progress, DesignOptions options) : IProgress<DesignProgress>
    {
        public void Report(DesignProgress value)
        {
            var best = double.IsNaN(value.Best) ? "" : $", best {value.Best:F3}";
            var job = value.Doing == "evaluating" ? "fresh seeds" : $"iteration {value.Round} of {options.Restarts}.{options.Rounds}";
            progress.Report(new(job, value.Of > 0 ? (double)value.Done / value.Of : 0, $"{value.Doing} {value.Done} of {value.Of}{best}"));
        }
    }
}
