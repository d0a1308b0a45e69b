using Goodhart.Audit.Scores;

namespace Goodhart.Audit.Benches;

/// <summary>How the scores of a subset's groups become its figure.</summary>
public interface IBenchScorer
{
    /// <summary>What a spec file calls it.</summary>
    string Name { get; }

    /// <summary>Prepares the figure of some groups.</summary>
    /// <param name="groups">At least one.</param>
    /// <param name="ties">What a tie of a pair counts for.</param>
    /// <exception cref="ArgumentException">The groups are not of the kind it is for; the message names the group.</exception>
    BenchMeasure Measure(IReadOnlyList<ScoreGroup> groups, TieRule ties);
}

/// <summary>A figure as a function of the independent units it is made of, so that intervals resample what is independent.</summary>
/// <param name="Units">Number of units: rows, questions, or pairs of prompts.</param>
/// <param name="Of">The figure of the units whose indices it is handed; an index may occur several times.</param>
/// <param name="Chance">What scores that know nothing are expected to get; NaN where it depends on their distribution.</param>
public sealed record BenchMeasure(int Units, Func<ReadOnlySpan<int>, double> Of, double Chance)
{
    /// <summary>What the figure is made of, by name.</summary>
    public IReadOnlyList<(string Name, double Value)> Details { get; init; } = [];

    /// <summary>The figure of all units.</summary>
    public double Value => Of([.. Enumerable.Range(0, Units)]);

    /// <summary>A mean of one value per unit.</summary>
    public static BenchMeasure Mean(double[] values, double chance) => new(values.Length, rows =>
    {
        var sum = 0.0;
        foreach (var row in rows) sum += values[row];
        return sum / rows.Length;
    }, chance);
}
