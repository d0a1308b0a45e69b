using TorchSharp;
using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>x/√(mean x² + ε)·w over the last dimension, in at least 32 bits.</summary>
internal sealed class RmsNorm(Tensor weight, double epsilon)
{
    private readonly Scalar ε = epsilon;
    private readonly long[] last = [-1];

    public Tensor Apply(Tensor x)
    {
        var wide = x.dtype is ScalarType.BFloat16 or ScalarType.Float16 ? x.to_type(ScalarType.Float32) : x;
        var scale = wide.square().mean(last, keepdim: true).add_(ε).rsqrt_();
        return (wide * scale).to_type(x.dtype) * weight;
    }
}
