using Goodhart.Statistics;

namespace Goodhart.Audit.Scores;

/// <summary>The accuracies of a bench, as pure functions of its groups' outcomes.</summary>
public static class ScoreMetrics
{
    /// <summary>Share of groups in which the right candidate strictly beats every other: mean[c &gt; max R].</summary>
    public static double StrictAccuracy(IReadOnlyList<Outcome> outcomes) => Mean(outcomes, o => o.Strict ? 1 : 0);

    /// <summary>Share of groups in which no other candidate beats the right one: mean[c ≥ max R]. Coarse ratings make it far larger than the strict one.</summary>
    public static double TieAccuracy(IReadOnlyList<Outcome> outcomes) => Mean(outcomes, o => o.TieOrBetter ? 1 : 0);

    /// <summary>Mean reciprocal rank of the right candidate, ties resolved against it.</summary>
    public static double Mrr(IReadOnlyList<Outcome> outcomes) => Mean(outcomes, o => 1.0 / o.Rank);

    /// <summary>Share of all pairs in which the better candidate scores strictly higher (ties count against).</summary>
    public static double PairwiseAccuracy(IReadOnlyList<Outcome> outcomes) => PairwiseAccuracy(outcomes, tie: 0);

    /// <summary>Share of all pairs with ties counted one half: the probability of ordering a random pair correctly.</summary>
    public static double PairwiseAccuracyTiesHalf(IReadOnlyList<Outcome> outcomes) => PairwiseAccuracy(outcomes, tie: 0.5);

    /// <summary>Mean gain in gold over drawing at random.</summary>
    public static double Lift(IReadOnlyList<Outcome> outcomes) => Mean(outcomes, o => o.Lift);

    /// <summary>Strict accuracy expected of scores that know nothing.</summary>
    public static double ChanceAccuracy(IReadOnlyList<Outcome> outcomes) => Mean(outcomes, o => o.ChanceAccuracy);

    /// <summary>Mean reciprocal rank expected of scores that know nothing: .2929 for one right among ten.</summary>
    public static double ChanceMrr(IReadOnlyList<Outcome> outcomes) => Mean(outcomes, o => o.ChanceMrr);

    /// <summary>E[1/rank] of the best placed of <paramref name="right"/> candidates among <paramref name="count"/> in random order; (1/K)·Σ 1/k for one.</summary>
    /// <remarks>P(first right one is at place k) is P(the k − 1 before are wrong)·right/(count − k + 1).</remarks>
    public static double RandomReciprocalRank(int count, int right)
    {
        double expected = 0, allWrong = 1;
        for (var place = 1; place <= count - right + 1; place++)
        {
            var first = (double)right / (count - place + 1);
            expected += allWrong * first / place;
            allWrong *= 1 - first;
        }

        return expected;
    }

    /// <summary>Bootstrap interval of any of these metrics over groups, which are what is independent.</summary>
    public static Interval WithInterval(
        IReadOnlyList<Outcome> outcomes, Func<IReadOnlyList<Outcome>, double> metric, Generator rng, int resamples = 1000, double level = 0.95)
    {
        var drawn = new List<Outcome>(outcomes.Count);
        return Bootstrap.Of(outcomes.Count, rows =>
        {
            drawn.Clear();
            foreach (var row in rows) drawn.Add(outcomes[row]);
            return metric(drawn);
        }, rng, resamples, level);
    }

    private static double PairwiseAccuracy(IReadOnlyList<Outcome> outcomes, double tie)
    {
        double won = 0, pairs = 0;
        for (var i = 0; i < outcomes.Count; i++)
        {
            var tally = outcomes[i].Pairs;
            won += tally.Wins + tie * tally.Ties;
            pairs += tally.Total;
        }

        return won / pairs;
    }

    private static double Mean(IReadOnlyList<Outcome> outcomes, Func<Outcome, double> value)
    {
        if (outcomes.Count == 0) throw new ArgumentException("No group decides anything: in each of them all candidates are equally good.", nameof(outcomes));
        var sum = 0.0;
        for (var i = 0; i < outcomes.Count; i++) sum += value(outcomes[i]);
        return sum / outcomes.Count;
    }
}
