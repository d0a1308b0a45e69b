namespace Goodhart.Statistics;

/// <summary>How two paired series move together.</summary>
public static class Correlation
{
    /// <summary>Pearson's correlation; NaN where a series does not vary, because the correlation is undefined there.</summary>
    /// <param name="x">First series.</param>
    /// <param name="y">Second series, paired with the first.</param>
    /// <param name="weights">One non-negative weight per pair (an occupancy measure, say), or nothing for equal weights.</param>
    /// <exception cref="ArgumentException">No pairs, unequal lengths, or weights that are negative or all zero.</exception>
    public static double Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> weights = default)
    {
        if (x.Length != y.Length) throw new ArgumentException($"Paired series must be equally long, were {x.Length} and {y.Length}.");
        double meanX = Moments.Of(x, weights).Mean, meanY = Moments.Of(y, weights).Mean, xx = 0, yy = 0, xy = 0;
        if (Constant(x, weights) || Constant(y, weights)) return double.NaN;
        for (var i = 0; i < x.Length; i++)
        {
            double weight = Weights.At(weights, i), dx = x[i] - meanX, dy = y[i] - meanY;
            xx += weight * dx * dx;
            yy += weight * dy * dy;
            xy += weight * dx * dy;
        }

        return Math.Clamp(xy / (Math.Sqrt(xx) * Math.Sqrt(yy)), -1, 1);
    }

    /// <summary>Spearman's rank correlation: Pearson's of the average ranks; NaN where a series does not vary.</summary>
    /// <exception cref="ArgumentException">No pairs, or unequal lengths.</exception>
    public static double Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Pearson(OrderStatistics.Ranks(x), OrderStatistics.Ranks(y));

    /// <summary>Kendall's τ-b: pairs in the same order minus pairs in the other, ties counted out on either side; NaN where a series does not vary.</summary>
    /// <exception cref="ArgumentException">No pairs, or unequal lengths.</exception>
    public static double Kendall(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length || x.IsEmpty) throw new ArgumentException($"Paired series must be equally long and not empty, were {x.Length} and {y.Length}.");
        long agree = 0, variesX = 0, variesY = 0;
        for (var i = 0; i < x.Length; i++)
            for (var j = 0; j < i; j++)
            {
                int byX = x[i].CompareTo(x[j]), byY = y[i].CompareTo(y[j]);
                agree += byX * byY;
                variesX += Math.Abs(byX);
                variesY += Math.Abs(byY);
            }

        return variesX == 0 || variesY == 0 ? double.NaN : agree / Math.Sqrt((double)variesX * variesY);
    }

    /// <summary>Pearson's correlation of what least squares on the covariates leave of each series; NaN where nothing is left.</summary>
    /// <remarks>Hand it ranks for a partial rank correlation. By (r_xy − r_xz·r_yz)/√((1 − r_xz²)(1 − r_yz²)), one covariate after another.</remarks>
    /// <exception cref="ArgumentException">No pairs, or unequal lengths.</exception>
    public static double Partial(ReadOnlySpan<double> x, ReadOnlySpan<double> y, params ReadOnlySpan<double[]> covariates)
    {
        if (covariates.IsEmpty) return Pearson(x, y);
        var rest = covariates[..^1];
        var last = covariates[^1];
        double xy = Partial(x, y, rest), xz = Partial(x, last, rest), yz = Partial(y, last, rest);
        if (double.IsNaN(xz) || double.IsNaN(yz)) return xy;   // what does not vary, or adds nothing to the others, explains nothing
        var left = (1 - xz * xz) * (1 - yz * yz);
        return left < 1e-12 ? double.NaN : Math.Clamp((xy - xz * yz) / Math.Sqrt(left), -1, 1);
    }

    // Rounding may leave a constant series a variance of 1e-33, so constancy is decided on the values that carry weight.
    private static bool Constant(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        var first = double.NaN;
        for (var i = 0; i < values.Length; i++)
        {
            if (Weights.At(weights, i) == 0) continue;
            if (double.IsNaN(first)) first = values[i];
            else if (values[i] != first) return false;
        }

        return true;
    }
}
