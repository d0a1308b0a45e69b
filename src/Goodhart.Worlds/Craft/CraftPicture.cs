using Goodhart.Worlds.Pictures;
using SkiaSharp;

namespace Goodhart.Worlds.Craft;

/// <summary>The land as the agent sees it, the rest in fog, and what it carries at the side.</summary>
internal static class CraftPicture
{
    private const float Side = 4;

    public const float Aspect = (CraftRules.Size + Side) / CraftRules.Size;

    public static void Draw(SKCanvas canvas, ReadOnlySpan<float> observation)
    {
        using var cells = GridPicture.Cells(canvas, CraftRules.Size);
        var (x, y) = ((int)observation[CraftFields.X], (int)observation[CraftFields.Y]);
        for (var v = 0; v < CraftRules.Size; v++)
            for (var u = 0; u < CraftRules.Size; u++)
            {
                if (Math.Max(Math.Abs(u - x), Math.Abs(v - y)) > CraftRules.View) GridArt.Fog(canvas, u, v);
                else Cell(canvas, u, v, (Kind)observation[CraftFields.Window + (v - y + CraftRules.View) * CraftRules.Window + u - x + CraftRules.View]);
            }

        GridArt.Agent(canvas, x, y, dead: observation[CraftFields.InLava] != 0);
        Carried(canvas, observation);
    }

    private static void Cell(SKCanvas canvas, int x, int y, Kind kind)
    {
        GridArt.Floor(canvas, x, y);
        if (kind == Kind.Tree) GridArt.Tree(canvas, x, y);
        else if (kind == Kind.Ore) GridArt.Ore(canvas, x, y);
        else if (kind == Kind.Lava) GridArt.Lava(canvas, x, y);
        else if (kind == Kind.Wall) GridArt.Wall(canvas, x, y);
    }

    private static void Carried(SKCanvas canvas, ReadOnlySpan<float> observation)
    {
        canvas.Translate(CraftRules.Size, 0);
        Pen.Box(canvas, 0, 0, Side, CraftRules.Size, 0, 0xEDE7DB);
        for (var i = 0; i < CraftRules.MostWood; i++)
        {
            var (x, y) = (.35f + i % 3 * 1.1f, .6f + i / 3 * 1.1f);
            if (i < observation[CraftFields.Wood]) GridArt.Log(canvas, x, y);
            else Pen.Box(canvas, x + .08f, y + .3f, .8f, .42f, .18f, 0xDFD7C8);
        }

        Slot(canvas, 5.3f, observation[CraftFields.Pickaxe] != 0, () => GridArt.Pickaxe(canvas, 0, 0));
        Slot(canvas, 9.6f, observation[CraftFields.Diamond] != 0, () => GridArt.Gem(canvas, .5f, .5f, .4f));
    }

    private static void Slot(SKCanvas canvas, float y, bool full, Action draw)
    {
        Pen.Box(canvas, .4f, y, 3.2f, 3.2f, .4f, full ? 0xF7F3EBu : 0xDFD7C8);
        using var faint = new SKPaint { Color = SKColors.Black.WithAlpha((byte)(full ? 255 : 45)) };   // what is still to be had
        var before = canvas.SaveLayer(faint);
        canvas.Translate(.7f, y + .3f);
        canvas.Scale(2.6f);
        draw();
        canvas.RestoreToCount(before);
    }
}
