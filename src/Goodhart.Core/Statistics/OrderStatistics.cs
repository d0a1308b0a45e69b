namespace Goodhart.Statistics;

/// <summary>Statistics of sorted values: ranks, quantiles, trimmed means and the best of n.</summary>
public static class OrderStatistics
{
    /// <summary>Ranks from 1 in ascending order; tied values share the average of their ranks.</summary>
    /// <exception cref="ArgumentException">A value is NaN.</exception>
    public static double[] Ranks(ReadOnlySpan<double> values)
    {
        var (sorted, order) = Sort(values);
        var ranks = new double[values.Length];
        for (int from = 0, to; from < sorted.Length; from = to)
        {
            for (to = from + 1; to < sorted.Length && sorted[to] == sorted[from];) to++;
            for (var k = from; k < to; k++) ranks[order[k]] = (from + 1 + to) / 2.0;
        }

        return ranks;
    }

    /// <summary>Quantile by linear interpolation between order statistics (Hyndman and Fan's type 7, NumPy's default).</summary>
    /// <param name="values">At least one.</param>
    /// <param name="level">From 0 (minimum) to 1 (maximum).</param>
    public static double Quantile(ReadOnlySpan<double> values, double level) => QuantileOfSorted(Sorted(values), level);

    /// <summary>Middle value, the mean of the two middle ones for an even count.</summary>
    public static double Median(ReadOnlySpan<double> values) => Quantile(values, 0.5);

    /// <summary>Mean without the lowest and the highest ⌊fraction·n⌋ values.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="fraction">Share cut from each end, in [0, 0.5).</param>
    public static double TrimmedMean(ReadOnlySpan<double> values, double fraction)
    {
        if (!(fraction is >= 0 and < 0.5)) throw new ArgumentOutOfRangeException(nameof(fraction), $"fraction must be in [0, 0.5), was {fraction}.");
        var sorted = Sorted(values);
        var cut = (int)(fraction * sorted.Length);
        return Moments.Of(sorted.AsSpan(cut, sorted.Length - 2 * cut)).Mean;
    }

    /// <summary>
    /// Weights that turn N ascending values into the exact expectation of the best of n drawn without replacement: w_i = C(i − 1, n − 1) / C(N, n).
    /// </summary>
    /// <remarks>
    /// By the recurrence w_N = n/N, w_{i−1} = w_i·(i − n)/(i − 1): no binomial is formed, so N may be in the millions. The first n − 1 weights are 0.
    /// </remarks>
    /// <param name="count">N, values there are.</param>
    /// <param name="drawn">n, values the best is chosen from, 1 … N.</param>
    /// <exception cref="ArgumentOutOfRangeException">n is not in 1 … N.</exception>
    public static double[] BestOfNWeights(int count, int drawn)
    {
        Ensure.Positive(count);
        if (drawn < 1 || drawn > count)
            throw new ArgumentOutOfRangeException(nameof(drawn), $"Best of {drawn} needs 1 to {count} draws, as there are {count} values.");
        var weights = new double[count];
        weights[^1] = (double)drawn / count;
        for (var i = count; i > drawn; i--) weights[i - 2] = weights[i - 1] * (i - drawn) / (i - 1);
        return weights;
    }

    /// <summary>
    /// Expected <paramref name="values"/> of the sample with the highest <paramref name="scores"/> among n drawn without replacement; tied scores are broken evenly.
    /// </summary>
    /// <remarks>With the scores themselves as values it is the expected maximum of n.</remarks>
    public static double ExpectedBest(ReadOnlySpan<double> scores, ReadOnlySpan<double> values, int drawn)
    {
        Ensure.SameLength(values.Length, scores.Length);
        var (sorted, order) = Sort(scores);
        var weights = BestOfNWeights(sorted.Length, drawn);
        var expected = 0.0;
        for (int from = 0, to; from < sorted.Length; from = to)
        {
            double weight = 0, sum = 0;
            for (to = from; to < sorted.Length && sorted[to] == sorted[from]; to++)
            {
                weight += weights[to];
                sum += values[order[to]];
            }

            expected += weight * sum / (to - from);
        }

        return expected;
    }

    /// <summary>KL divergence (nats) of best-of-n from the policy it draws from: log n − (n − 1)/n.</summary>
    public static double BestOfNKl(int drawn) => Math.Log(Ensure.Positive(drawn)) - (drawn - 1.0) / drawn;

    internal static double QuantileOfSorted(ReadOnlySpan<double> sorted, double level)
    {
        if (sorted.IsEmpty) throw new ArgumentException("A quantile needs at least one value, there is none.");
        var at = Ensure.InRange(level, 0.0, 1.0) * (sorted.Length - 1);
        var below = (int)at;
        return below + 1 < sorted.Length ? sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }

    private static double[] Sorted(ReadOnlySpan<double> values)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        return sorted.Length == 0 || !double.IsNaN(sorted[0]) ? sorted : throw new ArgumentException("A value is NaN and has no place in an order.");
    }

    private static (double[] Sorted, int[] Order) Sort(ReadOnlySpan<double> values)
    {
        double[] sorted = [.. values];
        int[] order = [.. Enumerable.Range(0, values.Length)];
        Array.Sort(sorted, order);
        return sorted.Length == 0 || !double.IsNaN(sorted[0]) ? (sorted, order)
            : throw new ArgumentException($"Value {order[0]} is NaN and has no place in an order.");
    }
}
