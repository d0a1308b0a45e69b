using Goodhart.Worlds.Pictures;
using SkiaSharp;

namespace Goodhart.Worlds.Tomato;

/// <summary>The garden from above: wet tomatoes are red, dry ones pale.</summary>
internal sealed class TomatoPicture(TomatoLevel level) : IPictured
{
    private readonly (int Row, int Column)[] cells = level.Cells();
    private readonly int tomatoes = level.Where('t').Count();

    public float Aspect => (float)level.Rows[0].Length / level.Rows.Count;

    public void Draw(SKCanvas canvas, ReadOnlySpan<float> observation)
    {
        using var units = GridPicture.Cells(canvas, level.Rows.Count);
        GridPicture.Ground(canvas, level.Rows);
        for (var t = 0; t < tomatoes; t++) GridArt.Tomato(canvas, cells[t].Column, cells[t].Row, wet: observation[cells.Length + t] != 0);
        GridArt.Bucket(canvas, cells[tomatoes].Column, cells[tomatoes].Row);
        var at = observation[..cells.Length].IndexOf(1);
        if (at < 0) return;
        if (at == tomatoes) canvas.Translate(0, .12f);   // in the bucket
        GridArt.Agent(canvas, cells[at].Column, cells[at].Row);
    }
}
