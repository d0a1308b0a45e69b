using Goodhart.Statistics;

namespace Goodhart.Audit.Scores;

/// <summary>How measures and benches agree on models, and models on candidates.</summary>
public static class ScoreCorrelations
{
    /// <summary>Correlation of two measures of the same models, with bootstrap intervals over models.</summary>
    /// <remarks>With nine models the intervals are wide: that is what nine models can tell.</remarks>
    public static MeasureCorrelation Between(
        string x, IReadOnlyList<double> first, string y, IReadOnlyList<double> second, IReadOnlyList<string> models, ScoreAuditOptions options, Generator rng)
    {
        Ensure.SameLength(first.Count, models.Count);
        Ensure.SameLength(second.Count, models.Count);
        return new(x, y, models, Interval((a, b) => Correlation.Pearson(a, b)), Interval((a, b) => Correlation.Spearman(a, b)));

        Interval Interval(Func<double[], double[], double> correlation) => Bootstrap.Of(
            models.Count, rows => correlation(Rows(first, rows), Rows(second, rows)), rng, options.Resamples, options.Level);
    }

    /// <summary>
    /// Mean over groups of Spearman's correlation between two models' scores of the same candidates; groups are joined by name, and those in which a model
    /// gives all candidates the same score are left out.
    /// </summary>
    /// <returns>The mean with its bootstrap interval over groups; NaN if no group is left.</returns>
    /// <exception cref="ArgumentException">A shared group has different numbers of candidates in the two tables.</exception>
    public static Interval Agreement(ScoreTable a, ScoreTable b, Generator rng, ScoreAuditOptions? options = null)
    {
        options ??= new();
        var others = b.Groups.ToDictionary(g => g.Name, StringComparer.Ordinal);
        List<double> agreement = [];
        foreach (var group in a.Groups)
        {
            if (!others.TryGetValue(group.Name, out var other)) continue;
            if (group.Scores.Length != other.Scores.Length)
                throw new ArgumentException($"Group '{group.Short}' has {group.Scores.Length} candidates in '{a.Model}' and {other.Scores.Length} in '{b.Model}'.", nameof(b));
            var correlation = Correlation.Spearman(group.Scores, other.Scores);
            if (!double.IsNaN(correlation)) agreement.Add(correlation);
        }

        return agreement.Count == 0 ? new(double.NaN, double.NaN, double.NaN, options.Level) : Bootstrap.Mean([.. agreement], rng, options.Resamples, options.Level);
    }

    internal static IReadOnlyList<MeasureCorrelation> Of(IReadOnlyList<ScoreRow> rows, ScoreAuditOptions options, Generator rng)
    {
        List<MeasureCorrelation> found = [];
        string[] benches = [.. rows.Select(r => r.Bench).Distinct()];
        foreach (var bench in benches)
            Add($"{bench} accuracy", $"{bench} MRR", [.. rows.Where(r => r.Bench == bench).Select(r => (r.Model, r.Accuracy.Estimate, r.Mrr.Estimate))]);
        for (var i = 0; i < benches.Length; i++)
            for (var j = i + 1; j < benches.Length; j++)
                Add($"{benches[i]} accuracy", $"{benches[j]} accuracy", Shared(rows, benches[i], benches[j]));
        return found;

        void Add(string x, string y, IReadOnlyList<(string Model, double X, double Y)> models)
        {
            if (models.Count >= options.MinModels)
                found.Add(Between(x, [.. models.Select(m => m.X)], y, [.. models.Select(m => m.Y)], [.. models.Select(m => m.Model)], options, rng));
        }
    }

    private static IReadOnlyList<(string Model, double X, double Y)> Shared(IReadOnlyList<ScoreRow> rows, string first, string second) =>
        [.. from a in rows where a.Bench == first from b in rows where b.Bench == second && b.Model == a.Model select (a.Model, a.Accuracy.Estimate, b.Accuracy.Estimate)];

    private static double[] Rows(IReadOnlyList<double> values, ReadOnlySpan<int> rows)
    {
        var drawn = new double[rows.Length];
        for (var i = 0; i < drawn.Length; i++) drawn[i] = values[rows[i]];
        return drawn;
    }
}
