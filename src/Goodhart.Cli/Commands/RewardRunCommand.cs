using System.CommandLine;
using Goodhart.Audit.Lint;
using Goodhart.Design;
using Goodhart.Worlds;

namespace Goodhart.Cli;

/// <summary><c>goodhart reward run</c>.</summary>
internal static class RewardRunCommand
{
    private const string Examples = """
        Examples:
          goodhart reward run reward.cs --world key-door
          goodhart reward run "human staged" --world key-door --json
          goodhart reward run unknown.cs --world key-door --isolate process
        """;

    public static Command Create(Screen screen)
    {
        var (reward, world, isolate, seed, json) = (RewardCommand.Reward(), RewardCommand.World(), RewardCommand.Isolated(), Given.Seed(), Given.Json());
        var command = new TaughtCommand("run", "Run a reward on what random actions meet, and show what its parts are worth.", Examples + RewardCommand.Program) { reward, world, isolate, seed, json };
        command.SetAction(parsed =>
        {
            var entry = WorldCatalogue.Find(parsed.GetRequiredValue(world));
            using var source = RewardSource.Of(parsed.GetRequiredValue(reward), entry, screen, parsed.GetValue(isolate) == Isolation.Process);
            var report = RewardLint.Check(count => entry.Create(count), source.Reward(), seed: parsed.GetValue(seed) ?? 1);
            if (report.Parts.Count == 0) throw new BadInputException($"'{report.Reward}' failed: {report.Findings[0].Message}");
            var used = source.Program?.Report;
            if (parsed.GetValue(json)) Json.Write(screen, new { report.Parts, Box = used });
            else Print(screen, report, used);
            return ExitCode.Fine;
        });
        return command;
    }

    private static void Print(Screen screen, LintReport report, SandboxReport? used)
    {
        RewardLintCommand.PrintParts(screen, report);
        if (used is null) return;
        screen.Line($"Walls passed: {string.Join(", ", used.Passed.Select(w => w.ToString().ToLowerInvariant()))}.");
        screen.Line($"{used.Calls:N0} calls, the dearest of {used.Ticks:N0} steps and {used.Bytes:N0} bytes; {used.Clipped:N0} scores clipped.");
    }
}
