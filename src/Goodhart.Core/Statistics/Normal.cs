namespace Goodhart.Statistics;

/// <summary>The standard normal distribution.</summary>
public static class Normal
{
    /// <summary>P(Z ≤ z), to about 1e-15 (Hart's rational approximation as given by West, 2005).</summary>
    public static double Cdf(double z)
    {
        var x = Math.Abs(z);
        if (x > 37) return z > 0 ? 1 : 0;
        var tail = Math.Exp(-x * x / 2) * (x < 7.07106781186547 ? Body(x) : Far(x));
        return z > 0 ? 1 - tail : tail;
    }

    /// <summary>z with P(Z ≤ z) = <paramref name="probability"/>; ∓∞ at 0 and 1.</summary>
    /// <remarks>Acklam's rational approximation, polished by one step of Halley's method.</remarks>
    public static double Quantile(double probability)
    {
        var p = Ensure.InRange(probability, 0.0, 1.0);
        if (p is 0 or 1) return p == 0 ? double.NegativeInfinity : double.PositiveInfinity;
        if (p > 0.5) return -Quantile(1 - p);
        var z = p < 0.02425 ? Tail(Math.Sqrt(-2 * Math.Log(p))) : Centre(p - 0.5);
        var step = (Cdf(z) - p) * Math.Sqrt(2 * Math.PI) * Math.Exp(z * z / 2);
        return z - step / (1 + z * step / 2);
    }

    private static double Body(double x) => Polynomial(x,
        0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931, 220.206867912376)
        / Polynomial(x, 0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831, 793.826512519948, 440.413735824752);

    private static double Far(double x) => 1 / (x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))))) / 2.506628274631;

    private static double Centre(double q)
    {
        var r = q * q;
        return q * Polynomial(r, -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.3577518672690, -30.66479806614716, 2.506628277459239)
            / Polynomial(r, -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1);
    }

    private static double Tail(double q) =>
        Polynomial(q, -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783)
        / Polynomial(q, 0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1);

    private static double Polynomial(double x, params ReadOnlySpan<double> fromHighest)
    {
        var sum = 0.0;
        foreach (var coefficient in fromHighest) sum = sum * x + coefficient;
        return sum;
    }
}
