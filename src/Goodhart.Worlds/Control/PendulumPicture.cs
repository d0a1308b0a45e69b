using SkiaSharp;

namespace Goodhart.Worlds.Control;

/// <summary>The rod, where it should stand, and an arc that grows with its angular velocity.</summary>
internal static class PendulumPicture
{
    public const float Aspect = 1;

    private const float Long = 0.36f;

    public static void Draw(SKCanvas canvas, ReadOnlySpan<float> observation)
    {
        var (cos, sin, ω) = (observation[0], observation[1], observation[2]);
        Ink.Background(canvas, Aspect);
        Ink.Ring(canvas, 0.5f, 0.5f, Long, Ink.Pale);
        Ink.Dashes(canvas, 0.5f, 0.5f, 0.5f, 0.5f - Long - 0.06f, Ink.Grey);
        // θ grows to the left, so on the page the tip lies at (−sin θ, −cos θ).
        var (x, y) = (0.5f - sin * Long, 0.5f - cos * Long);
        Ink.Line(canvas, 0.5f, 0.5f, x, y, Ink.Amber, 0.06f);
        Ink.Disc(canvas, 0.5f, 0.5f, 0.022f, Ink.Dark);
        Ink.Arc(canvas, 0.5f, 0.5f, Long + 0.06f, MathF.Atan2(-cos, -sin), -ω / Pendulum.MaxSpeed * 1.2f, Ink.Blue);
    }
}
