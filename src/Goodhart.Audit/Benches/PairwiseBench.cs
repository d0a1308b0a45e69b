using Goodhart.Audit.Scores;

namespace Goodhart.Audit.Benches;

/// <summary>What a pairwise reward said about a bench.</summary>
/// <param name="Scores">Per answer its mean probability of beating another of its row, over both orders; ties count one half.</param>
/// <param name="Verdicts">Per pair of unequal gold two verdicts, the better answer shown first and then second: what <see cref="OrderSwap.Of"/> takes.</param>
public sealed record PairwiseScores(ScoreTable Scores, VerdictTable Verdicts);

/// <summary>Benches for judges and models of preferences that compare answers two at a time.</summary>
public static class PairwiseBench
{
    /// <summary>Compares the answers of every row with one another, in both orders: k(k − 1) comparisons for k answers.</summary>
    /// <param name="bench">The rows.</param>
    /// <param name="judge">Who compares.</param>
    /// <param name="batch">Comparisons asked for together.</param>
    /// <param name="progress">Told how many comparisons are done.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <exception cref="ArgumentException">A probability is outside [0, 1]; the message names the row.</exception>
    public static PairwiseScores Score(this PreferenceBench bench, IPairwiseReward<Completions> judge, int batch = 64, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        Ensure.Positive(batch);
        (int Row, int First, int Second)[] asked = [.. bench.Rows.SelectMany((row, r) =>
            from first in Enumerable.Range(0, row.Answers.Count) from second in Enumerable.Range(0, row.Answers.Count) where first != second select (r, first, second))];
        var secondWins = new float[asked.Length];
        for (var from = 0; from < asked.Length; from += batch)
        {
            cancellation.ThrowIfCancellationRequested();
            var now = asked.AsSpan(from, Math.Min(batch, asked.Length - from)).ToArray();
            judge.Prefer(Completions.Of([.. now.Select(a => bench.Rows[a.Row].Answers[a.First])]), Completions.Of([.. now.Select(a => bench.Rows[a.Row].Answers[a.Second])]), secondWins.AsSpan(from, now.Length));
            progress?.Report(from + now.Length);
        }

        for (var i = 0; i < asked.Length; i++)
            if (secondWins[i] is not (>= 0 and <= 1)) throw new ArgumentException($"Row '{bench.Rows[asked[i].Row].Name}': '{judge.Name}' gave probability {secondWins[i]}, expected 0 … 1.");
        return new(Table(bench, judge.Name, asked, secondWins), Verdicts(bench, judge.Name, asked, secondWins));
    }

    private static ScoreTable Table(PreferenceBench bench, string judge, (int Row, int First, int Second)[] asked, float[] secondWins)
    {
        double[][] scores = [.. bench.Rows.Select(row => new double[row.Answers.Count])];
        for (var i = 0; i < asked.Length; i++)
        {
            var (row, first, second) = asked[i];
            var comparisons = 2.0 * (scores[row].Length - 1);
            scores[row][first] += (1 - secondWins[i]) / comparisons;
            scores[row][second] += secondWins[i] / comparisons;
        }

        // Sums of probabilities that are equal on paper must not differ by their order.
        return bench.Table(judge, [.. scores.SelectMany(s => s).Select(s => Math.Round(s, 6))], TieRule.Half);
    }

    private static VerdictTable Verdicts(PreferenceBench bench, string judge, (int Row, int First, int Second)[] asked, float[] secondWins)
    {
        var said = asked.Select((a, i) => (a, secondWins[i])).ToDictionary(p => p.a, p => p.Item2);
        return new(judge, [.. from r in Enumerable.Range(0, bench.Rows.Count)
                              let row = bench.Rows[r]
                              from better in Enumerable.Range(0, row.Answers.Count)
                              from worse in Enumerable.Range(0, row.Answers.Count)
                              where row.Gold[better] > row.Gold[worse]
                              select new VerdictGroup(row.Answers.Count == 2 ? row.Name : $"{row.Name}#{better + 1}>{worse + 1}",
                                  [Won(1 - said[(r, better, worse)]), Won(said[(r, worse, better)])])], bench.Name);
    }

    private static bool? Won(float probability) => probability > 0.5f ? true : probability < 0.5f ? false : null;
}
