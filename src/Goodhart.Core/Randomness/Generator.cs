using System.Numerics;

namespace Goodhart;

/// <summary>
/// A seeded random generator (xoshiro256**) whose whole state can be saved, restored and split; every stochastic part of the library takes one.
/// </summary>
/// <remarks>Not safe for use by several threads at once: give each its own <see cref="Fork()"/>.</remarks>
public sealed class Generator
{
    private ulong a, b, c, d;
    private double spare = double.NaN;

    /// <summary>A generator whose four words are filled from <paramref name="seed"/> by SplitMix64.</summary>
    public Generator(ulong seed)
    {
        a = SplitMix(ref seed);
        b = SplitMix(ref seed);
        c = SplitMix(ref seed);
        d = SplitMix(ref seed);
    }

    /// <summary>Uniform over all 64-bit words.</summary>
    public ulong NextWord()
    {
        var result = BitOperations.RotateLeft(b * 5, 7) * 9;
        var t = b << 17;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= t;
        d = BitOperations.RotateLeft(d, 45);
        return result;
    }

    /// <summary>Uniform on [0, 1) with 53 random bits.</summary>
    public double NextDouble() => (NextWord() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform on [0, 1) with 24 random bits.</summary>
    public float NextSingle() => (NextWord() >> 40) * (1f / (1U << 24));

    /// <summary>Uniform on {0, …, <paramref name="count"/> − 1}.</summary>
    public int NextInt(int count)
    {
        Ensure.Positive(count);
        return (int)Math.BigMul(NextWord(), (ulong)count, out _);
    }

    /// <summary>Standard normal (Marsaglia's polar method).</summary>
    public double NextNormal()
    {
        if (!double.IsNaN(spare))
        {
            var kept = spare;
            spare = double.NaN;
            return kept;
        }

        double x, y, square;
        do
        {
            x = 2 * NextDouble() - 1;
            y = 2 * NextDouble() - 1;
            square = x * x + y * y;
        }
        while (square is >= 1 or 0);

        var scale = Math.Sqrt(-2 * Math.Log(square) / square);
        spare = y * scale;
        return x * scale;
    }

    /// <summary>Fills with uniforms on [0, 1).</summary>
    public void Uniform(Span<float> values)
    {
        for (var i = 0; i < values.Length; i++) values[i] = NextSingle();
    }

    /// <summary>Fills with standard normals.</summary>
    public void Normal(Span<float> values)
    {
        for (var i = 0; i < values.Length; i++) values[i] = (float)NextNormal();
    }

    /// <summary>Index drawn in proportion to non-negative <paramref name="weights"/>.</summary>
    public int Choose(ReadOnlySpan<double> weights)
    {
        var total = 0.0;
        foreach (var weight in weights) total += weight;
        var left = NextDouble() * total;
        for (var i = 0; i < weights.Length; i++)
        {
            left -= weights[i];
            if (left < 0) return i;
        }

        return weights.Length - 1;
    }

    /// <summary>Fisher–Yates shuffle in place.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>An independent generator seeded from this one's next word.</summary>
    public Generator Fork() => new(NextWord());

    /// <summary>A seed for the <paramref name="index"/>-th member of a family, well mixed even for neighbouring indices.</summary>
    public static ulong Derive(ulong seed, ulong index)
    {
        var state = seed ^ BitOperations.RotateLeft(index * 0xD1B54A32D192ED03UL + 0x8CB92BA72F3D8DD7UL, 31);
        return SplitMix(ref state);
    }

    /// <summary>Writes the whole state (40 bytes).</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(a);
        writer.Write(b);
        writer.Write(c);
        writer.Write(d);
        writer.Write(spare);
    }

    /// <summary>Continues exactly where <see cref="Save"/> stood.</summary>
    public void Load(BinaryReader reader)
    {
        a = reader.ReadUInt64();
        b = reader.ReadUInt64();
        c = reader.ReadUInt64();
        d = reader.ReadUInt64();
        spare = reader.ReadDouble();
    }

    private static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
