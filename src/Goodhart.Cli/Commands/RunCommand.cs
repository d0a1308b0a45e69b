using System.CommandLine;
using Goodhart.Audit;
using Goodhart.Runs;
using Goodhart.Studies;

namespace Goodhart.Cli;

/// <summary><c>goodhart run</c>: a study from its arms to verdicts and a report.</summary>
internal static class RunCommand
{
    private const string Examples = """
        Examples:
          goodhart run tomato                       The study that comes with goodhart: under two minutes on two cores.
          goodhart run study.yaml --seeds 5         Your own; a mistake in the file is answered with its line and field.
          goodhart run study.yaml --world my.dll:MyWorld
          goodhart run --resume runs/20260102-030405-tomato
          goodhart run tomato --quiet --json --fail-on over-optimised > verdicts.json

        Ctrl-C once stops cleanly and says how to go on; twice ends at once. A run that was killed is resumed in the same way.
        A study file names a world and its rewards:

          name: my study
          world: tomato                             # goodhart worlds lists them; or my.dll:MyWorld
          proxy: apparent tomatoes                  # what is optimised; or a sum {a: 1.0, b: 0.1}
          truth: wet tomatoes                       # what was wanted; only the audit sees it
          base: uniform                             # or {train: {reward: a, steps: 1e5}} or {soft: {reward: a, temperature: 0.1, mix: 0.1}}
          arms:
            - {name: proxy alone, method: ppo, steps: 2e5}
            - {name: held, method: ppo, regulariser: occupancy-sqrt-chi2, lambda: theory}
        """;

    public static Command Create(Screen screen)
    {
        Argument<string?> name = new("study") { Description = "A study that comes with goodhart, or a YAML file.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> world = new("--world") { Description = "Take this world instead of the file's: a name, or my.dll:MyWorld.", HelpName = "world" };
        Option<string?> resume = new("--resume") { Description = "Go on with an interrupted or killed run.", HelpName = "folder" };
        var (seed, seeds, folder, json, quiet) = (Given.Seed(), Given.Seeds(), Given.Out(), Given.Json(), Given.Quiet());
        var failOn = Given.Word("--fail-on", "Exit with 3 when any arm's verdict is this or worse.", [.. Enum.GetValues<Verdict>().OrderBy(v => v.Severity()).Select(v => (v.Name(), v))]);
        var command = new TaughtCommand("run", "Run a study: optimise a proxy in several ways and judge each by what was wanted.", Examples) { name, world, resume, seed, seeds, folder, failOn, json, quiet };
        command.Validators.Add(result =>
        {
            if (result.GetValue(name) is null == result.GetValue(resume) is null) result.AddError(result.GetValue(name) is null ? "Name a study, or a folder to --resume" : "Name a study or a folder to --resume, not both");
            if (result.GetValue(resume) is not null && (result.GetValue(world) is not null || result.GetValue(seed) is not null || result.GetValue(seeds) is not null))
                result.AddError("--resume goes on with the run's own world and seeds; leave out --world, --seed and --seeds");
        });
        command.SetAction((parsed, cancellation) =>
        {
            var again = parsed.GetValue(resume);
            using var run = again is null ? null : RunFolder.Open(again);
            var request = run is null
                ? StudyRequest.Of(parsed.GetRequiredValue(name)!, parsed.GetValue(world), parsed.GetValue(seed), parsed.GetValue(seeds)) : StudyRequest.Of(run);
            return Task.FromResult(Go(screen, request, run, parsed.GetRequiredValue(folder), parsed.GetValue(failOn), parsed.GetValue(json), parsed.GetValue(quiet), cancellation));
        });
        return command;
    }

    private static int Go(Screen screen, StudyRequest request, RunFolder? open, string root, Verdict? failOn, bool json, bool quiet, CancellationToken cancellation)
    {
        var (study, limit) = request.Build(cancellation);
        using var run = open ?? RunFolder.Create(root, study.Name, request, study.Seed, TimeProvider.System);
        foreach (var notice in run.Notices) screen.Err.WriteLine($"goodhart: {notice}");
        try
        {
            var result = Watch.While(screen, quiet, progress => study.Resume(run, progress, cancellation));
            if (json) Json.Write(screen, StudyTables.Document(result));
            else StudyTables.Print(screen, result);
            return (failOn ?? limit) is { } worst && result.Worst.Severity() >= worst.Severity() ? ExitCode.VerdictReached : ExitCode.Fine;
        }
        catch (OperationCanceledException)
        {
            return screen.Fail($"Interrupted; go on with: goodhart run --resume {run.Path}", ExitCode.Interrupted);
        }
    }
}
