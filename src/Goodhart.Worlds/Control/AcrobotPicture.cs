using SkiaSharp;

namespace Goodhart.Worlds.Control;

/// <summary>The two links under their pivot, and the line that the tip has to cross.</summary>
internal static class AcrobotPicture
{
    public const float Aspect = 1;

    private const float Link = 0.2f;

    public static void Draw(SKCanvas canvas, ReadOnlySpan<float> observation)
    {
        var (cos1, sin1, cos2, sin2) = (observation[0], observation[1], observation[2], observation[3]);
        var (elbowX, elbowY) = (0.5f + sin1 * Link, 0.5f + cos1 * Link);
        var (tipX, tipY) = (elbowX + (sin1 * cos2 + cos1 * sin2) * Link, elbowY + (cos1 * cos2 - sin1 * sin2) * Link);
        Ink.Background(canvas, Aspect);
        Ink.Ring(canvas, 0.5f, 0.5f, 2 * Link, Ink.Pale);
        Ink.Dashes(canvas, 0.06f, 0.5f - Link, 0.94f, 0.5f - Link, Ink.Green);
        Ink.Line(canvas, 0.5f, 0.5f, elbowX, elbowY, Ink.Blue, 0.04f);
        Ink.Line(canvas, elbowX, elbowY, tipX, tipY, Ink.Amber, 0.04f);
        Ink.Disc(canvas, 0.5f, 0.5f, 0.016f, Ink.Dark);
        Ink.Disc(canvas, elbowX, elbowY, 0.016f, Ink.Dark);
        Ink.Disc(canvas, tipX, tipY, 0.012f, Ink.Dark);
    }
}
