using static TorchSharp.torch;

namespace Goodhart.Learning;

/// <summary>Contrastive losses on representations, to be trained beside a reward ("Secrets of RLHF, part II", 2024).</summary>
public static class Contrast
{
    /// <summary>SimCSE (2021): −log of the share that a row's other view has among all rows' other views, by exp(cosine/t). // (rows)</summary>
    /// <param name="view">Features of one pass. // (rows, width)</param>
    /// <param name="other">Features of the same rows in another pass, with other dropout. // (rows, width)</param>
    /// <param name="temperature">t &gt; 0; .05 in SimCSE.</param>
    public static Tensor SimCse(Tensor view, Tensor other, double temperature = .05)
    {
        Ensure.Positive(temperature);
        var alike = Unit(view).mm(Unit(other).t()) / temperature;   // (rows, rows)
        return alike.logsumexp(1) - alike.diagonal();
    }

    /// <summary>SwAV (2020): each view predicts the code that the other view has among prototypes. // (rows)</summary>
    /// <param name="view">// (rows, width)</param>
    /// <param name="other">// (rows, width)</param>
    /// <param name="prototypes">// (prototypes, width)</param>
    /// <param name="temperature">t &gt; 0; .1 in SwAV.</param>
    public static Tensor SwAv(Tensor view, Tensor other, Tensor prototypes, double temperature = .1)
    {
        Ensure.Positive(temperature);
        Tensor centres = Unit(prototypes).t(), one = Unit(view).mm(centres), two = Unit(other).mm(centres);
        return -(Codes(two) * (one / temperature).log_softmax(1) + Codes(one) * (two / temperature).log_softmax(1)).sum(1) / 2;
    }

    /// <summary>Soft assignments of rows to prototypes that use all prototypes alike (Sinkhorn–Knopp), without gradient. // (rows, prototypes)</summary>
    /// <param name="scores">Cosines. // (rows, prototypes)</param>
    /// <param name="sharpness">Divides the scores; .05 in SwAV.</param>
    /// <param name="rounds">3 in SwAV.</param>
    public static Tensor Codes(Tensor scores, double sharpness = .05, int rounds = 3)
    {
        using var nothing = no_grad();
        var codes = ((scores - scores.amax([0, 1])) / sharpness).exp();
        for (var i = 0; i < rounds; i++)
        {
            codes = codes / codes.sum(0, keepdim: true).clamp_min(1e-12) / scores.shape[1];
            codes = codes / codes.sum(1, keepdim: true).clamp_min(1e-12) / scores.shape[0];
        }

        return codes * scores.shape[0];
    }

    /// <summary>Row of the second item less that of the first, for the "diff" variants. // features: (2·pairs, width) → (pairs, width)</summary>
    public static Tensor Differences(Tensor features)
    {
        var pairs = features.view(-1, 2, features.shape[1]);
        return pairs.select(1, 1) - pairs.select(1, 0);
    }

    private static Tensor Unit(Tensor rows) => nn.functional.normalize(rows, 2, 1);
}
