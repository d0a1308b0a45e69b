using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>softmax(q·kᵀ/√d)·v in one fused operation, whose scores are never held as a whole.</summary>
internal static class Attention
{
    /// <summary>// query: (n, heads, t, d), key and value: (n, key heads, s, d) → (n, t, heads · d)</summary>
    /// <param name="mask">True where a query sees a key; null to see all, or all before it where <paramref name="causal"/>. // (1 or n, 1, t, s)</param>
    public static Tensor Attend(Tensor query, Tensor key, Tensor value, Tensor? mask, bool causal)
    {
        var (n, heads, t, d) = (query.shape[0], query.shape[1], query.shape[2], query.shape[3]);
        var (groups, s) = (key.shape[1], key.shape[2]);
        if (heads != groups && t == 1)
        {
            // One query per head: the heads that share keys stand where positions would, and nothing is copied.
            query = query.reshape(n, groups, heads / groups, d);
        }
        else if (heads != groups)
        {
            key = key.unsqueeze(2).expand(n, groups, heads / groups, s, d).reshape(n, heads, s, d);
            value = value.unsqueeze(2).expand(n, groups, heads / groups, s, d).reshape(n, heads, s, d);
        }

        var mixed = nn.functional.scaled_dot_product_attention(query, key, value, mask!, 0, causal && mask is null && t > 1);
        return t == 1 ? mixed.reshape(n, 1, heads * d) : mixed.transpose(1, 2).reshape(n, t, heads * d);
    }
}
