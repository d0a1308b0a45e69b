using Goodhart.Statistics;

namespace Goodhart.Audit.Scores;

/// <summary>Says of each table of scores how well it selects, and how far selection by it is safe.</summary>
/// <remarks>
/// Over-optimisation is judged on pairs: the gold of the best of n* (the peak of the curve) minus that of the largest n, group by group. As n* is picked among
/// the points of the same curve, the interval of that difference is widened to level 1 − (1 − level)/points (Bonferroni).
/// </remarks>
public static class ScoreAudit
{
    /// <summary>Audits every table; intervals resample groups, the independent unit.</summary>
    /// <param name="tables">Score tables, aggregated step tables and verdict tables (<see cref="ScoreSet.Tables"/>).</param>
    /// <param name="options">Points, resamples and level.</param>
    /// <param name="rng">Draws the resamples; one word of it seeds each table, so a table's intervals do not depend on the tables after it.</param>
    /// <param name="progress">Told the model that is being audited.</param>
    /// <param name="cancellation">Stops between two tables.</param>
    /// <exception cref="ArgumentException">There is no table, or two tables have the same model and bench.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A requested n exceeds the smallest group.</exception>
    public static ScoreReport Run(
        IEnumerable<IScored> tables, ScoreAuditOptions options, Generator rng, IProgress<string>? progress = null, CancellationToken cancellation = default)
    {
        List<ScoreRow> rows = [];
        foreach (var table in tables)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report($"{table.Model} on {table.Bench}");
            if (rows.Any(r => r.Model == table.Model && r.Bench == table.Bench))
                throw new ArgumentException($"'{table.Model}' has two tables on '{table.Bench}'; give one of them another model name.", nameof(tables));
            rows.Add(Row(table, options, rng.Fork()));
        }

        if (rows.Count == 0) throw new ArgumentException("There is no table to audit.", nameof(tables));
        return new(rows, ScoreCorrelations.Of(rows, options, rng.Fork()));
    }

    private static ScoreRow Row(IScored table, ScoreAuditOptions options, Generator rng)
    {
        var outcomes = table.Outcomes;
        var lift = Interval(ScoreMetrics.Lift);
        var (curve, fall) = table is ScoreTable scores ? Curve(scores, options, rng) : ([], default);
        int? peak = curve.Count == 0 ? null : curve.MaxBy(p => p.Gold.Estimate)!.N;
        var (verdict, reason) = ScoreJudgement.Of(lift, curve, fall);
        return new(
            table.Model, table.Bench, outcomes.Count, Interval(ScoreMetrics.StrictAccuracy), Interval(ScoreMetrics.TieAccuracy), Interval(ScoreMetrics.Mrr),
            Interval(ScoreMetrics.PairwiseAccuracy), Interval(ScoreMetrics.PairwiseAccuracyTiesHalf), ScoreMetrics.ChanceAccuracy(outcomes),
            ScoreMetrics.ChanceMrr(outcomes), lift, curve, peak, verdict, reason);

        Interval Interval(Func<IReadOnlyList<Outcome>, double> metric) => ScoreMetrics.WithInterval(outcomes, metric, rng, options.Resamples, options.Level);
    }

    /// <summary>The curve, and how far its gold falls from the peak to the last point.</summary>
    private static (IReadOnlyList<ScoreCurvePoint> Curve, Interval Fall) Curve(ScoreTable table, ScoreAuditOptions options, Generator rng)
    {
        int[] ns = [.. (options.Ns ?? BestOfN.DefaultNs(table)).Order()];
        var gold = Array.ConvertAll(ns, n => BestOfN.GoldPerGroup(table, n));
        ScoreCurvePoint[] curve = [.. ns.Select((n, i) => new ScoreCurvePoint(n, OrderStatistics.BestOfNKl(n),
            Bootstrap.Mean(gold[i], rng, options.Resamples, options.Level), BestOfN.ProxyPerGroup(table, n).Average()))];
        var peak = Array.IndexOf(ns, curve.MaxBy(p => p.Gold.Estimate)!.N);
        return (curve, Bootstrap.PairedDifference(gold[peak], gold[^1], rng, options.Resamples, 1 - (1 - options.Level) / ns.Length));
    }
}
