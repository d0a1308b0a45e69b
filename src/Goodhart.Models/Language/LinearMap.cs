using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>One linear map of a transformer with the adapter that may lie beside it.</summary>
/// <param name="weight">// (out, in), or (in, out) where <paramref name="inOut"/></param>
/// <param name="bias">// (out)</param>
/// <param name="inOut">Whether the weight is stored transposed, as GPT-2's are.</param>
/// <param name="adapter">W + scaling·B·A; null for none.</param>
/// <param name="products">Type in which products are taken, weights and results staying as they are; null for that of the weights.</param>
internal sealed class LinearMap(Tensor weight, Tensor? bias, bool inOut, LowRank? adapter, ScalarType? products)
{
    public static LinearMap Of(string module, ParameterVector weights, bool inOut, LoraAdapter? adapter, ScalarType? products) =>
        new(weights[module + ".weight"], weights.Has(module + ".bias") ? weights[module + ".bias"] : null, inOut, adapter?.Find(module), products);

    /// <summary>// x: (…, in) → (…, out)</summary>
    public Tensor Apply(Tensor x, Generator? dropout)
    {
        var y = products is { } type && type != x.dtype
            ? nn.functional.linear(x.to_type(type), Oriented.to_type(type), bias?.to_type(type)).to_type(x.dtype)
            : nn.functional.linear(x, Oriented, bias);
        return adapter is null ? y : y + adapter.Apply(x, dropout);
    }

    private Tensor Oriented => inOut ? weight.t() : weight;
}
