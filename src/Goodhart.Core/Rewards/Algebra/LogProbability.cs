namespace Goodhart;

/// <summary>Arithmetic of probabilities kept as logarithms, accurate where p is near 0 and near 1.</summary>
public static class LogProbability
{
    /// <summary>log σ(x) = −softplus(−x).</summary>
    public static double LogSigmoid(double x) => Math.Min(x, 0) - Log1P(Math.Exp(-Math.Abs(x)));

    /// <summary>log(1 − p) of log p ≤ 0.</summary>
    public static double Not(double logP) => logP > -Math.Log(2) ? Math.Log(-ExpM1(logP)) : Log1P(-Math.Exp(logP));

    /// <summary>log(1 − Π(1 − pₖ)) of independent events.</summary>
    public static double Or(ReadOnlySpan<double> logP)
    {
        double none = 0, largest = double.NegativeInfinity, sum = 0;
        foreach (var p in logP)
        {
            none += Not(p);
            largest = Math.Max(largest, p);
        }

        if (none < -1e-300) return Not(none);
        // So improbable that 1 − p rounds to 1: then Π(1 − pₖ) = 1 − Σ pₖ.
        foreach (var p in logP) sum += Math.Exp(p - largest);
        return double.IsNegativeInfinity(largest) ? largest : Math.Min(0, largest + Math.Log(sum));
    }

    // Kahan's forms: the rounding of 1 + x (of eˣ) cancels in the quotient.
    private static double Log1P(double x)
    {
        var u = 1 + x;
        return u == 1 ? x : double.IsInfinity(u) || u == 0 ? Math.Log(u) : Math.Log(u) * x / (u - 1);
    }

    private static double ExpM1(double x)
    {
        var u = Math.Exp(x);
        return u == 1 ? x : u - 1 == -1 ? -1 : (u - 1) * x / Math.Log(u);
    }
}
