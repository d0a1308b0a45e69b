using SkiaSharp;

namespace Goodhart.Worlds.Pictures;

/// <summary>A world without a look of its own: one bar per field, from its low to its high bound, or from −1 to 1 squashed where it has none.</summary>
internal sealed class FieldBars(IReadOnlyList<Field> fields) : IPictured
{
    public float Aspect => 1;

    public void Draw(SKCanvas canvas, ReadOnlySpan<float> observation)
    {
        Pen.Box(canvas, 0, 0, 1, 1, 0, 0xF7F3EB);
        var (width, gap) = (.92f / Math.Max(fields.Count, 1), .12f);
        for (var f = 0; f < fields.Count; f++)
        {
            var x = .04f + (f + gap / 2) * width;
            var height = .9f * Share(fields[f], observation[f]);
            Pen.Box(canvas, x, .05f, width * (1 - gap), .9f, 0, 0xE7E0D3);
            Pen.Box(canvas, x, .95f - height, width * (1 - gap), height, 0, 0x4886DE);
        }
    }

    private static float Share(Field field, float value) => float.IsFinite(field.Low) && float.IsFinite(field.High) && field.High > field.Low
        ? Math.Clamp((value - field.Low) / (field.High - field.Low), 0, 1) : .5f + .5f * value / (1 + Math.Abs(value));
}
