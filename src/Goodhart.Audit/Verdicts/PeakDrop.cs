using Goodhart.Statistics;

namespace Goodhart.Audit;

/// <summary>How far the true return fell from the best point of a path.</summary>
/// <remarks>
/// The best of many noisy points looks better than it is, so its plain interval raises false alarms. Here all drops d_k = T_k − T_end are bounded at
/// once: with c the 99 % quantile of max_k (d*_k − d_k)/s*_k over resampled episodes (bootstrap-t, which has Student's tails by itself),
/// P(some d_k − c·s_k exceeds its true drop) ≤ 1 %, whichever k is picked afterwards. Against splitting the episodes into a half that picks and a half
/// that tests, every episode serves both, and points of a path that move together cost little. Without paired samples c is Bonferroni's.
/// One per cent, because with the 2.5 % at which the loss against the base is tested the verdicts of harm then stay under 5 % with room.
/// </remarks>
internal static class PeakDrop
{
    private const double Confidence = 0.99;

    /// <summary>The point with the highest estimate, and the interval of its drop to the last point.</summary>
    /// <param name="points">Base first, the policy that came out last; at least two.</param>
    public static (Checkpoint Peak, Interval Drop) Find(IReadOnlyList<Checkpoint> points, Generator rng, int resamples)
    {
        var last = points[^1];
        var peak = points[0];
        foreach (var point in points)
            if (point.True.Estimate > peak.True.Estimate) peak = point;
        if (ReferenceEquals(peak, last)) return (peak, Interval.Exact(0));
        if (peak.True.Value.IsExact && last.True.Value.IsExact) return (peak, Interval.Exact(peak.True.Estimate - last.True.Estimate));

        var candidates = points.Take(points.Count - 1).ToArray();
        var drops = candidates.Select(point => Change.Paired(last.True, point.True)).ToArray();
        return (peak, drops.All(d => d is { Length: > 1 })
            ? Simultaneous(drops!, Array.IndexOf(candidates, peak), rng, resamples)
            : Change.Independent(last.True, peak.True, Normal.Quantile(1 - (1 - Confidence) / candidates.Length)));
    }

    /// <summary>Interval of drop <paramref name="picked"/> that holds for all drops at once.</summary>
    /// <param name="drops">Per candidate, one drop per episode. // (candidates)(episodes)</param>
    internal static Interval Simultaneous(double[][] drops, int picked, Generator rng, int resamples)
    {
        var n = drops[0].Length;
        double[] means = [.. drops.Select(d => d.Average())];
        double[] errors = [.. drops.Select(d => Moments.Of(d).SampleStd / Math.Sqrt(n))];
        var largest = new double[resamples];
        var rows = new int[n];
        for (var b = 0; b < resamples; b++)
        {
            for (var i = 0; i < n; i++) rows[i] = rng.NextInt(n);
            largest[b] = Largest(drops, means, errors, rows);
        }

        var half = OrderStatistics.Quantile(largest, Confidence) * errors[picked];
        return double.IsFinite(half) ? new(means[picked], means[picked] - half, means[picked] + half, Confidence)
            : new(means[picked], double.NegativeInfinity, double.PositiveInfinity, Confidence);
    }

    private static double Largest(double[][] drops, double[] means, double[] errors, int[] rows)
    {
        var largest = 0.0;
        for (var k = 0; k < drops.Length; k++)
        {
            if (errors[k] == 0) continue;   // the same policy as the last: nothing to test
            double sum = 0, squares = 0;
            foreach (var row in rows)
            {
                var off = drops[k][row] - means[k];
                sum += off;
                squares += off * off;
            }

            var spread = squares - sum * sum / rows.Length;
            // A resample of one episode over and over has no spread: few episodes then give an infinite interval, as they should.
            var error = spread > 1e-12 * squares ? Math.Sqrt(spread / rows.Length / (rows.Length - 1)) : 0;
            if (sum > 0) largest = Math.Max(largest, sum / rows.Length / error);
        }

        return largest;
    }
}
