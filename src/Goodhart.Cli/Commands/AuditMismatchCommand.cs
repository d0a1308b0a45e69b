using System.CommandLine;
using Goodhart.Audit.Mismatch;

namespace Goodhart.Cli;

/// <summary><c>goodhart audit mismatch</c>: where the chain from a reward model's accuracy to what was wanted breaks.</summary>
internal static class AuditMismatchCommand
{
    private const string Examples = """
        Examples:
          goodhart audit mismatch runs.csv
          goodhart audit mismatch runs.jsonl --main gold --hold length,kl
          goodhart audit mismatch runs.csv --fail-on-break --json > audit.json

        One row per policy: model, accuracy (of its reward model on held-out preferences), reward (what that gives the policy); where known recipe,
        on_policy_accuracy, kl. Every other column with numbers is an evaluation. Links are measured within a recipe, such as one KL coefficient, and pooled;
        each needs 8 runs.
        """;

    public static Command Create(Screen screen)
    {
        Argument<string> file = new("file") { Description = "Runs as CSV, TSV, JSON or JSONL, also gzipped." };
        Option<string?> main = new("--main") { Description = "The evaluation that stands for what was wanted; the first by default.", HelpName = "column" };
        Option<string?> hold = new("--hold") { Description = "Columns that partial correlations hold fixed, separated by commas; kl is one.", HelpName = "columns" };
        Option<bool> fail = new("--fail-on-break") { Description = "Exit with 3 when any recipe's chain breaks." };
        var (seed, json) = (Given.Seed(), Given.Json());
        var command = new TaughtCommand("mismatch", "Tell where accuracy, reward and what was wanted part, over many runs.", Examples) { file, main, hold, fail, seed, json };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            if (!File.Exists(path)) throw new BadInputException($"There is no file '{path}'.");
            var options = new MismatchOptions(parsed.GetValue(main), Covariates: parsed.GetValue(hold)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            var report = ObjectiveMismatch.Audit(RunsFile.Read(path), new(parsed.GetValue(seed) ?? 1), options);
            if (parsed.GetValue(json)) Json.Write(screen, report);
            else MismatchTables.Print(screen, report);
            return parsed.GetValue(fail) && report.Breaks.Any(b => b.Link is not null || b.OffPolicy) ? ExitCode.VerdictReached : ExitCode.Fine;
        });
        return command;
    }
}
