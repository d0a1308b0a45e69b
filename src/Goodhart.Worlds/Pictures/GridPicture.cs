using SkiaSharp;

namespace Goodhart.Worlds.Pictures;

/// <summary>A grid of square cells that fills the picture.</summary>
internal static class GridPicture
{
    /// <summary>Draws in units of cells.</summary>
    /// <param name="canvas">The picture, one unit high.</param>
    /// <param name="rows">Cells from top to bottom.</param>
    public static SKAutoCanvasRestore Cells(SKCanvas canvas, int rows)
    {
        var restore = new SKAutoCanvasRestore(canvas);
        canvas.Scale(1f / rows);
        return restore;
    }

    /// <summary>Floor and walls of a map.</summary>
    public static void Ground(SKCanvas canvas, IReadOnlyList<string> map)
    {
        for (var y = 0; y < map.Count; y++)
            for (var x = 0; x < map[y].Length; x++)
            {
                if (map[y][x] == '#') GridArt.Wall(canvas, x, y);
                else GridArt.Floor(canvas, x, y);
            }
    }
}
