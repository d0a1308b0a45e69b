using System.Numerics;
using System.Runtime.InteropServices;

namespace Goodhart.Optimization.CrossEntropy;

/// <summary>Arithmetic over columns; element by element and never fused, so every vector width gives the same bits.</summary>
internal static class Columns
{
    /// <summary>result = (result − centre)·factor.</summary>
    public static void Scale(float centre, float factor, Span<float> result)
    {
        foreach (ref var x in result) x = (x - centre) * factor;
    }

    /// <summary>result = exp(−result²).</summary>
    public static void Nearness(Span<float> result)
    {
        foreach (ref var x in result) x = MathF.Exp(-x * x);
    }

    /// <summary>result −= x.</summary>
    public static void Subtract(ReadOnlySpan<float> x, Span<float> result)
    {
        for (var i = 0; i < result.Length; i++) result[i] -= x[i];
    }

    /// <summary>result *= x.</summary>
    public static void Multiply(ReadOnlySpan<float> x, Span<float> result)
    {
        for (var i = 0; i < result.Length; i++) result[i] *= x[i];
    }

    /// <summary>result += x·y.</summary>
    public static void AddProduct(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> result)
    {
        var left = MemoryMarshal.Cast<float, Vector<float>>(x);
        var right = MemoryMarshal.Cast<float, Vector<float>>(y);
        var sum = MemoryMarshal.Cast<float, Vector<float>>(result);
        for (var i = 0; i < sum.Length; i++) sum[i] += left[i] * right[i];
        for (var i = sum.Length * Vector<float>.Count; i < result.Length; i++) result[i] += x[i] * y[i];
    }

    public static void Tanh(Span<float> values)
    {
        foreach (ref var x in values) x = MathF.Tanh(x);
    }
}
