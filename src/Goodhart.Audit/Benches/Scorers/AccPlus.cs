using Goodhart.Audit.Scores;

namespace Goodhart.Audit.Benches;

/// <summary>Share of questions of which every pair is right (MM-RLHF's ACC+).</summary>
/// <remarks>Chance is what coins would get: (½)^pairs, mean over questions.</remarks>
internal sealed class AccPlus : IBenchScorer
{
    public string Name => "acc+";

    public BenchMeasure Measure(IReadOnlyList<ScoreGroup> groups, TieRule ties)
    {
        if (groups.FirstOrDefault(g => g.Question is null) is { } lost)
            throw new ArgumentException($"Group '{lost.Short}' names no question; acc+ counts questions of which all pairs are right.");
        double[][] questions = [.. groups.GroupBy(g => g.Question!).Select(question => question.Select(g => Pairwise.Won(g, TieRule.Loss)).ToArray())];
        return BenchMeasure.Mean([.. questions.Select(q => q.All(won => won == 1) ? 1.0 : 0.0)], questions.Average(q => Math.Pow(0.5, q.Length)));
    }
}
