using System.CommandLine;
using Goodhart.Design;
using Goodhart.Worlds;
using Spectre.Console;

namespace Goodhart.Cli;

/// <summary><c>goodhart worlds</c>: what there is to optimise in.</summary>
internal static class WorldsCommand
{
    private const string Examples = """
        Examples:
          goodhart worlds                           All of them, with the names of their rewards.
          goodhart worlds tomato                    One of them: fields, actions, rewards and their units.
          goodhart worlds key-door --program        What a reward program for it may speak of, and its task.
          goodhart worlds my.dll:MyWorld            One of yours, loaded and looked at.
        """;

    public static Command Create(Screen screen)
    {
        Argument<string?> name = new("name") { Description = "A world's name, or my.dll:MyWorld.", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> program = new("--program") { Description = "Show what a reward program for the world may speak of, as C#." };
        var json = Given.Json();
        var command = new TaughtCommand("worlds", "List the worlds and the rewards they offer.", Examples) { name, program, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(program) && result.GetValue(name) is null) result.AddError("--program needs a world's name");
        });
        command.SetAction(parsed =>
        {
            var wanted = parsed.GetValue(name);
            if (wanted is not null && parsed.GetValue(program)) Program(screen, WorldCatalogue.Find(wanted));
            else if (wanted is null) List(screen, parsed.GetValue(json));
            else Show(screen, WorldCatalogue.Find(wanted), parsed.GetValue(json));
            return ExitCode.Fine;
        });
        return command;
    }

    private static void List(Screen screen, bool json)
    {
        if (json)
        {
            Json.Write(screen, WorldCatalogue.All.Select(w => new { w.Name, w.Summary, w.Rewards }));
            return;
        }

        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("world", "what it is", "rewards");
        foreach (var world in WorldCatalogue.All) table.AddRow(new Text(world.Name, Color.Green), new Text(world.Summary), new Text(string.Join(", ", world.Rewards)));
        screen.Output.Write(table);
    }

    private static void Program(Screen screen, WorldEntry entry)
    {
        screen.Out.Write(EnvironmentCard.Of(RewardContract.Of(entry.Create(1).Schema), entry.Summary));
        if (entry.Task is not { } task) return;
        screen.Line($"\n// Task: {task.Sentence}");
        foreach (var cheat in task.Cheats ?? []) screen.Line($"// Known cheat: {cheat}");
        if (task.HumanReward is { } human) screen.Line($"\n// A person's program for it:\n{human.TrimEnd()}");
    }

    private static void Show(Screen screen, WorldEntry entry, bool json)
    {
        var world = entry.Create(1);
        var actions = world.Schema.Actions switch
        {
            ActionSpace.Discrete discrete => $"one of {string.Join(", ", discrete.Names)}",
            ActionSpace.Box box => string.Join("; ", box.Fields.Select(Range)),
            _ => "unknown",
        };
        if (json)
        {
            Json.Write(screen, new
            {
                entry.Name,
                entry.Summary,
                world.Schema.States,
                world.Horizon,
                Observation = world.Schema.Observation.Select(f => new { f.Name, f.Unit, f.Low, f.High }),
                Actions = actions,
                Rewards = world.Rewards.Select(r => new { r.Name, r.Unit }),
            });
            return;
        }

        screen.Line($"{entry.Name}: {entry.Summary}");
        screen.Line($"  observation  {Fields(world.Schema.Observation)}");
        if (world.Schema.States > 0) screen.Line($"  states       {world.Schema.States}");
        screen.Line($"  actions      {actions}");
        screen.Line($"  episode      {(world.Horizon is { } steps ? $"cut off after {steps} steps" : "never cut off")}");
        screen.Line($"  rewards      {string.Join(", ", world.Rewards.Select(r => $"{r.Name} ({r.Unit})"))}");
    }

    private static string Fields(IReadOnlyList<Field> fields) => fields.Count <= 12 ? string.Join("; ", fields.Select(Range))
        : $"{fields.Count} fields: {string.Join("; ", fields.Take(4).Select(Range))}; …; {Range(fields[^1])} (--json lists them all)";

    private static string Range(Field field) => $"{field.Name}{(field.Unit == "1" ? "" : $" ({field.Unit})")} in [{End(field.Low)}, {End(field.High)}]";

    private static string End(float end) => float.IsInfinity(end) ? end > 0 ? "∞" : "-∞" : $"{end:G4}";
}
