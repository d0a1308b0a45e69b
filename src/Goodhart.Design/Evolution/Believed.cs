using Goodhart.Statistics;

namespace Goodhart.Design.Evolution;

/// <summary>A genome that was trained on.</summary>
internal sealed record Tried(RewardGenome Genome, Candidate Candidate)
{
    public string Structure { get; } = Genome.Structure;

    /// <summary>Logarithms of its numbers, term by term in the order of structures, to compare genomes of one structure.</summary>
    public double[] Numbers { get; } = [.. Genome.Terms.OrderBy(t => t.Structure, StringComparer.Ordinal).SelectMany(Of).Select(v => Math.Log(Math.Max(Math.Abs(v), 1e-9)))];

    private static IEnumerable<double> Of(Term term) => term.Signal switch
    {
        Signal.Closeness close => [term.Weight, close.Temperature],
        Signal.Progress progress => [term.Weight, progress.Temperature],
        Signal.Onset { Condition.Subject: Condition.Near near } => [term.Weight, near.Within],
        Signal.State { Condition.Subject: Condition.Near near } => [term.Weight, near.Within],
        _ => [term.Weight],
    };
}

/// <summary>
/// Fitness as it is to be believed. One training is one draw, and the best of many draws is lucky, so genomes of one structure with like numbers vouch for each other:
/// f̂ = (Σ kⱼ·fⱼ + d·m) / (Σ kⱼ + d), kⱼ = exp(−δⱼ²/2h²), δ the mean |log ratio| of the numbers, m the median fitness of all, d the doubt.
/// </summary>
internal static class Believed
{
    /// <summary>One estimate per genome; −∞ where its training failed.</summary>
    public static double[] Of(IReadOnlyList<Tried> all, double bandwidth, double doubt)
    {
        double[] known = [.. all.Where(t => t.Candidate.Outcome is not null).Select(t => t.Candidate.Fitness)];
        if (known.Length == 0) return [.. all.Select(_ => double.NegativeInfinity)];
        var median = OrderStatistics.Median(known);
        var families = all.Where(t => t.Candidate.Outcome is not null).ToLookup(t => t.Structure);
        return [.. all.Select(t => t.Candidate.Outcome is null ? double.NegativeInfinity : One(t, families[t.Structure], median, bandwidth, doubt))];
    }

    private static double One(Tried mine, IEnumerable<Tried> family, double median, double bandwidth, double doubt)
    {
        double sum = doubt * median, weight = doubt;
        foreach (var other in family.DistinctBy(o => o.Candidate.Hash))
        {
            var apart = mine.Numbers.Length == 0 ? 0 : mine.Numbers.Zip(other.Numbers, (a, b) => Math.Abs(a - b)).Average();
            var k = Math.Exp(-apart * apart / (2 * bandwidth * bandwidth));
            (sum, weight) = (sum + k * other.Candidate.Fitness, weight + k);
        }

        return sum / weight;
    }
}
