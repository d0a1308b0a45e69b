using System.CommandLine;
using Goodhart.Audit.Distances;
using Goodhart.Worlds;
using Spectre.Console;

namespace Goodhart.Cli;

/// <summary><c>goodhart reward diff</c>.</summary>
internal static class RewardDiffCommand
{
    private const string Examples = """
        Examples:
          goodhart reward diff old.cs new.cs --world key-door
          goodhart reward diff centred deviation --world cartpole --json

        Correlations say how alike two rewards score what random actions meet; STARC, EPIC and DARD whether they are the same to an optimiser: 0 is the same
        policies, exactly where the world is a finite process and estimated elsewhere. Flipped pairs are transitions that the two order differently.
        """;

    public static Command Create(Screen screen)
    {
        Option<int> examples = new("--examples") { Description = "Flipped pairs that are shown.", HelpName = "n", DefaultValueFactory = _ => 5 };
        var (first, second, world, gamma, seed, json) = (RewardCommand.Reward("first"), RewardCommand.Reward("second"), RewardCommand.World(), RewardCommand.Gamma(), Given.Seed(), Given.Json());
        var command = new TaughtCommand("diff", "Compare two rewards: correlations, STARC/EPIC/DARD, and pairs that they order differently.", Examples + RewardCommand.Program) { first, second, world, gamma, examples, seed, json };
        command.SetAction(parsed =>
        {
            var entry = WorldCatalogue.Find(parsed.GetRequiredValue(world));
            using var a = RewardSource.Of(parsed.GetRequiredValue(first), entry, screen);
            using var b = RewardSource.Of(parsed.GetRequiredValue(second), entry, screen);
            var diff = RewardDiff.Between(count => entry.Create(count), a.Reward(), b.Reward(), parsed.GetValue(gamma), parsed.GetValue(seed) ?? 1, examples: Math.Max(0, parsed.GetValue(examples)));
            if (parsed.GetValue(json)) Json.Write(screen, diff);
            else Print(screen, diff);
            return ExitCode.Fine;
        });
        return command;
    }

    private static void Print(Screen screen, RewardDiff diff)
    {
        screen.Line($"{diff.First} and {diff.Second} on {diff.Transitions} transitions");
        screen.Line($"  correlation of steps     {diff.Pearson:F3} (ranks {diff.Spearman:F3})");
        if (!double.IsNaN(diff.EpisodeSpearman)) screen.Line($"  ranks of episodes        {diff.EpisodeSpearman:F3}");
        foreach (var distance in diff.Distances)
        {
            screen.Line($"  {distance.Measure,-24} {distance.Distance:F3}{(distance.Noise is { } noise ? $", noise {noise:F3}" : "")}");
            foreach (var note in distance.Notes) screen.Line($"    {note}");
        }

        screen.Line($"  pairs ordered otherwise  {diff.FlippedShare:P1}");
        foreach (var flip in diff.Flips)
        {
            screen.Output.MarkupLineInterpolated($"[yellow]flipped[/]: {diff.First} {flip.FirstOne:G4} over {flip.FirstOther:G4}, {diff.Second} {flip.SecondOne:G4} under {flip.SecondOther:G4}");
            screen.Line($"  {flip.One}");
            screen.Line($"  {flip.Other}");
        }
    }
}
