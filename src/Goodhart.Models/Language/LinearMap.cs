using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>One linear map of a transformer with the adapter that may lie beside it.</summary>
/// <param name="weight">// (out, in), or (in, out) where <paramref name="inOut"/></param>
/// <param name="bias">// (out)</param>
/// <param name="inOut">Whether the weight is stored transposed, as GPT-2's are.</param>
/// <param name="adapter">W + scaling·B·A; null for none.</param>
internal sealed class LinearMap(Tensor weight, Tensor? bias, bool inOut, LowRank? adapter)
{
    public static LinearMap Of(string module, ParameterVector weights, bool inOut, LoraAdapter? adapter) =>
        new(weights[module + ".weight"], weights.Has(module + ".bias") ? weights[module + ".bias"] : null, inOut, adapter?.Find(module));

    /// <summary>// x: (…, in) → (…, out)</summary>
    public Tensor Apply(Tensor x, Generator? dropout)
    {
        var y = nn.functional.linear(x, inOut ? weight.t() : weight, bias);
        return adapter is null ? y : y + adapter.Apply(x, dropout);
    }
}
