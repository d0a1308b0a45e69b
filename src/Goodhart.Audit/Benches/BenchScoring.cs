using Goodhart.Audit.Scores;
using Goodhart.Statistics;

namespace Goodhart.Audit.Benches;

/// <param name="Resamples">Bootstrap resamples per interval; fewer than 1000 leave visible noise in the ends.</param>
/// <param name="Level">Confidence level in (0, 1).</param>
public sealed record BenchOptions(int Resamples = 1000, double Level = 0.95)
{
    public int Resamples { get; } = Ensure.Positive(Resamples);

    public double Level { get; } = Level is > 0 and < 1 ? Level : throw new ArgumentOutOfRangeException(nameof(Level), $"Level must be in (0, 1), was {Level}.");
}

/// <summary>Stored or fresh scores under a spec: per subset, per section and overall, without asking the model again.</summary>
/// <remarks>
/// Intervals are percentiles of a stratified bootstrap: each subset resamples its own rows (questions, prompts of ties), and sections and the whole are
/// aggregated from the resampled subsets, so that weights, counts and missing parts are treated as in the estimate.
/// </remarks>
public static class BenchScoring
{
    /// <summary>Share of rows with a tie between right and wrong above which a note says so.</summary>
    private const double ManyTies = 0.01;

    /// <summary>The report on a table.</summary>
    /// <param name="spec">What it is scored by.</param>
    /// <param name="table">Groups with their subsets; a group without one belongs to the subset "all", which only open specs have.</param>
    /// <param name="rng">Draws the resamples.</param>
    /// <param name="options">Resamples and level.</param>
    /// <exception cref="ArgumentException">A subset is unknown, or a group does not fit its scorer.</exception>
    public static BenchReport Report(BenchSpec spec, ScoreTable table, Generator rng, BenchOptions? options = null)
    {
        options ??= new();
        var subsets = table.Groups.GroupBy(g => g.Subset ?? BenchRow.NoSubset).ToDictionary(g => g.Key, g => g.ToArray());
        var sections = spec.For([.. subsets.Select(s => (s.Key, s.Value.Length))]);
        BenchSubset[] present = [.. sections.SelectMany(s => s.Subsets).Where(s => subsets.ContainsKey(s.Name))];
        var measures = present.ToDictionary(s => s.Name, s => s.Scorer.Measure(subsets[s.Name], table.Ties));
        var drawn = Draw(sections, measures, rng, options.Resamples);

        SectionReport[] reports = [.. sections.Select((section, i) => new SectionReport(section.Name, section.Weight,
            BenchAggregate.Section(section, Values(measures)) is { } score ? Ends(score, drawn.Sections[i]) : null,
            [.. section.Subsets.Where(s => measures.ContainsKey(s.Name)).Select(Subset)]))];
        var overall = BenchAggregate.Overall(sections, [.. reports.Select(r => r.Score?.Estimate)]);
        var knowing = measures.Where(m => !double.IsNaN(m.Value.Chance)).ToDictionary(m => m.Key, m => m.Value.Chance);
        var chance = BenchAggregate.Overall(sections, [.. sections.Select(s => BenchAggregate.Section(s, knowing))]);
        return new(table.Model, table.Bench, spec.Name, Ends(overall, drawn.Overall), chance, reports, [.. Notes(spec, sections, reports, table)]);

        SubsetReport Subset(BenchSubset subset)
        {
            var measure = measures[subset.Name];
            return new(subset.Name, subset.Scorer.Name, subsets[subset.Name].Length, spec.Open is null ? subset.Rows ?? subset.Count : 0, Ends(measure.Value, drawn.Subsets[subset.Name]),
                double.IsNaN(measure.Chance) ? null : measure.Chance, [.. measure.Details.Select(d => new BenchDetail(d.Name, d.Value))]);
        }

        Interval Ends(double estimate, double[] values) =>
            new(estimate, OrderStatistics.Quantile(values, (1 - options.Level) / 2), OrderStatistics.Quantile(values, (1 + options.Level) / 2), options.Level);
    }

    private static Dictionary<string, double> Values(IReadOnlyDictionary<string, BenchMeasure> measures) => measures.ToDictionary(m => m.Key, m => m.Value.Value);

    private static (IReadOnlyDictionary<string, double[]> Subsets, double[][] Sections, double[] Overall) Draw(
        IReadOnlyList<BenchSection> sections, IReadOnlyDictionary<string, BenchMeasure> measures, Generator rng, int resamples)
    {
        var subsets = measures.ToDictionary(m => m.Key, _ => new double[resamples]);
        double[][] ofSections = [.. sections.Select(_ => new double[resamples])];
        var overall = new double[resamples];
        var rows = new int[measures.Values.Max(m => m.Units)];
        var scores = new Dictionary<string, double>();
        for (var b = 0; b < resamples; b++)
        {
            foreach (var (name, measure) in measures)
            {
                for (var i = 0; i < measure.Units; i++) rows[i] = rng.NextInt(measure.Units);
                subsets[name][b] = scores[name] = measure.Of(rows.AsSpan(0, measure.Units));
            }

            double?[] found = [.. sections.Select(s => BenchAggregate.Section(s, scores))];
            for (var i = 0; i < found.Length; i++) ofSections[i][b] = found[i] ?? 0;
            overall[b] = BenchAggregate.Overall(sections, found);
        }

        return (subsets, ofSections, overall);
    }

    private static IEnumerable<string> Notes(BenchSpec spec, IReadOnlyList<BenchSection> sections, SectionReport[] reports, ScoreTable table)
    {
        var absent = sections.Where(s => s.Required).SelectMany(s => s.Subsets).Where(s => table.Groups.All(g => g.Subset != s.Name)).Select(s => s.Name).ToArray();
        if (absent.Length > 0) yield return $"No row of {string.Join(", ", absent)}: the figures are not comparable with published ones.";
        foreach (var section in reports.Where(r => r.Subsets.Count == 0))
            yield return section.Score is null ? $"{section.Name} is missing and left out of the overall score." : $"{section.Name} is missing and counts as 0, as {spec.Name} does.";
        foreach (var subset in reports.SelectMany(r => r.Subsets).Where(s => s.Complete > 0 && s.Rows != s.Complete))
            yield return $"{subset.Name} has {subset.Rows} rows, {subset.Complete} when complete.";
        var tied = table.Groups.Count(g => g.Edge() is var (right, wrong) && right == wrong);
        if (tied > ManyTies * table.Groups.Count)
            yield return $"In {tied} of {table.Groups.Count} rows a right and a wrong answer tie at the edge; scores of low precision do that.";
    }
}
