using System.Numerics;
using System.Runtime.InteropServices;

namespace Goodhart;

/// <summary>Vectorised arithmetic on scores. Products and sums round separately, so every path gives the bits of the plain loop.</summary>
internal static class Elementwise
{
    private interface IPair
    {
        static abstract Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> factor);

        static abstract float Of(float x, float y, float factor);
    }

    /// <summary>x ← factor·x.</summary>
    public static void Scale(Span<float> x, float factor) => Pairwise<Scaling>(x, x, factor);

    /// <summary>x ← x + addend.</summary>
    public static void Shift(Span<float> x, float addend) => Pairwise<Shifting>(x, x, addend);

    /// <summary>x ← x + factor·y.</summary>
    public static void AddScaled(Span<float> x, ReadOnlySpan<float> y, float factor) => Pairwise<ScaledSum>(x, y, factor);

    /// <summary>x ← x·y.</summary>
    public static void Multiply(Span<float> x, ReadOnlySpan<float> y) => Pairwise<Product>(x, y, 0);

    /// <summary>x ← min(x, y).</summary>
    public static void Min(Span<float> x, ReadOnlySpan<float> y) => Pairwise<Minimum>(x, y, 0);

    /// <summary>x ← max(x, y).</summary>
    public static void Max(Span<float> x, ReadOnlySpan<float> y) => Pairwise<Maximum>(x, y, 0);

    /// <summary>x ← min(max(x, low), high).</summary>
    public static void Clamp(Span<float> x, float low, float high)
    {
        Pairwise<Floor>(x, x, low);
        Pairwise<Ceiling>(x, x, high);
    }

    private static void Pairwise<TPair>(Span<float> x, ReadOnlySpan<float> y, float factor) where TPair : struct, IPair
    {
        Ensure.SameLength(y.Length, x.Length);
        var blocks = MemoryMarshal.Cast<float, Vector<float>>(x);
        var others = MemoryMarshal.Cast<float, Vector<float>>(y);
        var factors = new Vector<float>(factor);
        for (var i = 0; i < blocks.Length; i++) blocks[i] = TPair.Of(blocks[i], others[i], factors);
        for (var i = blocks.Length * Vector<float>.Count; i < x.Length; i++) x[i] = TPair.Of(x[i], y[i], factor);
    }

    private readonly struct Scaling : IPair
    {
        public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> factor) => x * factor;

        public static float Of(float x, float y, float factor) => x * factor;
    }

    private readonly struct Shifting : IPair
    {
        public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> factor) => x + factor;

        public static float Of(float x, float y, float factor) => x + factor;
    }

    private readonly struct ScaledSum : IPair
    {
        public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> factor) => x + factor * y;

        public static float Of(float x, float y, float factor) => x + factor * y;
    }

    private readonly struct Product : IPair
    {
        public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> factor) => x * y;

        public static float Of(float x, float y, float factor) => x * y;
    }

    private readonly struct Minimum : IPair
    {
        public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> factor) => Vector.Min(x, y);

        public static float Of(float x, float y, float factor) => Math.Min(x, y);
    }

    private readonly struct Maximum : IPair
    {
        public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> factor) => Vector.Max(x, y);

        public static float Of(float x, float y, float factor) => Math.Max(x, y);
    }

    private readonly struct Floor : IPair
    {
        public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> factor) => Vector.Max(x, factor);

        public static float Of(float x, float y, float factor) => Math.Max(x, factor);
    }

    private readonly struct Ceiling : IPair
    {
        public static Vector<float> Of(Vector<float> x, Vector<float> y, Vector<float> factor) => Vector.Min(x, factor);

        public static float Of(float x, float y, float factor) => Math.Min(x, factor);
    }
}
