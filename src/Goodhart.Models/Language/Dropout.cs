using TorchSharp;
using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>Inverted dropout whose mask is a function of the generator's next word: x·m/(1 − p), m ~ Bernoulli(1 − p).</summary>
internal static class Dropout
{
    /// <param name="x">Any shape.</param>
    /// <param name="rate">p, in [0, 1).</param>
    /// <param name="rng">Null outside training.</param>
    public static Tensor Apply(Tensor x, double rate, Generator? rng)
    {
        if (rng is null || rate == 0) return x;
        using var source = new torch.Generator(rng.NextWord() >> 1, x.device);
        using Scalar keep = 1 - rate;
        using var drawn = rand(x.shape, x.dtype is ScalarType.BFloat16 or ScalarType.Float16 ? ScalarType.Float32 : x.dtype, x.device, generator: source);
        using var kept = drawn.lt(keep);
        using var mask = kept.to_type(x.dtype).div_(keep);
        return x * mask;
    }
}
