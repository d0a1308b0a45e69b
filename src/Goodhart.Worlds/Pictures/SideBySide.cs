using SkiaSharp;

namespace Goodhart.Worlds.Pictures;

/// <summary>Two pictures beside each other; an observation is the left one's followed by the right one's.</summary>
internal sealed class SideBySide(IPictured left, IPictured right, int leftFields) : IPictured
{
    private const float Gap = .02f;

    public float Aspect => left.Aspect + Gap + right.Aspect;

    public void Draw(SKCanvas canvas, ReadOnlySpan<float> observation)
    {
        Half(canvas, left, observation[..leftFields], 0);
        Half(canvas, right, observation[leftFields..], left.Aspect + Gap);
    }

    private static void Half(SKCanvas canvas, IPictured world, ReadOnlySpan<float> observation, float x)
    {
        var before = canvas.Save();
        canvas.Translate(x, 0);
        canvas.ClipRect(new(0, 0, world.Aspect, 1));
        world.Draw(canvas, observation);
        canvas.RestoreToCount(before);
    }
}
