using SkiaSharp;

namespace Goodhart.Worlds.Control;

/// <summary>The few strokes and calm colours that every control world's picture is made of.</summary>
internal static class Ink
{
    /// <summary>Width of every outline, in units of the picture's height.</summary>
    public const float Thin = 0.008f;

    public static readonly SKColor Dark = new(0x2B, 0x36, 0x47), Grey = new(0x9A, 0xA5, 0xB4), Pale = new(0xE6, 0xEA, 0xF0),
        Blue = new(0x3E, 0x73, 0xB8), Amber = new(0xE0, 0x95, 0x3F), Green = new(0x4A, 0x9D, 0x72), Mist = new(0xF5, 0xF7, 0xFA);

    public static void Background(SKCanvas canvas, float aspect)
    {
        using var paint = Fill(Mist);
        canvas.DrawRect(0, 0, aspect, 1, paint);
    }

    public static void Line(SKCanvas canvas, float x0, float y0, float x1, float y1, SKColor colour, float width = Thin)
    {
        using var paint = Stroke(colour, width);
        canvas.DrawLine(x0, y0, x1, y1, paint);
    }

    public static void Dashes(SKCanvas canvas, float x0, float y0, float x1, float y1, SKColor colour)
    {
        using var paint = Stroke(colour, Thin);
        using var dashes = SKPathEffect.CreateDash([0.02f, 0.02f], 0);
        paint.PathEffect = dashes;
        canvas.DrawLine(x0, y0, x1, y1, paint);
    }

    public static void Disc(SKCanvas canvas, float x, float y, float radius, SKColor colour)
    {
        using var paint = Fill(colour);
        canvas.DrawCircle(x, y, radius, paint);
    }

    public static void Ring(SKCanvas canvas, float x, float y, float radius, SKColor colour)
    {
        using var paint = Stroke(colour, Thin);
        canvas.DrawCircle(x, y, radius, paint);
    }

    /// <summary>Part of a circle with an arrow's head at its end; angles in rad, clockwise from the right.</summary>
    public static void Arc(SKCanvas canvas, float x, float y, float radius, float from, float sweep, SKColor colour)
    {
        if (MathF.Abs(sweep) < 0.05f) return;
        using var paint = Stroke(colour, 2 * Thin);
        canvas.DrawArc(SKRect.Create(x - radius, y - radius, 2 * radius, 2 * radius), from * 180 / MathF.PI, sweep * 180 / MathF.PI, false, paint);
        var (end, ahead) = (from + sweep, from + sweep + MathF.Sign(sweep) * 0.06f);
        Head(canvas, x + radius * MathF.Cos(end), y + radius * MathF.Sin(end), x + radius * MathF.Cos(ahead), y + radius * MathF.Sin(ahead), colour);
    }

    public static void Arrow(SKCanvas canvas, float x0, float y0, float x1, float y1, SKColor colour)
    {
        Line(canvas, x0, y0, x1, y1, colour, 2 * Thin);
        var length = MathF.Sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0));
        Head(canvas, x1, y1, x1 + (x1 - x0) / length * 0.03f, y1 + (y1 - y0) / length * 0.03f, colour);
    }

    /// <summary>A filled triangle from its base's middle to its tip.</summary>
    private static void Head(SKCanvas canvas, float x, float y, float tipX, float tipY, SKColor colour)
    {
        var (across, along) = ((tipY - y) * 0.7f, (tipX - x) * 0.7f);
        using var triangle = new SKPath();
        triangle.MoveTo(tipX, tipY);
        triangle.LineTo(x - across, y + along);
        triangle.LineTo(x + across, y - along);
        triangle.Close();
        using var fill = Fill(colour);
        canvas.DrawPath(triangle, fill);
    }

    /// <summary>A filled box with slightly rounded corners and a dark outline. // x, y: its middle</summary>
    public static void Box(SKCanvas canvas, float x, float y, float width, float height, SKColor colour)
    {
        var box = SKRect.Create(x - width / 2, y - height / 2, width, height);
        using var fill = Fill(colour);
        using var outline = Stroke(Dark, Thin);
        canvas.DrawRoundRect(box, 0.012f, 0.012f, fill);
        canvas.DrawRoundRect(box, 0.012f, 0.012f, outline);
    }

    /// <summary>Fills everything below a curve and draws the curve.</summary>
    public static void Ground(SKCanvas canvas, float aspect, Func<float, float> y)
    {
        const int pieces = 96;
        using var curve = new SKPath();
        curve.MoveTo(0, y(0));
        for (var i = 1; i <= pieces; i++) curve.LineTo(i * aspect / pieces, y(i * aspect / pieces));
        using var area = new SKPath(curve);
        area.LineTo(aspect, 1);
        area.LineTo(0, 1);
        area.Close();
        using var fill = Fill(Pale);
        using var line = Stroke(Grey, Thin);
        canvas.DrawPath(area, fill);
        canvas.DrawPath(curve, line);
    }

    /// <summary>A flag on a pole whose foot is at (x, y).</summary>
    public static void Flag(SKCanvas canvas, float x, float y)
    {
        Line(canvas, x, y, x, y - 0.2f, Dark);
        using var cloth = new SKPath();
        cloth.MoveTo(x, y - 0.2f);
        cloth.LineTo(x + 0.09f, y - 0.165f);
        cloth.LineTo(x, y - 0.13f);
        cloth.Close();
        using var fill = Fill(Green);
        canvas.DrawPath(cloth, fill);
    }

    private static SKPaint Fill(SKColor colour) => new() { Color = colour, IsAntialias = true };

    private static SKPaint Stroke(SKColor colour, float width) =>
        new() { Color = colour, IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = width, StrokeCap = SKStrokeCap.Round, StrokeJoin = SKStrokeJoin.Round };
}
