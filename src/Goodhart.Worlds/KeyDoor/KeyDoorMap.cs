namespace Goodhart.Worlds.KeyDoor;

/// <summary>Two rooms with a locked door between them: x counts columns from the left, y rows from the top, both from 0 at the outer wall.</summary>
public static class KeyDoorMap
{
    /// <summary>'#' wall, 'K' key, 'D' door, 'L' lava, 'G' goal, 'A' start, '.' floor.</summary>
    public static IReadOnlyList<string> Rows { get; } =
    [
        "#########",
        "#K..#...#",
        "#...#...#",
        "#...D.L.#",
        "#...#...#",
        "#.A.#..G#",
        "#########",
    ];

    internal const int Width = 9, Height = 7, WallX = 4, DoorY = 3;

    internal static readonly (int X, int Y) Start = (2, 5), Key = (1, 1), Door = (WallX, DoorY), Lava = (6, 3), Goal = (7, 5);

    internal static bool IsWall(int x, int y) => Rows[y][x] == '#';

    internal static IReadOnlyList<Constant> Constants(int horizon) =>
    [
        new("key x", Key.X, "cells", "column of the key"), new("key y", Key.Y, "cells", "row of the key"),
        new("door x", Door.X, "cells", "column of the door, and of the wall between the rooms"), new("door y", Door.Y, "cells", "row of the door"),
        new("goal x", Goal.X, "cells", "column of the goal, in the second room"), new("goal y", Goal.Y, "cells", "row of the goal"),
        new("lava x", Lava.X, "cells", "column of the lava, in the second room"), new("lava y", Lava.Y, "cells", "row of the lava"),
        new("start x", Start.X, "cells", "column in which an episode starts"), new("start y", Start.Y, "cells", "row in which an episode starts"),
        new("width", Width, "cells", "columns, outer walls included"), new("height", Height, "cells", "rows, outer walls included"),
        new("horizon", horizon, "steps", "steps after which an episode is cut off"),
    ];
}
