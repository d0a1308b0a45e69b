using Goodhart.Audit.Scores;

namespace Goodhart.Audit.Benches;

/// <summary>RewardBench 2: the right answer scores highest of k; sharing the top with others it gets 1/#top, so that a constant reward gets exactly chance, 1/k.</summary>
internal sealed class BestOfK : IBenchScorer
{
    public string Name => "best-of-k";

    public BenchMeasure Measure(IReadOnlyList<ScoreGroup> groups, TieRule ties) =>
        BenchMeasure.Mean([.. groups.Select(Share)], groups.Average(g => g.Gold.Count(v => v == g.Gold.Max()) / (double)g.Gold.Length));

    private static double Share(ScoreGroup group)
    {
        double top = group.Scores.Max(), best = group.Gold.Max();
        int tops = 0, right = 0;
        for (var i = 0; i < group.Scores.Length; i++)
        {
            if (group.Scores[i] != top) continue;
            tops++;
            if (group.Gold[i] == best) right++;
        }

        return (double)right / tops;
    }
}
