using TorchSharp;
using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>What an adapter adds to one linear map: scaling·B·A·x (LoRA, 2021).</summary>
/// <param name="a">// (rank, in)</param>
/// <param name="b">// (out, rank)</param>
/// <param name="scaling">Alpha / rank, or alpha / √rank.</param>
/// <param name="dropout">Share of inputs dropped in training.</param>
internal sealed class LowRank(Tensor a, Tensor b, double scaling, double dropout)
{
    private readonly Scalar scale = scaling;

    /// <summary>// x: (…, in) → (…, out)</summary>
    public Tensor Apply(Tensor x, Generator? rng) => nn.functional.linear(nn.functional.linear(Dropout.Apply(x, dropout, rng), a) * scale, b);

    /// <summary>What merging adds to the weight. // (out, in)</summary>
    public Tensor Delta() => b.mm(a) * scale;
}
