using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>(x − mean)/√(variance + ε)·w + b over the last dimension.</summary>
internal sealed class LayerNorm(Tensor weight, Tensor bias, double epsilon)
{
    private readonly long[] shape = [.. weight.shape];

    public static LayerNorm Of(string name, ParameterVector weights, LanguageConfig config) => new(weights[name + ".weight"], weights[name + ".bias"], config.NormEpsilon);

    public Tensor Apply(Tensor x) => nn.functional.layer_norm(x, shape, weight, bias, epsilon);
}
