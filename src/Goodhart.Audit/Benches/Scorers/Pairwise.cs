using Goodhart.Audit.Scores;

namespace Goodhart.Audit.Benches;

/// <summary>Share of pairs in which the better answer scores higher (RewardBench 1); a group of several answers counts as its mean over pairs of different gold.</summary>
/// <remarks>Of scores that know nothing half the pairs are won; a constant scalar reward, all of whose pairs tie, gets 0.</remarks>
internal sealed class Pairwise : IBenchScorer
{
    public string Name => "pairwise";

    public BenchMeasure Measure(IReadOnlyList<ScoreGroup> groups, TieRule ties) => BenchMeasure.Mean([.. groups.Select(g => Won(g, ties))], chance: 0.5);

    internal static double Won(ScoreGroup group, TieRule ties)
    {
        Tally tally = default;
        for (var i = 0; i < group.Scores.Length; i++)
            for (var j = 0; j < group.Scores.Length; j++)
                if (group.Gold[i] > group.Gold[j]) tally += Tally.Compare(group.Scores[i], group.Scores[j]);
        return tally.Total > 0 ? (tally.Wins + (ties is TieRule.Half ? 0.5 * tally.Ties : 0)) / tally.Total
            : throw new ArgumentException($"Group '{group.Short}' has answers of equal gold only; no pair of it can be won.");
    }
}
