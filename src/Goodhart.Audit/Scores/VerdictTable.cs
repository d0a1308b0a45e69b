namespace Goodhart.Audit.Scores;

/// <summary>A judge's verdicts on one group: the right candidate shown beside each wrong one.</summary>
/// <param name="Name">Identity of the prompt.</param>
/// <param name="Won">Per comparison: whether the right candidate was preferred; nothing where the judge's answer could not be read.</param>
/// <param name="Sources">Who wrote each wrong candidate, where known.</param>
public sealed record VerdictGroup(string Name, bool?[] Won, string?[]? Sources = null);

/// <summary>
/// Verdicts of a judge who sees two candidates at a time: right in a group only by winning all comparisons, ranked 1 + losses.
/// </summary>
/// <remarks>
/// An unreadable verdict counts as a tie, which accuracy and rank resolve against the right candidate and half-pairwise accuracy counts ½.
/// Chance is a coin per comparison: (½)^m for accuracy and (2 − 2^−m)/(m + 1) for the reciprocal rank of m comparisons.
/// </remarks>
public sealed class VerdictTable : IScored
{
    /// <exception cref="ArgumentException">There is no group, a name occurs twice, or a group has no verdict.</exception>
    public VerdictTable(string model, IReadOnlyList<VerdictGroup> groups, string bench = "scores")
    {
        if (groups.Count == 0) throw new ArgumentException($"The verdicts of '{model}' hold no group.", nameof(groups));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            if (group.Won.Length == 0) throw new ArgumentException($"Verdicts of '{model}': group '{group.Name}' has no verdict.", nameof(groups));
            if (!names.Add(group.Name)) throw new ArgumentException($"Verdicts of '{model}': group '{group.Name}' occurs twice.", nameof(groups));
        }

        (Model, Bench, Groups) = (model, bench, groups);
        Outcomes = [.. groups.Select(OutcomeOf)];
    }

    public string Model { get; }

    public string Bench { get; }

    public IReadOnlyList<VerdictGroup> Groups { get; }

    public IReadOnlyList<Outcome> Outcomes { get; }

    private static Outcome OutcomeOf(VerdictGroup group)
    {
        int wins = group.Won.Count(w => w is true), ties = group.Won.Count(w => w is null), count = group.Won.Length;
        var tally = new Tally(wins, ties, count - wins - ties);
        return new(tally, tally, (wins + ties / 2.0) / count - 0.5, Math.Pow(0.5, count), (2 - Math.Pow(0.5, count)) / (count + 1));
    }
}
