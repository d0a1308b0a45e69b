using SkiaSharp;

namespace Goodhart.Worlds.Control;

/// <summary>The valley, the flag, the car, and an arrow along its velocity.</summary>
internal static class MountainCarPicture
{
    public const float Aspect = 1.8f;

    private const float Scale = 1;

    public static void Draw(SKCanvas canvas, ReadOnlySpan<float> observation)
    {
        var (x, v) = (Across(observation[0]), observation[1]);
        Ink.Background(canvas, Aspect);
        Ink.Ground(canvas, Aspect, Hill);
        Ink.Flag(canvas, Across(MountainCar.Goal), Hill(Across(MountainCar.Goal)));
        canvas.Save();
        canvas.Translate(x, Hill(x));
        canvas.RotateRadians(MathF.Atan2(Hill(x + 0.01f) - Hill(x - 0.01f), 0.02f));
        Ink.Box(canvas, 0, -0.065f, 0.17f, 0.065f, Ink.Blue);
        foreach (var wheel in (ReadOnlySpan<float>)[-0.05f, 0.05f]) Ink.Disc(canvas, wheel, -0.024f, 0.024f, Ink.Dark);
        var tip = v / MountainCar.MaxSpeed * 0.3f;
        if (MathF.Abs(tip) > 0.02f) Ink.Arrow(canvas, 0, -0.15f, tip, -0.15f, Ink.Amber);
        canvas.Restore();
    }

    private static float Across(float position) => (position - MountainCar.Leftmost) * Scale;

    /// <summary>Height of the ground on the page: sin 3x, as the equations have it.</summary>
    private static float Hill(float across) => 0.6f - 0.26f * MathF.Sin(3 * (across / Scale + MountainCar.Leftmost));
}
