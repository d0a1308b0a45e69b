using Goodhart.Statistics;

namespace Goodhart.Audit.Scores;

/// <summary>What two equal scores count for in a comparison.</summary>
public enum TieRule
{
    /// <summary>A loss: a scalar reward that cannot tell has failed.</summary>
    Loss,

    /// <summary>One half: a judge may answer "tie", or in no readable way.</summary>
    Half,
}

/// <summary>
/// Scores of one model for groups of candidates whose gold label is known; groups may differ in size.
/// </summary>
public sealed class ScoreTable : IScored
{
    private readonly Lazy<IReadOnlyList<Outcome>> outcomes;

    /// <exception cref="ArgumentException">There is no group, a name occurs twice, or a group is unsound (<see cref="ScoreGroup.Fault"/>).</exception>
    public ScoreTable(string model, IReadOnlyList<ScoreGroup> groups, GoldLabels labels = GoldLabels.OneRight, string bench = "scores")
    {
        if (groups.Count == 0) throw new ArgumentException($"The scores of '{model}' hold no group.", nameof(groups));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            if (group.Fault(labels) is { } fault) throw new ArgumentException($"Scores of '{model}', {fault.Column}: {fault.Problem}.", nameof(groups));
            if (!names.Add(group.Name)) throw new ArgumentException($"Scores of '{model}': group '{group.Short}' occurs twice.", nameof(groups));
        }

        (Model, Bench, Groups, Labels) = (model, bench, groups, labels);
        outcomes = new(() => [.. Groups.Where(g => g.Gold.Max() > g.Gold.Min()).Select(OutcomeOf)]);
    }

    public string Model { get; }

    public string Bench { get; }

    public IReadOnlyList<ScoreGroup> Groups { get; }

    public GoldLabels Labels { get; }

    /// <summary>What a tie counts for on a bench of pairs; judges' tables say <see cref="TieRule.Half"/>.</summary>
    public TieRule Ties { get; init; }

    public IReadOnlyList<Outcome> Outcomes => outcomes.Value;

    /// <summary>Candidates in the smallest group: the largest n of a best-of-n curve.</summary>
    public int Smallest => Groups.Min(g => g.Scores.Length);

    /// <summary>The same groups under other scores, such as an ensemble's or a control's.</summary>
    /// <param name="model">Name of the new scores.</param>
    /// <param name="scores">Scores of a group's candidates.</param>
    public ScoreTable Rescore(string model, Func<ScoreGroup, double[]> scores) =>
        new(model, [.. Groups.Select(g => g with { Scores = scores(g) })], Labels, Bench) { Ties = Ties };

    private static Outcome OutcomeOf(ScoreGroup group)
    {
        double[] scores = group.Scores, gold = group.Gold;
        double best = gold.Max(), top = double.NegativeInfinity;
        for (var i = 0; i < scores.Length; i++)
            if (gold[i] == best) top = Math.Max(top, scores[i]);

        Tally chosen = default, pairs = default;
        var right = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            if (gold[i] == best) right++;
            else chosen += Tally.Compare(top, scores[i]);
            for (var j = 0; j < scores.Length; j++)
                if (gold[i] > gold[j]) pairs += Tally.Compare(scores[i], scores[j]);
        }

        var lift = OrderStatistics.ExpectedBest(scores, gold, scores.Length) - gold.Average();
        return new(chosen, pairs, lift, (double)right / scores.Length, ScoreMetrics.RandomReciprocalRank(scores.Length, right));
    }
}
