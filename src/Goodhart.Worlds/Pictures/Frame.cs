using SkiaSharp;

namespace Goodhart.Worlds.Pictures;

/// <summary>One situation of a world as an image.</summary>
/// <remarks>Nothing is written with fonts and nothing depends on a screen: the same situation gives the same bytes.</remarks>
public static class Frame
{
    /// <summary>Draws a situation as a PNG.</summary>
    /// <param name="world">How it looks.</param>
    /// <param name="observation">One copy's observation. // (fields)</param>
    /// <param name="options">Size; its defaults when null.</param>
    public static byte[] Png(IPictured world, ReadOnlySpan<float> observation, FrameOptions? options = null)
    {
        using var bitmap = Draw(world, observation, (options ?? new()).Checked().Height);
        return Encode(bitmap);
    }

    internal static int Width(IPictured world, int height) => Math.Max(1, (int)MathF.Round(height * world.Aspect));

    internal static SKBitmap Draw(IPictured world, ReadOnlySpan<float> observation, int height)
    {
        var bitmap = New(Width(world, height), height);
        using var canvas = new SKCanvas(bitmap);
        Draw(canvas, world, observation, height);
        return bitmap;
    }

    internal static void Draw(SKCanvas canvas, IPictured world, ReadOnlySpan<float> observation, int height)
    {
        var before = canvas.Save();
        canvas.Scale(height);
        canvas.ClipRect(new(0, 0, world.Aspect, 1));
        world.Draw(canvas, observation);
        canvas.RestoreToCount(before);
    }

    internal static SKBitmap New(int width, int height)
    {
        var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        bitmap.Erase(SKColors.White);
        return bitmap;
    }

    internal static byte[] Encode(SKBitmap bitmap)
    {
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
