namespace Goodhart.Statistics;

/// <summary>Student's t interval of a mean.</summary>
public static class StudentT
{
    // Two-sided 97.5 % quantiles for 1…30 degrees of freedom.
    private static readonly double[] quantiles =
    [
        12.7062, 4.30265, 3.18245, 2.77645, 2.57058, 2.44691, 2.36462, 2.30600, 2.26216, 2.22814,
        2.20099, 2.17881, 2.16037, 2.14479, 2.13145, 2.11991, 2.10982, 2.10092, 2.09302, 2.08596,
        2.07961, 2.07387, 2.06866, 2.06390, 2.05954, 2.05553, 2.05183, 2.04841, 2.04523, 2.04227,
    ];

    /// <summary>Mean with its 95 % interval; one value alone has an infinite interval.</summary>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static Interval Mean(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty) throw new ArgumentException("A mean needs at least one value.", nameof(values));
        double sum = 0, squares = 0;
        foreach (var value in values) sum += value;
        var mean = sum / values.Length;
        if (values.Length == 1) return new(mean, double.NegativeInfinity, double.PositiveInfinity);
        foreach (var value in values) squares += (value - mean) * (value - mean);
        var half = Quantile(values.Length - 1) * Math.Sqrt(squares / (values.Length - 1) / values.Length);
        return new(mean, mean - half, mean + half);
    }

    /// <summary>97.5 % quantile; beyond 30 degrees of freedom by the Cornish–Fisher expansion around the normal.</summary>
    public static double Quantile(int degrees)
    {
        if (Ensure.Positive(degrees) <= quantiles.Length) return quantiles[degrees - 1];
        const double z = 1.959963985;
        double g1 = (Math.Pow(z, 3) + z) / 4, g2 = (5 * Math.Pow(z, 5) + 16 * Math.Pow(z, 3) + 3 * z) / 96;
        return z + g1 / degrees + g2 / ((double)degrees * degrees);
    }
}
