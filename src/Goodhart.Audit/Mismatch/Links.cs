using Goodhart.Statistics;

namespace Goodhart.Audit.Mismatch;

/// <summary>Links measured over runs.</summary>
internal static class Links
{
    public static Link Measure(
        string name, string? recipe, (string Name, Func<AlignmentRun, double?> Of) x, (string Name, Func<AlignmentRun, double?> Of) y,
        IReadOnlyList<AlignmentRun> runs, MismatchOptions options, Generator rng)
    {
        AlignmentRun[] both = [.. runs.Where(r => x.Of(r) is not null && y.Of(r) is not null)];
        double[] first = Array.ConvertAll(both, r => x.Of(r)!.Value), second = Array.ConvertAll(both, r => y.Of(r)!.Value);
        var none = new Interval(double.NaN, double.NaN, double.NaN, options.Level);
        if (both.Length < options.MinRuns) return new(name, recipe, x.Name, y.Name, both.Length, none, none, null, LinkStatus.Insufficient);
        var spearman = Over((a, b) => Correlation.Spearman(a, b));
        var status = double.IsNaN(spearman.Estimate) ? LinkStatus.Insufficient
            : spearman.Below(options.Broken) ? LinkStatus.Broken : spearman.Above(options.Broken) ? LinkStatus.Holds : LinkStatus.Unsure;
        return new(name, recipe, x.Name, y.Name, both.Length, spearman, Over((a, b) => Correlation.Kendall(a, b)), Partial(both, first, second, x.Name, y.Name, options, rng), status);

        Interval Over(Func<double[], double[], double> correlation) =>
            Bootstrap.Of(both.Length, rows => correlation(Rows(first, rows), Rows(second, rows)), rng, options.Resamples, options.Level);
    }

    private static Interval? Partial(AlignmentRun[] runs, double[] first, double[] second, string x, string y, MismatchOptions options, Generator rng)
    {
        double[][] held = [.. (options.Covariates ?? []).Where(c => c != x && c != y).Select(c => Column(runs, c)).OfType<double[]>()];
        return held.Length == 0 ? null : Bootstrap.Of(runs.Length, rows => Correlation.Partial(
            OrderStatistics.Ranks(Rows(first, rows)), OrderStatistics.Ranks(Rows(second, rows)), [.. Ranked(held, rows)]), rng, options.Resamples, options.Level);
    }

    private static double[][] Ranked(double[][] held, ReadOnlySpan<int> rows)
    {
        var ranked = new double[held.Length][];
        for (var i = 0; i < held.Length; i++) ranked[i] = OrderStatistics.Ranks(Rows(held[i], rows));
        return ranked;
    }

    private static double[]? Column(AlignmentRun[] runs, string name)
    {
        double?[] column = Array.ConvertAll(runs, r => name == "kl" ? r.Kl : r.Evaluations.TryGetValue(name, out var value) ? value : null);
        return Array.TrueForAll(column, v => v is not null) ? Array.ConvertAll(column, v => v!.Value) : null;
    }

    private static double[] Rows(double[] values, ReadOnlySpan<int> rows)
    {
        var drawn = new double[rows.Length];
        for (var i = 0; i < drawn.Length; i++) drawn[i] = values[rows[i]];
        return drawn;
    }
}
