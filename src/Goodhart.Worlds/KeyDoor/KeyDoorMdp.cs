using Goodhart.Worlds.Tabular;

namespace Goodhart.Worlds.KeyDoor;

/// <summary>
/// Two rooms, a key, a locked door, a goal behind it and lava beside the way, as a finite process on which
/// ways of writing rewards are compared (after Eureka, 2023). The shortest way to the goal is 15 steps: 5 to the key, 5 to the door, 5 to the goal.
/// </summary>
/// <remarks>Goal and lava end an episode. There are 76 states, 14 before the key, 15 with it, 16 with the door open and 31 once the second room was seen.</remarks>
/// <param name="Mdp">The process; state 0 is the start.</param>
/// <param name="Grid">Where its states lie.</param>
/// <param name="Options">What it was built with.</param>
public sealed record KeyDoorMdp(TabularMdp Mdp, Grid Grid, KeyDoorOptions Options)
{
    private static readonly string[] actionNames = ["up", "down", "left", "right"];

    /// <summary>Enumerates the reachable states, breadth first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The slip is no probability, or the horizon is not positive.</exception>
    public static KeyDoorMdp Build(KeyDoorOptions? options = null)
    {
        options ??= new();
        Ensure.InRange(options.Slip, 0, 1);
        Ensure.Positive(options.Horizon);
        var states = new KeyDoorStates(options);
        double[] initial = [1, .. new double[states.All.Count - 1]];
        var mdp = new TabularMdp(SchemaOf(options, states.All.Count), [.. states.Start], [.. states.Next], [.. states.Probability], initial,
            (s, fields) => Describe(states.All[s], fields));
        return new(mdp, new Grid(KeyDoorMap.Rows, [.. states.All.Select(s => (s.Y, s.X))]), options);
    }

    private static Schema SchemaOf(KeyDoorOptions options, int states) =>
        new(Fields(options), new ActionSpace.Discrete(actionNames), states) { Constants = KeyDoorMap.Constants(options.Horizon) };

    private static Field[] Fields(KeyDoorOptions options)
    {
        Field[] fields =
        [
            new("x", "cells", 1, KeyDoorMap.Width - 2, Meaning: "column of the agent, growing to the right"),
            new("y", "cells", 1, KeyDoorMap.Height - 2, Meaning: "row of the agent, growing downwards"),
            new("has key", "1", 0, 1, FieldKind.Flag, "the key was picked up"),
            new("door open", "1", 0, 1, FieldKind.Flag, "the door was opened by walking into it with the key"),
            new("reached second room", "1", 0, 1, FieldKind.Flag, "the agent has been beyond the wall"),
        ];
        return options.Timed ? [.. fields, new("steps", "steps", 0, options.Horizon, Meaning: "steps since the episode began")] : fields;
    }

    private static void Describe(KeyDoorState state, Span<float> fields)
    {
        (fields[0], fields[1]) = (state.X, state.Y);
        (fields[2], fields[3], fields[4]) = (state.HasKey ? 1 : 0, state.DoorOpen ? 1 : 0, state.Reached ? 1 : 0);
        if (fields.Length > 5) fields[5] = state.Steps;
    }
}
