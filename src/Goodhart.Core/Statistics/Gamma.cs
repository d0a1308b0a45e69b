namespace Goodhart.Statistics;

/// <summary>Logarithms of the gamma function and of binomial coefficients.</summary>
public static class Gamma
{
    // Lanczos' coefficients for g = 7, nine terms; relative error about 1e-15.
    private static readonly double[] lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
        12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>log Γ(x) for x &gt; 0.</summary>
    public static double Log(double x)
    {
        Ensure.Positive(x);
        if (x < 0.5) return Math.Log(Math.PI / Math.Sin(Math.PI * x)) - Log(1 - x);
        var sum = lanczos[0];
        for (var k = 1; k < lanczos.Length; k++) sum += lanczos[k] / (x - 1 + k);
        var t = x + 6.5;
        return 0.5 * Math.Log(2 * Math.PI) + (x - 0.5) * Math.Log(t) - t + Math.Log(sum);
    }

    /// <summary>log C(n, k) for 0 ≤ k ≤ n.</summary>
    public static double LogBinomial(int n, int k) =>
        Ensure.InRange(k, 0, n) is 0 || k == n ? 0 : Log(n + 1.0) - Log(k + 1.0) - Log(n - k + 1.0);
}
