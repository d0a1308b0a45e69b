namespace Goodhart.Data;

/// <summary>How far annotators agree beyond chance.</summary>
public static class Agreement
{
    /// <summary>Cohen's κ = (p₀ − pₑ)/(1 − pₑ) of two annotators' labels of the same items; NaN where both give one label throughout, since chance then explains all.</summary>
    /// <exception cref="ArgumentException">No item, or unequal lengths.</exception>
    public static double CohenKappa(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        if (first.Length != second.Length || first.Length == 0) throw new ArgumentException($"Two annotators' labels of the same items were expected, got {first.Length} and {second.Length}.");
        var (a, b, same) = (new Dictionary<int, int>(), new Dictionary<int, int>(), 0);
        for (var i = 0; i < first.Length; i++)
        {
            same += first[i] == second[i] ? 1 : 0;
            a[first[i]] = a.GetValueOrDefault(first[i]) + 1;
            b[second[i]] = b.GetValueOrDefault(second[i]) + 1;
        }

        double n = first.Length, chance = a.Sum(label => label.Value / n * b.GetValueOrDefault(label.Key) / n);
        return (same / n - chance) / (1 - chance);
    }

    /// <summary>Krippendorff's α for labels without order: 1 − observed/expected disagreement. Units may have any number of labels; those with fewer than two say nothing.</summary>
    /// <returns>NaN without two different labels or without a unit of two.</returns>
    public static double NominalAlpha(IEnumerable<IReadOnlyList<double>> units) => Alpha(units, (a, b) => a == b ? 0 : 1);

    /// <summary>Krippendorff's α for labels whose differences mean something, such as marks on a scale.</summary>
    /// <returns>NaN without two different labels or without a unit of two.</returns>
    public static double IntervalAlpha(IEnumerable<IReadOnlyList<double>> units) => Alpha(units, (a, b) => (a - b) * (a - b));

    private static double Alpha(IEnumerable<IReadOnlyList<double>> units, Func<double, double, double> distance)
    {
        var (counts, observed, n) = (new SortedDictionary<double, double>(), 0.0, 0.0);
        foreach (var unit in units)
        {
            if (unit.Count < 2) continue;
            n += unit.Count;
            foreach (var a in unit)
            {
                counts[a] = counts.GetValueOrDefault(a) + 1;
                foreach (var b in unit) observed += distance(a, b) / (unit.Count - 1);
            }
        }

        var expected = 0.0;
        foreach (var (a, countA) in counts)
            foreach (var (b, countB) in counts) expected += countA * countB * distance(a, b) / (n - 1);
        return expected > 0 ? 1 - observed / expected : double.NaN;
    }
}
