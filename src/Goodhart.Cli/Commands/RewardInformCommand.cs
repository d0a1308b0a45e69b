using System.CommandLine;
using Goodhart.Design;
using Goodhart.Worlds;
using Goodhart.Worlds.Tabular;
using Spectre.Console;

namespace Goodhart.Cli;

/// <summary><c>goodhart reward inform</c>.</summary>
internal static class RewardInformCommand
{
    private const string Examples = """
        Examples:
          goodhart reward inform reward.csx --world key-door --truth "sparse goal"
          goodhart reward inform "naive distance" --world key-door --truth "sparse goal" --json

        How much of what is best (by --truth) the reward shows to a learner that looks only H steps ahead: 0 shows every gap between best and other actions, less than 0
        lacks some of it. Exact, so it needs a finite world and rewards that do not remember the episode.
        """;

    public static Command Create(Screen screen)
    {
        Option<string> truth = new("--truth") { Description = "The reward that says what is best: a program, or the name of one of the world's.", HelpName = "reward", Required = true };
        var (reward, world, gamma, json) = (RewardCommand.Reward(), RewardCommand.World(), RewardCommand.Gamma(), Given.Json());
        var command = new TaughtCommand("inform", "Tell how much of what is best a reward shows to a learner who looks a few steps ahead.", Examples + RewardCommand.Program) { reward, truth, world, gamma, json };
        command.SetAction(parsed =>
        {
            var entry = WorldCatalogue.Find(parsed.GetRequiredValue(world));
            var process = (entry.Create(1) as TabularWorld)?.Process ?? throw new BadInputException($"World '{entry.Name}' is no finite process, so informativeness cannot be computed; try goodhart reward lint.");
            using var source = RewardSource.Of(parsed.GetRequiredValue(reward), entry, screen);
            using var wanted = RewardSource.Of(parsed.GetRequiredValue(truth), entry, screen);
            var task = new TeachingTask(process, process.Expect(process.Tabulate(wanted.Reward())), parsed.GetValue(gamma));
            var shown = process.Expect(process.Tabulate(source.Reward()));
            var horizons = Informativeness.Horizons.Select(h => (Horizon: h, Lacking: Informativeness.Lacking(task, shown, h))).ToArray();
            if (parsed.GetValue(json)) Json.Write(screen, new { Informativeness = Informativeness.Of(task, shown), Kept = task.IsKeptBy(shown), Horizons = horizons.Select(h => new { h.Horizon, Lacking = h.Lacking.Sum() / h.Lacking.Length }) });
            else Print(screen, process, task, shown, horizons);
            return ExitCode.Fine;
        });
        return command;
    }

    private static void Print(Screen screen, TabularMdp process, TeachingTask task, double[] shown, (int Horizon, double[] Lacking)[] horizons)
    {
        screen.Line($"Informativeness {Informativeness.Of(task, shown):F4} (the truth itself {Informativeness.Of(task, task.Reward):F4}); what is best is {(task.IsKeptBy(shown) ? "kept" : "not kept")} in every state.");
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("steps ahead", "lacking", "states that lack", "worst state");
        foreach (var (horizon, lacking) in horizons)
        {
            var worst = Array.IndexOf(lacking, lacking.Max());
            table.AddRow($"{horizon}", $"{lacking.Sum() / lacking.Length:F4}", $"{lacking.Count(x => x > 1e-9)} of {process.States}", lacking[worst] > 1e-9 ? $"{Describe(process, worst)}: {lacking[worst]:F4}" : "");
        }

        screen.Output.Write(table);
    }

    private static string Describe(TabularMdp process, int state)
    {
        var fields = new float[process.Schema.Observation.Count];
        process.Observe(state, fields);
        return fields.Length == 0 ? $"state {state}" : string.Join(", ", process.Schema.Observation.Select((f, k) => $"{f.Name} {fields[k]:G4}").Take(6));
    }
}
