using System.CommandLine;
using Goodhart.Data;

namespace Goodhart.Cli;

/// <summary>What makes a check fail.</summary>
internal enum DataFinding { Faults, Duplicates, Leakage }

/// <summary><c>goodhart data check</c>.</summary>
internal static class DataCheckCommand
{
    private const string Examples = """
        Examples:
          goodhart data check pairs.jsonl                             What it is, what is wrong with it, and what the better answers have in common.
          goodhart data check train/ --against test.jsonl             Are rows of the test set among those to train on?
          goodhart data check ratings.jsonl preferences.jsonl         Do ratings and preferences of the same answers agree?
          goodhart data check pairs.parquet --fail-on faults --json   For a pipeline: one JSON document, and exit code 3.

        Files are JSON lines, JSON or Parquet, each also packed by gzip, or folders of them. The format is detected:
        """;

    public static Command Create(Screen screen)
    {
        Argument<string[]> files = new("file") { Description = "Files of feedback, or folders of them.", Arity = ArgumentArity.OneOrMore };
        Option<string[]> against = new("--against") { Description = "Files whose rows should not be among them, such as an evaluation set.", HelpName = "file", AllowMultipleArgumentsPerToken = true };
        var (format, json, quiet) = (DataCommand.Format(), Given.Json(), Given.Quiet());
        var failOn = Given.Word("--fail-on", "Exit with 3 when there is any.", ("faults", DataFinding.Faults), ("duplicates", DataFinding.Duplicates), ("leakage", DataFinding.Leakage));
        var formats = string.Join('\n', FeedbackFile.Formats.Select(known => $"  {known.Name,-24} {known.Looks}"));
        var command = new TaughtCommand("check", "Tell what files of feedback hold: counts, bad rows, ties, agreement, duplicates, leakage, and what length, position and format give away.", $"{Examples}\n{formats}\n")
        {
            files, against, format, failOn, json, quiet,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var fail = parsed.GetValue(failOn);
            string[]? others = parsed.GetValue(against) is { Length: > 0 } given ? given : null;
            if (fail is DataFinding.Leakage && others is null) throw new BadInputException("--fail-on leakage needs --against, the file that should not be among them.");
            var options = new DataCheckOptions(new(parsed.GetValue(format)), others);
            var report = Watch.While(screen, parsed.GetValue(quiet), progress =>
                DataCheck.Run(parsed.GetRequiredValue(files), options, DataCommand.Counted(progress, "check"), cancellation));
            if (parsed.GetValue(json)) Json.Write(screen, report);
            else DataTables.Print(screen, report);
            return Task.FromResult(Found(report, fail) ? ExitCode.VerdictReached : ExitCode.Fine);
        });
        return command;
    }

    private static bool Found(DataReport report, DataFinding? finding) => finding switch
    {
        DataFinding.Faults => report.Faults > 0,
        DataFinding.Duplicates => report.Duplicates.Exact + report.Duplicates.Near > 0,
        DataFinding.Leakage => report.Leakage is { } found && found.Prompts + found.Answers + found.Near > 0,
        _ => false,
    };
}
