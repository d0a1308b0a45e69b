using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Goodhart;

/// <summary>Vectorised reductions over scores. Lanes are fixed at 512 bits, so the rounding is the same on every processor.</summary>
internal static class ScoreNumbers
{
    /// <summary>Index of the first score that is NaN or infinite, −1 if all are finite.</summary>
    public static int FirstNotFinite(ReadOnlySpan<float> scores)
    {
        var exponent = Vector512.Create(0x7F800000);
        var i = 0;
        foreach (var block in MemoryMarshal.Cast<float, Vector512<int>>(scores))
        {
            if (Vector512.EqualsAny(block & exponent, exponent)) break;
            i += Vector512<float>.Count;
        }

        for (; i < scores.Length; i++)
            if (!float.IsFinite(scores[i])) return i;
        return -1;
    }

    /// <summary>Sum in double precision, least and greatest score.</summary>
    public static (double Sum, float Min, float Max) Reduce(ReadOnlySpan<float> scores)
    {
        var blocks = MemoryMarshal.Cast<float, Vector512<float>>(scores);
        Vector512<double> low = default, high = default;
        var least = Vector512.Create(float.PositiveInfinity);
        var greatest = Vector512.Create(float.NegativeInfinity);
        foreach (var block in blocks)
        {
            var (a, b) = Vector512.Widen(block);
            low += a;
            high += b;
            least = Vector512.MinNative(least, block);
            greatest = Vector512.MaxNative(greatest, block);
        }

        var sum = Vector512.Sum(low + high);
        float min = float.PositiveInfinity, max = float.NegativeInfinity;
        for (var lane = 0; lane < Vector512<float>.Count && !blocks.IsEmpty; lane++) (min, max) = (Math.Min(min, least[lane]), Math.Max(max, greatest[lane]));
        foreach (var score in scores[(blocks.Length * Vector512<float>.Count)..])
        {
            sum += score;
            min = Math.Min(min, score);
            max = Math.Max(max, score);
        }

        return (sum, min, max);
    }

    /// <summary>Σ (score − mean)².</summary>
    public static double SquaredDeviations(ReadOnlySpan<float> scores, double mean)
    {
        var blocks = MemoryMarshal.Cast<float, Vector512<float>>(scores);
        var centre = Vector512.Create(mean);
        Vector512<double> low = default, high = default;
        foreach (var block in blocks)
        {
            var (a, b) = Vector512.Widen(block);
            a -= centre;
            b -= centre;
            low += a * a;
            high += b * b;
        }

        var sum = Vector512.Sum(low + high);
        foreach (var score in scores[(blocks.Length * Vector512<float>.Count)..]) sum += (score - mean) * (score - mean);
        return sum;
    }
}
