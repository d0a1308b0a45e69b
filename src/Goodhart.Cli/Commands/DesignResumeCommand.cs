using System.CommandLine;
using Goodhart.Design;
using Goodhart.Runs;

namespace Goodhart.Cli;

/// <summary><c>goodhart design resume</c>.</summary>
internal static class DesignResumeCommand
{
    private const string Examples = """
        Examples:
          goodhart design resume runs/20260102-030405-design-key-door

        Goes on with an interrupted or killed design, with the options it was begun with; no training and no answer is paid for twice.
        """;

    public static Command Create(Screen screen)
    {
        Argument<string> folder = new("folder") { Description = "The run's folder." };
        Option<int?> parallel = new("--parallel") { Description = "Trainings at once.", HelpName = "n" };
        var (json, quiet) = (Given.Json(), Given.Quiet());
        var command = new TaughtCommand("resume", "Go on with a design that was interrupted or killed.", Examples) { folder, parallel, json, quiet };
        command.SetAction((parsed, cancellation) =>
        {
            var path = parsed.GetRequiredValue(folder);
            using var run = RunFolder.Open(path);
            if (!File.Exists(Path.Combine(run.Path, LineageFile.Name))) throw new BadInputException($"'{path}' holds no design: it has no {LineageFile.Name}.");
            var order = DesignOrder.Of(run);
            run.Restart();
            return Task.FromResult(DesignGo.Run(screen, order, run, parsed.GetValue(parallel), parsed.GetValue(json), parsed.GetValue(quiet), cancellation));
        });
        return command;
    }
}
