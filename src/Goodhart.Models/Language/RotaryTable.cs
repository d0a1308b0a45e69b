using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>Rotary positions (RoFormer, 2021): pair i of a head's dimensions, (i, i + d/2), turned by position · frequency i.</summary>
/// <remarks>Cosines stand twice, and sines with −sin before +sin, so that a turn is x·cos + (x with its halves exchanged)·sin: few passes, forward and back.</remarks>
internal sealed class RotaryTable : IDisposable
{
    private readonly double[] frequencies;
    private readonly Device device;
    private readonly ScalarType type;
    private Tensor cosines, sines;

    public RotaryTable(LanguageConfig config, Device device, ScalarType type)
    {
        (frequencies, this.device, this.type) = (config.RotaryFrequencies(), device, type);
        (cosines, sines) = Table(Math.Min(config.MaxPositions, 512));
    }

    /// <summary>Cosines and signed sines of the positions past … past + t − 1, or of those given. // (t, d), or (n, 1, t, d) for positions (n, t)</summary>
    public (Tensor Cos, Tensor Sin) At(int past, int t, Tensor? positions)
    {
        if (past + t > cosines.shape[0]) Grow(past + t);
        return positions is null
            ? (cosines.narrow(0, past, t), sines.narrow(0, past, t))
            : (Rows(cosines, positions), Rows(sines, positions));
    }

    /// <summary>// x: (n, heads, t, d), cos and sin: (t, d) or (n, 1, t, d)</summary>
    public static Tensor Turn(Tensor x, Tensor cos, Tensor sin) => (x * cos).add_(x.roll(x.shape[^1] / 2, -1) * sin);

    public void Dispose()
    {
        cosines.Dispose();
        sines.Dispose();
    }

    private static Tensor Rows(Tensor table, Tensor positions) => table.index_select(0, positions.reshape(-1)).view(positions.shape[0], 1, positions.shape[1], -1);

    private void Grow(int length)
    {
        var longer = Math.Max(length, 2 * (int)cosines.shape[0]);
        Dispose();
        (cosines, sines) = Table(longer);
    }

    /// <summary>Angles in double precision: a float's position · frequency is off by 1e-3 beyond 10 000 tokens.</summary>
    private (Tensor, Tensor) Table(int length)
    {
        var half = frequencies.Length;
        double[] cos = new double[length * 2 * half], sin = new double[length * 2 * half];
        for (var p = 0; p < length; p++)
        {
            for (var i = 0; i < half; i++)
            {
                var (first, second) = ((2 * p * half) + i, (2 * p * half) + half + i);
                (sin[second], cos[second]) = Math.SinCos(p * frequencies[i]);
                (sin[first], cos[first]) = (-sin[second], cos[second]);
            }
        }

        return (Of(cos), Of(sin));

        Tensor Of(double[] values)
        {
            using var wide = tensor(values, [length, 2 * half]);
            return wide.to(type, device, copy: true).DetachFromDisposeScope();
        }
    }
}
