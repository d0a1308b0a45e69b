namespace Goodhart.Audit.Benches;

/// <summary>From the scores of subsets to those of sections and of the whole.</summary>
public static class BenchAggregate
{
    /// <summary>A section's score from those of its subsets that are present; null, or 0 if it is required, where none is.</summary>
    /// <param name="section">The section.</param>
    /// <param name="scores">Scores by subset; others' subsets may stand in it too.</param>
    public static double? Section(BenchSection section, IReadOnlyDictionary<string, double> scores)
    {
        double sum = 0, weights = 0;
        foreach (var subset in section.Subsets)
        {
            if (!scores.TryGetValue(subset.Name, out var score)) continue;
            var weight = section.Mean is SectionMean.ByCount ? subset.Count : 1;
            sum += weight * score;
            weights += weight;
        }

        return weights > 0 ? sum / weights : section.Required ? 0 : null;
    }

    /// <summary>Weighted mean of the sections' scores; NaN where no section has one. Missing ones are left out, with their weights.</summary>
    public static double Overall(IReadOnlyList<BenchSection> sections, IReadOnlyList<double?> scores)
    {
        Ensure.SameLength(scores.Count, sections.Count);
        double sum = 0, weights = 0;
        for (var i = 0; i < sections.Count; i++)
        {
            if (scores[i] is not { } score) continue;
            sum += sections[i].Weight * score;
            weights += sections[i].Weight;
        }

        return sum / weights;
    }
}
