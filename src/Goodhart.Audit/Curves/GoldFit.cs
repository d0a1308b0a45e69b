namespace Goodhart.Audit;

/// <summary>The two shapes that Gao et al. found for the gold reward against distance.</summary>
public enum GoldForm
{
    /// <summary>d·(α − β·d), for best-of-n.</summary>
    Linear,

    /// <summary>d·(α − β·log d), for reinforcement learning.</summary>
    Logarithmic,
}

/// <summary>The true return's gain over the base as a function of distance d, after "Scaling Laws for Reward Model Overoptimization" (Gao et al., 2022).</summary>
/// <param name="Form">The shape that fits better.</param>
/// <param name="Alpha">Initial gain per distance.</param>
/// <param name="Beta">How fast it is used up.</param>
/// <param name="RSquared">Share of the (weighted) variance of the gains explained; negative when worse than their mean.</param>
public sealed record GoldFit(GoldForm Form, double Alpha, double Beta, double RSquared)
{
    /// <summary>Gain at distance d.</summary>
    public double At(double d) => d <= 0 ? 0 : Form == GoldForm.Linear ? d * (Alpha - Beta * d) : d * (Alpha - Beta * Math.Log(d));

    /// <summary>Where the gain is largest: α/2β, or exp(α/β − 1); null when it never falls.</summary>
    public double? Peak => !(Beta > 0) ? null
        : Form == GoldForm.Linear ? Alpha > 0 ? Alpha / (2 * Beta) : null
        : double.IsFinite(Math.Exp(Alpha / Beta - 1)) ? Math.Exp(Alpha / Beta - 1) : null;

    /// <summary>The better of both shapes by weighted least squares; null with fewer than four distinct positive distances.</summary>
    /// <param name="distances">d, ascending; those at 0 carry no information on α and β.</param>
    /// <param name="gains">True return minus the base's. // (distances)</param>
    /// <param name="weights">One positive weight per gain. // (distances)</param>
    public static GoldFit? Of(ReadOnlySpan<double> distances, ReadOnlySpan<double> gains, ReadOnlySpan<double> weights)
    {
        Ensure.SameLength(gains.Length, distances.Length);
        Ensure.SameLength(weights.Length, distances.Length);
        if (distances.ToArray().Where(d => d > 0).Distinct().Count() < 4) return null;
        GoldFit? linear = Of(GoldForm.Linear, distances, gains, weights), logarithmic = Of(GoldForm.Logarithmic, distances, gains, weights);
        return linear is null || logarithmic?.RSquared > linear.RSquared ? logarithmic : linear;
    }

    /// <summary>Least squares of one shape; null when the distances do not determine it.</summary>
    public static GoldFit? Of(GoldForm form, ReadOnlySpan<double> distances, ReadOnlySpan<double> gains, ReadOnlySpan<double> weights)
    {
        double aa = 0, ab = 0, bb = 0, ay = 0, by = 0, total = 0, sum = 0;
        for (var i = 0; i < distances.Length; i++)
        {
            if (!(distances[i] > 0)) continue;
            double d = distances[i], w = weights[i], y = gains[i], b = form == GoldForm.Linear ? -d * d : -d * Math.Log(d);
            (aa, ab, bb) = (aa + w * d * d, ab + w * d * b, bb + w * b * b);
            (ay, by) = (ay + w * d * y, by + w * b * y);
            (total, sum) = (total + w, sum + w * y);
        }

        var determinant = aa * bb - ab * ab;
        if (!(determinant > 1e-12 * aa * bb)) return null;
        var fit = new GoldFit(form, (ay * bb - by * ab) / determinant, (by * aa - ay * ab) / determinant, 0);
        double residual = 0, variance = 0;
        for (var i = 0; i < distances.Length; i++)
        {
            if (!(distances[i] > 0)) continue;
            double off = gains[i] - fit.At(distances[i]), spread = gains[i] - sum / total;
            (residual, variance) = (residual + weights[i] * off * off, variance + weights[i] * spread * spread);
        }

        return fit with { RSquared = variance > 0 ? 1 - residual / variance : 0 };
    }
}
