namespace Goodhart.Worlds.Craft;

/// <summary>What the agent observes, in column order.</summary>
internal static class CraftFields
{
    public const int X = 0, Y = 1, Wood = 2, Pickaxe = 3, Diamond = 4, InLava = 5, Visited = 6;

    /// <summary>First column of the nearest tree, ore and lava: seen, right, down, distance each.</summary>
    public const int Tree = 7, Ore = 11, Lava = 15;

    /// <summary>Lava in the four cells one step away, in the order of the moves.</summary>
    public const int Beside = 19;

    /// <summary>First column of the window, row by row.</summary>
    public const int Window = 23, Count = Window + CraftRules.Window * CraftRules.Window;

    private static readonly string[] sides = ["above", "below", "left", "right"];

    public static Schema Schema(CraftOptions options, int? horizon) => new(All(), new ActionSpace.Discrete(["up", "down", "left", "right", "craft"]))
    {
        Constants =
        [
            new("size", CraftRules.Size, "cells", "columns and rows of the land"),
            new("view radius", CraftRules.View, "cells", "cells that are seen in each direction"),
            new("unseen distance", CraftRules.Unseen, "cells", "distance told of a thing that is not in view"),
            new("wood needed", options.Wood, "pieces", "wood that a pickaxe takes"),
            new("most wood", CraftRules.MostWood, "pieces", "wood that can be carried"),
            .. horizon is { } steps ? [new Constant("horizon", steps, "steps", "steps after which an episode is cut off")] : Array.Empty<Constant>(),
        ],
    };

    private static Field[] All() =>
    [
        new("x", "cells", 0, CraftRules.Size - 1, Meaning: "column of the agent, growing to the right"),
        new("y", "cells", 0, CraftRules.Size - 1, Meaning: "row of the agent, growing downwards"),
        new("wood", "pieces", 0, CraftRules.MostWood, Meaning: "wood carried; walking into a tree gives a piece"),
        new("has pickaxe", "1", 0, 1, FieldKind.Flag, "a pickaxe was crafted; it is kept"),
        new("has diamond", "1", 0, 1, FieldKind.Flag, "a diamond was mined by walking into ore with the pickaxe; ends the episode"),
        new("in lava", "1", 0, 1, FieldKind.Flag, "the agent walked into lava and died; ends the episode"),
        new("cells visited", "cells", 1, CraftRules.Size * CraftRules.Size, Meaning: "different cells the agent has been in this episode"),
        .. Nearest("tree"), .. Nearest("ore"), .. Nearest("lava"),
        .. sides.Select(where => new Field($"beside.lava {where}", "1", 0, 1, FieldKind.Flag, "the next cell there is lava")),
        .. Enumerable.Range(0, CraftRules.Window * CraftRules.Window).Select(i => Cell(i % CraftRules.Window - CraftRules.View, i / CraftRules.Window - CraftRules.View)),
    ];

    private static Field[] Nearest(string thing) =>
    [
        new($"{thing}.seen", "1", 0, 1, FieldKind.Flag, $"{thing} is in view"),
        new($"{thing}.right", "cells", -CraftRules.View, CraftRules.View, Meaning: $"columns from the agent to the nearest {thing}; 0 if none is seen"),
        new($"{thing}.down", "cells", -CraftRules.View, CraftRules.View, Meaning: $"rows from the agent to the nearest {thing}; 0 if none is seen"),
        new($"{thing}.distance", "cells", 1, CraftRules.Unseen, Meaning: $"Manhattan distance to the nearest {thing} in view, World.UnseenDistance if none is seen"),
    ];

    private static Field Cell(int dx, int dy) => new($"view.{Side(dy, "up", "down")} {Side(dx, "left", "right")}", "1", 0, (int)Kind.Lava,
        Meaning: "what stands there: 0 floor, 1 wall, 2 tree, 3 ore, 4 lava");

    private static string Side(int offset, string less, string more) => offset < 0 ? $"{less} {-offset}" : $"{more} {offset}";
}
