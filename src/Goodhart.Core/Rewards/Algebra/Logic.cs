namespace Goodhart;

public static partial class Reward
{
    /// <summary>log P(all): Σ log pₖ of parts that are log-probabilities and independent given the sample, as <c>LogSigmoid</c> makes them.</summary>
    /// <remarks>Correlated parts count twice. For a weighted "and" use <c>Reward.Sum</c> with weights.</remarks>
    /// <exception cref="ArgumentException">There is no part, two have one name, or the units differ.</exception>
    public static IReward<TBatch> And<TBatch>(string name, params ReadOnlySpan<IReward<TBatch>> parts) where TBatch : IBatch =>
        new LogicReward<TBatch>(name, Parts.Of(name, parts), Sum);

    /// <summary>log P(at least one): log(1 − Π(1 − pₖ)) of parts that are log-probabilities and independent given the sample.</summary>
    /// <exception cref="ArgumentException">There is no part, two have one name, or the units differ.</exception>
    public static IReward<TBatch> Or<TBatch>(string name, params ReadOnlySpan<IReward<TBatch>> parts) where TBatch : IBatch =>
        new LogicReward<TBatch>(name, Parts.Of(name, parts), LogProbability.Or);

    /// <summary>log(1 − p) of a part that is a log-probability.</summary>
    public static IReward<TBatch> Not<TBatch>(string name, IReward<TBatch> part) where TBatch : IBatch =>
        new LogicReward<TBatch>(name, Parts.Of(name, part), logP => LogProbability.Not(logP[0]));

    private static double Sum(ReadOnlySpan<double> logP)
    {
        var sum = 0.0;
        foreach (var p in logP) sum += p;
        return sum;
    }
}

internal sealed class LogicReward<TBatch>(string name, IReward<TBatch>[] parts, Func<ReadOnlySpan<double>, double> combine) : IReward<TBatch> where TBatch : IBatch
{
    public string Name => name;

    public string Unit { get; } = Goodhart.Parts.Unit<TBatch>(name, parts);

    public IReadOnlyList<IReward<TBatch>> Parts => parts;

    public void Score(TBatch batch, Span<float> scores, PartTrace? trace = null)
    {
        using var scratch = new Scratch(batch.Count, parts.Length);
        for (var k = 0; k < parts.Length; k++)
        {
            parts[k].Evaluate(batch, scratch.Row(k), trace?.Children[k]);
            RequireLogProbabilities(parts[k].Name, scratch.Row(k));
        }

        Span<double> logP = parts.Length <= 16 ? stackalloc double[parts.Length] : new double[parts.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            for (var k = 0; k < parts.Length; k++) logP[k] = scratch.Row(k)[i];
            scores[i] = (float)combine(logP);
        }
    }

    private void RequireLogProbabilities(string part, ReadOnlySpan<float> scores)
    {
        if (ScoreNumbers.Reduce(scores).Max <= 0 || scores.IsEmpty) return;
        var at = 0;
        while (scores[at] <= 0) at++;
        throw new InvalidOperationException($"Part '{name}/{part}' scored sample {at} as {scores[at]}; '{name}' needs log-probabilities, which are at most 0. "
            + $"Make one of a score by {part}.LogSigmoid(reference).");
    }
}
