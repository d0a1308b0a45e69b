using System.CommandLine;
using Goodhart.Audit.Orderings;
using Goodhart.Worlds;
using Spectre.Console;

namespace Goodhart.Cli;

/// <summary><c>goodhart reward test</c>.</summary>
internal static class RewardTestCommand
{
    private const string Examples = """
        Examples:
          goodhart reward test reward.cs orderings.jsonl --world key-door
          goodhart reward test "centred" orderings.jsonl --world cartpole --json

        One ordering per line; each side is a step, or a list of steps of one episode:

          {"defaults": {"x": 2, "y": 5, "has key": false, "door open": false}}
          {"better": {"after": {"x": 2, "y": 4}, "action": "up"}, "worse": {"after": {"x": 1}, "action": "left"}, "why": "nearer to the key"}

        A line of defaults sets fields that later lines leave out. "before" is the last step's "after" where it is left out. "margin" asks for more than a bare difference.
        Exit code 3 when an ordering does not hold.
        """;

    public static Command Create(Screen screen)
    {
        Argument<string> file = new("orderings") { Description = "JSON lines: what must score above what." };
        var (reward, world, json) = (RewardCommand.Reward(), RewardCommand.World(), Given.Json());
        var command = new TaughtCommand("test", "Test a reward by ordered pairs: this must score above that.", Examples + RewardCommand.Program) { reward, file, world, json };
        command.SetAction(parsed =>
        {
            var entry = WorldCatalogue.Find(parsed.GetRequiredValue(world));
            using var source = RewardSource.Of(parsed.GetRequiredValue(reward), entry, screen);
            var path = parsed.GetRequiredValue(file);
            if (!File.Exists(path)) throw new BadInputException($"There is no file '{path}'.");
            var results = OrderingTest.Run(source.Reward(), OrderingFile.Read(path, entry.Create(1).Schema));
            if (parsed.GetValue(json)) Json.Write(screen, results.Select(r => new { r.Ordering.Name, r.Ordering.Why, r.Better, r.Worse, r.Ordering.Margin, r.Holds, r.Failure }));
            else Print(screen, results);
            return results.All(r => r.Holds) ? ExitCode.Fine : ExitCode.VerdictReached;
        });
        return command;
    }

    private static void Print(Screen screen, IReadOnlyList<OrderingResult> results)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("", "ordering", "better", "worse", "why");
        foreach (var result in results)
            table.AddRow(new Text(result.Holds ? "holds" : "fails", result.Holds ? Color.Green : Color.Red), new Text(result.Ordering.Name), new Text($"{result.Better:G4}"), new Text($"{result.Worse:G4}"),
                new Text(result.Failure ?? result.Ordering.Why));
        screen.Output.Write(table);
        screen.Line($"{results.Count(r => r.Holds)} of {results.Count} orderings hold.");
    }
}
