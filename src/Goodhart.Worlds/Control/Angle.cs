using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Goodhart.Worlds.Control;

/// <summary>Sines, cosines and wrapping of angles, sixteen at once, with the same bits on every processor.</summary>
internal static class Angle
{
    // π/2 and 2π in two parts each, the first with few enough bits that small multiples of it are exact.
    private const float QuarterHigh = 1.5703125f, QuarterLow = 4.838267949e-4f, TurnHigh = 6.28125f, TurnLow = 1.9353071796e-3f;

    /// <summary>The same angle in [−π, π]; for |θ| up to a few turns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Wrap(Vector512<float> θ)
    {
        var turns = Vector512.Round(θ * (1 / (2 * MathF.PI)));
        return θ - turns * TurnHigh - turns * TurnLow;
    }

    /// <summary>Sine and cosine of |θ| ≤ 4, within 1.2e-7.</summary>
    /// <remarks>Cody and Waite's reduction to ±π/4, then the single-precision polynomials of Moshier's Cephes, exchanged and negated by quadrant.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Sin, Vector512<float> Cos) SinCos(Vector512<float> θ)
    {
        var quarters = Vector512.Round(θ * (2 / MathF.PI));
        var r = θ - quarters * QuarterHigh - quarters * QuarterLow;
        var square = r * r;
        var s = r + r * square * (Vector512.Create(-1.6666654611e-1f) + square * (Vector512.Create(8.3321608736e-3f) + square * -1.9515295891e-4f));
        var c = Vector512<float>.One - square * 0.5f
            + square * square * (Vector512.Create(4.166664568298827e-2f) + square * (Vector512.Create(-1.388731625493765e-3f) + square * 2.443315711809948e-5f));

        var quadrant = Vector512.ConvertToInt32(quarters);
        var odd = Vector512.Equals(quadrant & Vector512<int>.One, Vector512<int>.One).AsSingle();
        var sinSign = (quadrant & Vector512.Create(2)) << 30;
        var cosSign = (quadrant + Vector512<int>.One & Vector512.Create(2)) << 30;
        return (
            (Vector512.ConditionalSelect(odd, c, s).AsInt32() ^ sinSign).AsSingle(),
            (Vector512.ConditionalSelect(odd, s, c).AsInt32() ^ cosSign).AsSingle());
    }
}
