using System.CommandLine;
using Goodhart.Audit.Lint;
using Goodhart.Worlds;
using Spectre.Console;

namespace Goodhart.Cli;

/// <summary><c>goodhart reward lint</c>.</summary>
internal static class RewardLintCommand
{
    private const string Examples = """
        Examples:
          goodhart reward lint reward.cs --world key-door
          goodhart reward lint deviation --world cartpole --fail-on warning
          goodhart reward lint reward.cs --world my.dll:MyWorld --json > lint.json

        Rules: not-a-number, constant, scale, dead-part, dominating-part, saturated-part, sign, unbounded, shaping, loiter, step-count.
        They see what random actions meet in the world, and what the reward pays for situations put together from that.
        """;

    public static Command Create(Screen screen)
    {
        var (reward, world, isolate, gamma, seed, json) = (RewardCommand.Reward(), RewardCommand.World(), RewardCommand.Isolated(), RewardCommand.Gamma(), Given.Seed(), Given.Json());
        var failOn = Given.Word("--fail-on", "Exit with 3 when a finding is this or worse; error when left out.", ("note", LintSeverity.Note), ("warning", LintSeverity.Warning), ("error", LintSeverity.Error));
        var command = new TaughtCommand("lint", "Tell what the author of a reward may not have meant: scale, dead or dominating parts, NaN, loitering, …", Examples + RewardCommand.Program) { reward, world, isolate, gamma, failOn, seed, json };
        command.SetAction(parsed =>
        {
            var entry = WorldCatalogue.Find(parsed.GetRequiredValue(world));
            using var source = RewardSource.Of(parsed.GetRequiredValue(reward), entry, screen, parsed.GetValue(isolate) == Isolation.Process);
            var report = RewardLint.Check(count => entry.Create(count), source.Reward(), new(Gamma: parsed.GetValue(gamma)), parsed.GetValue(seed) ?? 1, success: entry.Task?.Success);
            if (parsed.GetValue(json)) Json.Write(screen, report);
            else Print(screen, report);
            return report.Worst >= (parsed.GetValue(failOn) ?? LintSeverity.Error) ? ExitCode.VerdictReached : ExitCode.Fine;
        });
        return command;
    }

    public static void PrintParts(Screen screen, LintReport report)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("part", "min", "mean", "max", "sd", "share of variance");
        foreach (var column in table.Columns.Skip(1)) column.RightAligned().NoWrap();
        foreach (var part in report.Parts)
            table.AddRow(new Text(part.Path), new Text($"{part.Min:G4}"), new Text($"{part.Mean:G4}"), new Text($"{part.Max:G4}"), new Text($"{part.Std:G4}"), new Text($"{part.Share:P0}"));
        screen.Output.Write(table);
    }

    private static void Print(Screen screen, LintReport report)
    {
        screen.Line($"{report.Reward} on {report.World}: {report.Transitions} transitions, {report.Episodes} episodes that ended.");
        if (report.Parts.Count > 0) PrintParts(screen, report);
        foreach (var finding in report.Findings)
        {
            screen.Output.MarkupLineInterpolated($"[{Colour(finding.Severity)}]{finding.Severity.ToString().ToLowerInvariant()}[/] {finding.Rule} [bold]{finding.Part}[/]");
            screen.Line($"  {finding.Message}");
            screen.Line($"  {finding.Remedy}");
        }

        screen.Line(report.Findings.Count == 0 ? "Nothing found." : $"{report.Findings.Count} finding{(report.Findings.Count == 1 ? "" : "s")}.");
    }

    private static string Colour(LintSeverity severity) => severity switch { LintSeverity.Error => "red", LintSeverity.Warning => "yellow", _ => "grey" };
}
