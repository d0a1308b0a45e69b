using Goodhart.Statistics;

namespace Goodhart.Studies.Rewards;

/// <summary>How often a reward scores the better answer higher.</summary>
/// <param name="Right">Per decided pair: 1 for the better answer higher, ½ for equal scores, 0 otherwise.</param>
/// <param name="Prompt">The prompt of each of them. // (Right.Count)</param>
public sealed record PairOutcomes(IReadOnlyList<double> Right, IReadOnlyList<int> Prompt)
{
    /// <summary>Scores every answer once; ties of the data are left out.</summary>
    public static PairOutcomes Of(IReward<Completions> reward, RewardPairs pairs)
    {
        var (numbers, order) = (new Dictionary<Exchange, int>(), new List<Exchange>());
        foreach (var pair in pairs.Pairs)
            foreach (var exchange in (Exchange[])[pair.First, pair.Second])
                if (numbers.TryAdd(exchange, order.Count)) order.Add(exchange);
        var scores = new float[order.Count];
        if (scores.Length > 0) reward.Evaluate(Completions.Of(order), scores);

        var (right, prompt) = (new List<double>(), new List<int>());
        for (var i = 0; i < pairs.Pairs.Count; i++)
        {
            if (pairs.Pairs[i].Ordered is not var (better, worse)) continue;
            var difference = scores[numbers[better]] - scores[numbers[worse]];
            right.Add(difference > 0 ? 1 : difference < 0 ? 0 : 0.5);
            prompt.Add(pairs.Prompt[i]);
        }

        return new(right, prompt);
    }

    /// <summary>Those of several parts, such as folds.</summary>
    public static PairOutcomes Join(IEnumerable<PairOutcomes> parts)
    {
        PairOutcomes[] all = [.. parts];
        return new([.. all.SelectMany(part => part.Right)], [.. all.SelectMany(part => part.Prompt)]);
    }

    /// <summary>Share of pairs that are right, with an interval over prompts.</summary>
    public Interval Accuracy(Generator rng, int resamples = 2000)
    {
        if (Right.Count == 0) return new(double.NaN, double.NaN, double.NaN);
        var prompts = Prompt.Select((prompt, i) => (prompt, right: Right[i])).GroupBy(pair => pair.prompt)
            .Select(group => (Sum: group.Sum(pair => pair.right), Count: group.Count())).ToArray();
        return Bootstrap.Of(prompts.Length, rows =>
        {
            var (sum, count) = (0.0, 0);
            foreach (var row in rows) (sum, count) = (sum + prompts[row].Sum, count + prompts[row].Count);
            return sum / count;
        }, rng, resamples);
    }
}
