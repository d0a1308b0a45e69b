using Goodhart.Audit.Scores;

namespace Goodhart.Audit.Benches;

/// <summary>Mean reciprocal rank of the right answer, ties resolved against it (RewardMATH).</summary>
internal sealed class Mrr : IBenchScorer
{
    public string Name => "mrr";

    public BenchMeasure Measure(IReadOnlyList<ScoreGroup> groups, TieRule ties)
    {
        var outcomes = new ScoreTable("mrr", groups, GoldLabels.Graded).Outcomes;
        if (outcomes.Count < groups.Count)
            throw new ArgumentException($"Group '{groups.First(g => g.Gold.Max() == g.Gold.Min()).Short}' has answers of equal gold only; none of them has a rank to reach.");
        return BenchMeasure.Mean([.. outcomes.Select(o => 1.0 / o.Rank)], ScoreMetrics.ChanceMrr(outcomes));
    }
}
