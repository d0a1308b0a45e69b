using Goodhart.Statistics;

namespace Goodhart.Audit.Scores;

/// <summary>One point of a best-of-n curve.</summary>
/// <param name="N">Candidates the best is picked from.</param>
/// <param name="Kl">Distance from the sampling policy in nats: log n − (n − 1)/n.</param>
/// <param name="Gold">Gold of the pick, mean over groups.</param>
/// <param name="Proxy">Score of the pick, mean over groups.</param>
public readonly record struct BestOfNPoint(int N, double Kl, double Gold, double Proxy);

/// <summary>
/// The unbiased best-of-n curve: score the N candidates of each group once and get the expected pick of every n ≤ N
/// (Coste et al. 2023): sorted by proxy, value_n = Σ_i C(i − 1, n − 1)/C(N, n)·v_(i).
/// </summary>
/// <remarks>
/// Tied scores are broken evenly: candidates that tie share the summed weight of their places, so the curve does not depend on the order of the file and a
/// constant proxy stays at the mean gold.
/// </remarks>
public static class BestOfN
{
    /// <summary>The curve at the given n.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An n is below 1 or above the size of the smallest group.</exception>
    public static BestOfNPoint[] Curve(ScoreTable table, params ReadOnlySpan<int> ns)
    {
        var curve = new BestOfNPoint[ns.Length];
        for (var i = 0; i < ns.Length; i++)
            curve[i] = new(ns[i], OrderStatistics.BestOfNKl(ns[i]), GoldPerGroup(table, ns[i]).Average(), ProxyPerGroup(table, ns[i]).Average());
        return curve;
    }

    /// <summary>Expected gold of the pick among <paramref name="n"/>, one value per group.</summary>
    public static double[] GoldPerGroup(ScoreTable table, int n) => PerGroup(table, n, g => g.Gold);

    /// <summary>Expected score of the pick among <paramref name="n"/>, one value per group.</summary>
    public static double[] ProxyPerGroup(ScoreTable table, int n) => PerGroup(table, n, g => g.Scores);

    /// <summary>1, 2, …, N up to 16 candidates, otherwise the powers of two and N, where N is the smallest group.</summary>
    public static int[] DefaultNs(ScoreTable table)
    {
        var largest = table.Smallest;
        if (largest <= 16) return [.. Enumerable.Range(1, largest)];
        List<int> ns = [];
        for (var n = 1; n < largest && n > 0; n *= 2) ns.Add(n);
        return [.. ns, largest];
    }

    private static double[] PerGroup(ScoreTable table, int n, Func<ScoreGroup, double[]> values)
    {
        var result = new double[table.Groups.Count];
        for (var g = 0; g < result.Length; g++)
        {
            var group = table.Groups[g];
            if (n < 1 || n > group.Scores.Length)
                throw new ArgumentOutOfRangeException(nameof(n), $"Best of {n} is not defined for group '{group.Short}' of '{table.Model}', which has {group.Scores.Length} candidates.");
            result[g] = OrderStatistics.ExpectedBest(group.Scores, values(group), n);
        }

        return result;
    }
}
