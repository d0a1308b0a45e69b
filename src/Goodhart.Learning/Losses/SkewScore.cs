using static TorchSharp.torch;

namespace Goodhart.Learning;

/// <summary>Preference between two embeddings by a skew-symmetric product (General Preference Modeling, 2024): s(a, b) = −s(b, a), cycles included.</summary>
public static class SkewScore
{
    /// <summary>s(a ≻ b) = Σ over blocks l of λ_l·(a₂ₗ·b₂ₗ₊₁ − a₂ₗ₊₁·b₂ₗ). // (pairs)</summary>
    /// <param name="a">Embeddings. // (pairs, 2k)</param>
    /// <param name="b">Embeddings of the others. // (pairs, 2k)</param>
    /// <param name="scale">λ of every block, such as a prompt's; null for 1. // (pairs, k)</param>
    /// <exception cref="ArgumentException">The width is odd.</exception>
    public static Tensor Of(Tensor a, Tensor b, Tensor? scale = null)
    {
        var width = a.shape[^1];
        if (width == 0 || width % 2 != 0) throw new ArgumentException($"A preference embedding needs an even number of outputs, was {width}.", nameof(a));
        Tensor left = a.reshape(-1, width / 2, 2), right = b.reshape(-1, width / 2, 2);
        var blocks = left.select(2, 0) * right.select(2, 1) - left.select(2, 1) * right.select(2, 0);
        return (scale is null ? blocks : blocks * scale).sum(1);
    }

    /// <summary>s(i ≻ j) of every two answers to one prompt. // embeddings: (answers, 2k) → (answers, answers)</summary>
    public static Tensor Table(Tensor embeddings)
    {
        long count = embeddings.shape[0], width = embeddings.shape[1];
        var rows = embeddings.unsqueeze(1).expand(count, count, width).reshape(-1, width);
        var columns = embeddings.unsqueeze(0).expand(count, count, width).reshape(-1, width);
        return Of(rows, columns).view(count, count);
    }
}
