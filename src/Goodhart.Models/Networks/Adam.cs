using System.Numerics;
using System.Runtime.InteropServices;

namespace Goodhart.Models;

/// <param name="Beta1">Decay of the first moment, in [0, 1). Adam (2015).</param>
/// <param name="Beta2">Decay of the second moment, in [0, 1). Adam (2015).</param>
/// <param name="Epsilon">Added to √v̂. 1e-5 as in the PPO implementations ("The 37 implementation details of PPO", 2022).</param>
public sealed record AdamOptions(double Beta1 = .9, double Beta2 = .999, double Epsilon = 1e-5);

/// <summary>Adam (Kingma and Ba 2015) over one flat parameter vector, with its whole state open to saving.</summary>
/// <remarks>m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², θ ← θ − η·m̂/(√v̂ + ε) with m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ).</remarks>
public sealed class Adam(int count, AdamOptions? options = null)
{
    private readonly AdamOptions options = Check(options ?? new());
    private readonly float[] first = new float[count], second = new float[count];

    /// <summary>Updates so far (t).</summary>
    public long Updates { get; private set; }

    /// <summary>One update in place. // parameters, gradient: (count)</summary>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradient, double learningRate)
    {
        Ensure.SameLength(parameters.Length, first.Length);
        Ensure.SameLength(gradient.Length, first.Length);
        Updates++;
        float b1 = (float)options.Beta1, b2 = (float)options.Beta2, ε = (float)options.Epsilon;
        var rate = (float)(learningRate / (1 - Math.Pow(options.Beta1, Updates)));
        var scale = (float)(1 / (1 - Math.Pow(options.Beta2, Updates)));

        var whole = first.Length - first.Length % Vector<float>.Count;
        for (var i = 0; i < whole; i += Vector<float>.Count)
        {
            var g = new Vector<float>(gradient[i..]);
            var m = new Vector<float>(first, i) * b1 + g * (1 - b1);
            var v = new Vector<float>(second, i) * b2 + g * g * (1 - b2);
            m.CopyTo(first, i);
            v.CopyTo(second, i);
            (new Vector<float>(parameters[i..]) - m * rate / (Vector.SquareRoot(v * scale) + new Vector<float>(ε))).CopyTo(parameters[i..]);
        }

        for (var i = whole; i < first.Length; i++)
        {
            first[i] = first[i] * b1 + gradient[i] * (1 - b1);
            second[i] = second[i] * b2 + gradient[i] * gradient[i] * (1 - b2);
            parameters[i] -= first[i] * rate / (MathF.Sqrt(second[i] * scale) + ε);
        }
    }

    /// <summary>Scales the gradient down to norm <paramref name="limit"/> if it is longer, and returns the norm it had.</summary>
    public static double ClipNorm(Span<float> gradient, double limit)
    {
        var squares = 0.0;
        foreach (var g in gradient) squares += (double)g * g;
        var norm = Math.Sqrt(squares);
        if (norm <= limit) return norm;
        var scale = (float)(limit / norm);
        for (var i = 0; i < gradient.Length; i++) gradient[i] *= scale;
        return norm;
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(first.Length);
        writer.Write(Updates);
        writer.Write(MemoryMarshal.AsBytes(first.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(second.AsSpan()));
    }

    /// <exception cref="InvalidDataException">The stored state is of another number of parameters.</exception>
    public void Load(BinaryReader reader)
    {
        var stored = reader.ReadInt32();
        if (stored != first.Length) throw new InvalidDataException($"The checkpoint holds Adam's state of {stored} parameters, expected {first.Length}.");
        Updates = reader.ReadInt64();
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(first.AsSpan()));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(second.AsSpan()));
    }

    private static AdamOptions Check(AdamOptions options)
    {
        Ensure.InRange(options.Beta1, 0, 1 - 1e-12);
        Ensure.InRange(options.Beta2, 0, 1 - 1e-12);
        Ensure.Positive(options.Epsilon);
        return options;
    }
}
