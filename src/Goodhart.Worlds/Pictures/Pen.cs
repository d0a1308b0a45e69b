using SkiaSharp;

namespace Goodhart.Worlds.Pictures;

/// <summary>Filled shapes in one opaque colour, 0xRRGGBB.</summary>
internal static class Pen
{
    public static void Box(SKCanvas canvas, float x, float y, float width, float height, float round, uint colour)
    {
        // Touching boxes without round corners must not let the ground shine through between them, so their edges are sharp.
        using var paint = Paint(colour, smooth: round > 0);
        canvas.DrawRoundRect(x, y, width, height, round, round, paint);
    }

    public static void Dot(SKCanvas canvas, float x, float y, float radius, uint colour) => Oval(canvas, x, y, radius, radius, colour);

    public static void Oval(SKCanvas canvas, float x, float y, float radiusX, float radiusY, uint colour)
    {
        using var paint = Paint(colour);
        canvas.DrawOval(x, y, radiusX, radiusY, paint);
    }

    public static void Ring(SKCanvas canvas, float x, float y, float radius, float width, uint colour)
    {
        using var paint = Stroke(colour, width);
        canvas.DrawCircle(x, y, radius, paint);
    }

    public static void Line(SKCanvas canvas, float x, float y, float toX, float toY, float width, uint colour)
    {
        using var paint = Stroke(colour, width);
        canvas.DrawLine(x, y, toX, toY, paint);
    }

    /// <summary>Part of a circle, from one angle on in degrees, clockwise from the right.</summary>
    public static void Arc(SKCanvas canvas, float x, float y, float radius, float from, float sweep, float width, uint colour)
    {
        using var paint = Stroke(colour, width);
        canvas.DrawArc(new(x - radius, y - radius, x + radius, y + radius), from, sweep, useCenter: false, paint);
    }

    public static void Shape(SKCanvas canvas, uint colour, params ReadOnlySpan<(float X, float Y)> corners)
    {
        using var paint = Paint(colour);
        using var path = new SKPath();
        path.MoveTo(corners[0].X, corners[0].Y);
        foreach (var (x, y) in corners[1..]) path.LineTo(x, y);
        path.Close();
        canvas.DrawPath(path, paint);
    }

    /// <summary>A drop of water around (x, y).</summary>
    public static void Drop(SKCanvas canvas, float x, float y, float radius, uint colour)
    {
        Dot(canvas, x, y, radius, colour);
        Shape(canvas, colour, (x - radius * .9f, y - radius * .4f), (x, y - radius * 2.1f), (x + radius * .9f, y - radius * .4f));
    }

    private static SKPaint Paint(uint colour, bool smooth = true) => new() { Color = new(0xFF000000 | colour), IsAntialias = smooth };

    private static SKPaint Stroke(uint colour, float width)
    {
        var paint = Paint(colour);
        (paint.Style, paint.StrokeWidth, paint.StrokeCap) = (SKPaintStyle.Stroke, width, SKStrokeCap.Round);
        return paint;
    }
}
