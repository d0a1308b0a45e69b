using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>Rotary positions (RoFormer, 2021): pair i of a head's dimensions, (i, i + d/2), turned by position · frequency i.</summary>
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

    /// <summary>Cosines and sines of the positions past … past + t − 1, or of those given. // (t, d/2), or (n, 1, t, d/2) for positions (n, t)</summary>
    public (Tensor Cos, Tensor Sin) At(int past, int t, Tensor? positions)
    {
        if (past + t > cosines.shape[0]) Grow(past + t);
        return positions is null
            ? (cosines.narrow(0, past, t), sines.narrow(0, past, t))
            : (Rows(cosines, positions), Rows(sines, positions));
    }

    /// <summary>// x: (n, heads, t, d), cos and sin: (t, d/2) or (n, 1, t, d/2)</summary>
    public static Tensor Turn(Tensor x, Tensor cos, Tensor sin)
    {
        var half = x.shape[^1] / 2;
        Tensor first = x.narrow(-1, 0, half), second = x.narrow(-1, half, half);
        return cat([(first * cos).sub_(second * sin), (second * cos).add_(first * sin)], -1);
    }

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
        double[] cos = new double[length * half], sin = new double[length * half];
        for (var p = 0; p < length; p++)
            for (var i = 0; i < half; i++) (sin[(p * half) + i], cos[(p * half) + i]) = Math.SinCos(p * frequencies[i]);
        return (Of(cos), Of(sin));

        Tensor Of(double[] values)
        {
            using var wide = tensor(values, [length, half]);
            return wide.to(type, device, copy: true).DetachFromDisposeScope();
        }
    }
}
