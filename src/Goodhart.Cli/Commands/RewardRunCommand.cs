using System.CommandLine;
using Goodhart.Audit.Lint;
using Goodhart.Worlds;

namespace Goodhart.Cli;

/// <summary><c>goodhart reward run</c>.</summary>
internal static class RewardRunCommand
{
    private const string Examples = """
        Examples:
          goodhart reward run reward.cs --world key-door
          goodhart reward run "human staged" --world key-door --json
        """;

    public static Command Create(Screen screen)
    {
        var (reward, world, seed, json) = (RewardCommand.Reward(), RewardCommand.World(), Given.Seed(), Given.Json());
        var command = new TaughtCommand("run", "Run a reward on what random actions meet, and show what its parts are worth.", Examples + RewardCommand.Program) { reward, world, seed, json };
        command.SetAction(parsed =>
        {
            var entry = WorldCatalogue.Find(parsed.GetRequiredValue(world));
            using var source = RewardSource.Of(parsed.GetRequiredValue(reward), entry, screen);
            var report = RewardLint.Check(count => entry.Create(count), source.Reward(), seed: parsed.GetValue(seed) ?? 1);
            if (report.Parts.Count == 0) throw new BadInputException($"'{report.Reward}' failed: {report.Findings[0].Message}");
            if (parsed.GetValue(json)) Json.Write(screen, report.Parts);
            else RewardLintCommand.PrintParts(screen, report);
            return ExitCode.Fine;
        });
        return command;
    }
}
