namespace Goodhart.Statistics;

/// <summary>How far two independent samples lie apart; positive where the first is larger.</summary>
public static class EffectSize
{
    /// <summary>Cohen's d: difference of means in pooled sample standard deviations. Without any spread it is 0 for equal means, else ±∞.</summary>
    /// <exception cref="ArgumentException">A sample has fewer than two values.</exception>
    public static double CohenD(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length < 2 || b.Length < 2) throw new ArgumentException($"An effect size needs at least two values a side, got {a.Length} and {b.Length}.");
        Moments first = Moments.Of(a), second = Moments.Of(b);
        var pooled = Math.Sqrt((a.Length * first.Variance + b.Length * second.Variance) / (a.Length + b.Length - 2));
        var difference = first.Mean - second.Mean;
        return difference == 0 ? 0 : difference / pooled;
    }

    /// <summary>Hedges' g: Cohen's d times Γ(m/2) / (√(m/2)·Γ((m − 1)/2)), m = n₁ + n₂ − 2, which removes its upward bias exactly.</summary>
    /// <exception cref="ArgumentException">A sample has fewer than two values.</exception>
    public static double HedgesG(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var d = CohenD(a, b);
        var half = (a.Length + b.Length - 2) / 2.0;
        return d * Math.Exp(Gamma.Log(half) - Gamma.Log(half - 0.5)) / Math.Sqrt(half);
    }

    /// <summary>Cliff's δ: P(a &gt; b) − P(a &lt; b), from −1 to 1; needs no scale and no normality.</summary>
    /// <exception cref="ArgumentException">A sample is empty.</exception>
    public static double CliffsDelta(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.IsEmpty || b.IsEmpty) throw new ArgumentException($"Cliff's delta needs at least one value a side, got {a.Length} and {b.Length}.");
        var ranks = OrderStatistics.Ranks([.. a, .. b]);
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += ranks[i];
        var wins = sum - a.Length * (a.Length + 1.0) / 2;                    // Mann–Whitney U: wins plus half the ties
        return 2 * wins / ((double)a.Length * b.Length) - 1;
    }
}
