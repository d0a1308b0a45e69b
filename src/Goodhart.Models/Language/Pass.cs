using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>What all layers share in one pass through a transformer: positions, masks, cache and dropout.</summary>
/// <param name="Turns">Cosines and signed sines of rotary positions; null for learnt positions. // (t, d) or (n, 1, t, d)</param>
/// <param name="Full">Mask of layers that see everything before a token.</param>
/// <param name="Narrow">Mask of layers with a sliding window.</param>
/// <param name="Cache">Keys and values of tokens read before; null for none.</param>
/// <param name="Rate">Share dropped from what a layer adds, in [0, 1).</param>
/// <param name="Dropout">Source of dropout; null outside training.</param>
/// <param name="Products">Type of attention's products; null for that of the weights.</param>
internal sealed record Pass((Tensor Cos, Tensor Sin)? Turns, Tensor? Full, Tensor? Narrow, KeyValueCache? Cache, double Rate, Generator? Dropout, ScalarType? Products)
{
    /// <summary>Attention of one layer over the tokens of this pass and the cache's. // query: (n, heads, t, d) → (n, t, heads · d)</summary>
    public Tensor Attend(int layer, bool windowed, Tensor query, Tensor key, Tensor value)
    {
        if (Cache is not null) (key, value) = Cache.Append(layer, key, value);
        var mask = windowed ? Narrow : Full;
        return Products is { } type && Cache is null && type != query.dtype
            ? Attention.Attend(query.to_type(type), key.to_type(type), value.to_type(type), mask, causal: true).to_type(query.dtype)
            : Attention.Attend(query, key, value, mask, causal: true);
    }

    /// <summary>x + dropped-out y.</summary>
    public Tensor Add(Tensor x, Tensor y) => x + Models.Dropout.Apply(y, Rate, Dropout);
}
