using Goodhart.Audit.Scores;
using Goodhart.Statistics;

namespace Goodhart.Audit.Benches;

/// <summary>How the members' standardised scores of an answer become one.</summary>
public enum EnsembleRule
{
    Mean,

    /// <summary>The most pessimistic member.</summary>
    Min,

    /// <summary>Mean minus the population standard deviation between members.</summary>
    MeanMinusSd,
}

/// <summary>Ensembles of stored scores, without asking the models again.</summary>
public static class OfflineEnsemble
{
    /// <summary>Standardises each member over all its scores (population deviation), then combines answer by answer; groups are joined by name.</summary>
    /// <exception cref="ArgumentException">Fewer than two members, groups that differ, or a member whose scores are all alike.</exception>
    public static ScoreTable Of(IReadOnlyList<ScoreTable> members, EnsembleRule rule, string? model = null)
    {
        if (members.Count < 2) throw new ArgumentException($"An ensemble needs at least two tables, got {members.Count}.", nameof(members));
        Dictionary<string, double[]>[] standard = [.. members.Select(Standardised)];
        return members[0].Rescore(model ?? $"{Word(rule)} of {members.Count}", group =>
        {
            double[][] scores = [.. standard.Select((s, m) => Find(s, group, members[m]))];
            return [.. group.Scores.Select((_, i) => Combine([.. scores.Select(s => s[i])], rule))];
        });
    }

    /// <summary>The verdict of most judges, comparison by comparison; unreadable verdicts do not vote, and an even vote is no verdict.</summary>
    /// <exception cref="ArgumentException">The number of judges is even or below three, or their groups differ.</exception>
    public static VerdictTable Majority(IReadOnlyList<VerdictTable> judges, string? model = null)
    {
        if (judges.Count < 3 || judges.Count % 2 == 0) throw new ArgumentException($"A majority needs an odd number of judges, 3 or more; got {judges.Count}.", nameof(judges));
        Dictionary<string, bool?[]>[] verdicts = [.. judges.Select(j => j.Groups.ToDictionary(g => g.Name, g => g.Won))];
        return new(model ?? $"majority of {judges.Count}", [.. judges[0].Groups.Select(group =>
        {
            bool?[][] own = [.. verdicts.Select((v, j) => v.TryGetValue(group.Name, out var won) && won.Length == group.Won.Length ? won
                : throw new ArgumentException($"'{judges[j].Model}' has no verdicts for group '{group.Name}' of '{judges[0].Model}'."))];
            return group with { Won = [.. group.Won.Select((_, i) => Most([.. own.Select(won => won[i])]))] };
        })], judges[0].Bench);
    }

    private static bool? Most(bool?[] votes)
    {
        int yes = votes.Count(v => v is true), no = votes.Count(v => v is false);
        return yes == no ? null : yes > no;
    }

    private static Dictionary<string, double[]> Standardised(ScoreTable table)
    {
        var moments = Moments.Of([.. table.Groups.SelectMany(g => g.Scores)]);
        if (moments.Variance == 0) throw new ArgumentException($"All scores of '{table.Model}' are {moments.Mean:G6}; they cannot be standardised.");
        return table.Groups.ToDictionary(g => g.Name, g => Array.ConvertAll(g.Scores, s => (s - moments.Mean) / moments.Std));
    }

    private static double[] Find(Dictionary<string, double[]> scores, ScoreGroup group, ScoreTable member) =>
        !scores.TryGetValue(group.Name, out var own) ? throw new ArgumentException($"'{member.Model}' has no group '{group.Short}'.")
        : own.Length == group.Scores.Length ? own : throw new ArgumentException($"Group '{group.Short}' has {own.Length} answers in '{member.Model}', {group.Scores.Length} were expected.");

    private static double Combine(double[] scores, EnsembleRule rule) => rule switch
    {
        EnsembleRule.Mean => scores.Average(),
        EnsembleRule.Min => scores.Min(),
        EnsembleRule.MeanMinusSd => Moments.Of(scores) is var m ? m.Mean - m.Std : 0,
        _ => throw new ArgumentOutOfRangeException(nameof(rule), $"rule must be Mean, Min or MeanMinusSd, was {rule}."),
    };

    private static string Word(EnsembleRule rule) => rule switch { EnsembleRule.Mean => "mean", EnsembleRule.Min => "min", _ => "mean − sd" };
}
