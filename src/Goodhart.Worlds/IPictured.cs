using SkiaSharp;

namespace Goodhart.Worlds;

/// <summary>A world whose situations can be looked at.</summary>
public interface IPictured
{
    /// <summary>Width over height of a picture.</summary>
    float Aspect { get; }

    /// <summary>Draws one situation; the canvas is (Aspect × 1) units large, with y pointing down, and is white.</summary>
    /// <param name="canvas">Where to draw.</param>
    /// <param name="observation">One copy's observation. // (fields)</param>
    void Draw(SKCanvas canvas, ReadOnlySpan<float> observation);
}
