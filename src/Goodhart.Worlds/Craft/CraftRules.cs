namespace Goodhart.Worlds.Craft;

/// <summary>What stands in a cell.</summary>
internal enum Kind : byte { Floor, Wall, Tree, Ore, Lava }

/// <summary>Numbers of the land. A map has a margin of walls as wide as the view, so that a window never reads beyond it.</summary>
internal static class CraftRules
{
    /// <summary>Cells along a side.</summary>
    public const int Size = 15;

    /// <summary>Cells seen in each direction.</summary>
    public const int View = 3;

    public const int Window = 2 * View + 1, Stride = Size + 2 * View, Area = Stride * Stride;

    /// <summary>Manhattan distance told of what is not in view: one more than of the farthest corner.</summary>
    public const int Unseen = 2 * View + 1;

    /// <summary>Pieces of wood that can be carried.</summary>
    public const int MostWood = 9;

    public const int Horizon = 120;

    public const int Up = 0, Down = 1, Left = 2, Right = 3, Make = 4, Actions = 5;

    /// <summary>Offsets of the neighbour in each direction of moving.</summary>
    public static readonly int[] Moves = [-Stride, Stride, -1, 1];

    /// <summary>Where cell (x, y) lies in a map.</summary>
    public static int At(int x, int y) => (y + View) * Stride + x + View;

    public static int X(int at) => at % Stride - View;

    public static int Y(int at) => at / Stride - View;
}
