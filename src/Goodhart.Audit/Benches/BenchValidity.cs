using Goodhart.Audit.Scores;
using Goodhart.Statistics;

namespace Goodhart.Audit.Benches;

/// <summary>Whether a bench tells what it is used for: how its figures of several models go with what optimising each model came to.</summary>
public static class BenchValidity
{
    /// <summary>Correlation over models of a bench's figures with a target such as the gold of the best of n, with bootstrap intervals over models.</summary>
    /// <param name="bench">The bench's figure of each model. // (models)</param>
    /// <param name="target">What each model came to. // (models)</param>
    /// <param name="models">Their names. // (models)</param>
    /// <param name="rng">Draws the resamples.</param>
    /// <param name="options">Resamples and level.</param>
    /// <exception cref="ArgumentException">Fewer than three models.</exception>
    public static MeasureCorrelation Of(IReadOnlyList<double> bench, IReadOnlyList<double> target, IReadOnlyList<string> models, Generator rng, ScoreAuditOptions? options = null)
    {
        options ??= new();
        if (models.Count < 3) throw new ArgumentException($"A correlation over {models.Count} models says nothing; give at least three.", nameof(models));
        return ScoreCorrelations.Between("bench", bench, "target", target, models, options, rng);
    }

    /// <summary>How much better one bench goes with the target than another: the difference of Pearson's correlations, resampled by models.</summary>
    public static Interval Difference(double[] first, double[] second, double[] target, Generator rng, ScoreAuditOptions? options = null)
    {
        options ??= new();
        Ensure.SameLength(second.Length, first.Length);
        Ensure.SameLength(target.Length, first.Length);
        return Bootstrap.Of(first.Length, rows =>
        {
            double[] gold = At(target, rows);
            return Correlation.Pearson(At(first, rows), gold) - Correlation.Pearson(At(second, rows), gold);
        }, rng, options.Resamples, options.Level);
    }

    private static double[] At(double[] values, ReadOnlySpan<int> rows)
    {
        var drawn = new double[rows.Length];
        for (var i = 0; i < drawn.Length; i++) drawn[i] = values[rows[i]];
        return drawn;
    }
}
