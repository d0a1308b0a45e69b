using SkiaSharp;

namespace Goodhart.Worlds.Control;

/// <summary>The track with its limits, the cart, the pole, and how far it may lean.</summary>
internal static class CartPolePicture
{
    public const float Aspect = 1.8f;

    private const float Track = 0.76f, Scale = 0.33f, Long = 0.5f, CartHeight = 0.11f;

    public static void Draw(SKCanvas canvas, ReadOnlySpan<float> observation)
    {
        var (x, θ) = (Aspect / 2 + Scale * Math.Clamp(observation[0], -2.6f, 2.6f), observation[2]);
        var hinge = Track - CartHeight - 0.012f;
        Ink.Background(canvas, Aspect);
        Ink.Ground(canvas, Aspect, _ => Track);
        foreach (var end in (ReadOnlySpan<float>)[-CartPole.TrackLimit, CartPole.TrackLimit])
            Ink.Line(canvas, Aspect / 2 + Scale * end, Track, Aspect / 2 + Scale * end, Track - 0.07f, Ink.Grey);
        foreach (var limit in (ReadOnlySpan<float>)[-CartPole.AngleLimit, CartPole.AngleLimit])
            Ink.Dashes(canvas, x, hinge, x + MathF.Sin(limit) * Long, hinge - MathF.Cos(limit) * Long, Ink.Grey);
        Ink.Box(canvas, x, hinge + CartHeight / 2 - 0.02f, 0.26f, CartHeight, Ink.Blue);
        foreach (var wheel in (ReadOnlySpan<float>)[-0.075f, 0.075f]) Ink.Disc(canvas, x + wheel, Track - 0.028f, 0.028f, Ink.Dark);
        Ink.Line(canvas, x, hinge, x + MathF.Sin(θ) * Long, hinge - MathF.Cos(θ) * Long, Ink.Amber, 0.032f);
        Ink.Disc(canvas, x, hinge, 0.014f, Ink.Dark);
    }
}
