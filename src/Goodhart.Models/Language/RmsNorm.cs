using TorchSharp;
using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>x/√(mean x² + ε)·w over the last dimension, in at least 32 bits.</summary>
/// <remarks>mean x² is |x|²/d: a norm reads x once, where squaring it first would write, read and differentiate another x.</remarks>
internal sealed class RmsNorm(Tensor weight, double epsilon)
{
    private readonly Scalar ε = epsilon, share = 1.0 / weight.shape[0];
    private readonly long[] last = [-1];

    public Tensor Apply(Tensor x)
    {
        var wide = x.dtype is ScalarType.BFloat16 or ScalarType.Float16 ? x.to_type(ScalarType.Float32) : x;
        var scale = linalg.vector_norm(wide, 2, last, keepdim: true).square().mul_(share).add_(ε).rsqrt_();
        return (wide * scale).to_type(x.dtype) * weight;
    }
}
