namespace Goodhart;

public static partial class Reward
{
    /// <summary>Several opinions of one thing on a common scale, aggregated per sample; each member's scores are recorded.</summary>
    /// <exception cref="ArgumentException">There is no member, two have one name, units differ, or the variance of too few members is asked for.</exception>
    public static IReward<TBatch> Ensemble<TBatch>(string name, IReadOnlyList<IReward<TBatch>> members, Aggregate aggregate) where TBatch : IBatch
    {
        aggregate.Check(name, members.Count);
        return new EnsembleReward<TBatch>(name, Parts.Of<TBatch>(name, [.. members]), aggregate);
    }

    /// <summary>As the other, with every member first centred to mean 0 on <paramref name="reference"/>, which is scored once, now.</summary>
    /// <remarks>Preference models are known up to a constant each, which a minimum or a variance would mistake for disagreement.</remarks>
    /// <param name="name">Name of the result.</param>
    /// <param name="members">Rewards in one unit.</param>
    /// <param name="aggregate">How they become one score.</param>
    /// <param name="reference">Samples of the reference policy; at least one.</param>
    public static IReward<TBatch> Ensemble<TBatch>(string name, IReadOnlyList<IReward<TBatch>> members, Aggregate aggregate, TBatch reference)
        where TBatch : IBatch => Ensemble(name, [.. members.Select(member => member.CentreOn(reference))], aggregate);
}

internal sealed class EnsembleReward<TBatch>(string name, IReward<TBatch>[] members, Aggregate aggregate) : IReward<TBatch> where TBatch : IBatch
{
    public string Name => name;

    public string Unit { get; } = Goodhart.Parts.Unit<TBatch>(name, members);

    public IReadOnlyList<IReward<TBatch>> Parts => members;

    public void Score(TBatch batch, Span<float> scores, PartTrace? trace = null)
    {
        using var scratch = new Scratch(batch.Count, members.Length + 1);
        for (var k = 0; k < members.Length; k++) members[k].Evaluate(batch, scratch.Row(k), trace?.Children[k]);
        switch (aggregate)
        {
            case Aggregate.Mean: Mean(scratch, scores); break;
            case Aggregate.Median: Median(scratch, scores); break;
            case Aggregate.Min: Fold(scratch, scores, Elementwise.Min); break;
            case Aggregate.Max: Fold(scratch, scores, Elementwise.Max); break;
            case Aggregate.MeanMinusVariance(var lambda, var ddof): MeanMinusSpread(scratch, scores, lambda, ddof, root: false); break;
            case Aggregate.MeanMinusStd(var lambda, var ddof): MeanMinusSpread(scratch, scores, lambda, ddof, root: true); break;
        }
    }

    // m₁ + Σ (mₖ − m₁)/k: the mean of identical members is exactly theirs, and their spread exactly 0.
    private void Mean(Scratch rows, Span<float> scores)
    {
        Span<float> first = rows.Row(), difference = rows.Row(members.Length);
        scores.Clear();
        for (var k = 1; k < members.Length; k++)
        {
            rows.Row(k).CopyTo(difference);
            Elementwise.AddScaled(difference, first, -1);
            Elementwise.AddScaled(scores, difference, 1);
        }

        Elementwise.Scale(scores, 1f / members.Length);
        Elementwise.AddScaled(scores, first, 1);
    }

    private void MeanMinusSpread(Scratch rows, Span<float> scores, float lambda, int ddof, bool root)
    {
        var spread = rows.Row(members.Length);
        Mean(rows, scores);
        spread.Clear();
        for (var k = 0; k < members.Length; k++)
        {
            Elementwise.AddScaled(rows.Row(k), scores, -1);
            Elementwise.Multiply(rows.Row(k), rows.Row(k));
            Elementwise.AddScaled(spread, rows.Row(k), 1f / (members.Length - ddof));
        }

        for (var i = 0; root && i < spread.Length; i++) spread[i] = MathF.Sqrt(spread[i]);
        Elementwise.AddScaled(scores, spread, -lambda);
    }

    private void Median(Scratch rows, Span<float> scores)
    {
        Span<float> sample = members.Length <= 32 ? stackalloc float[members.Length] : new float[members.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            for (var k = 0; k < members.Length; k++) sample[k] = rows.Row(k)[i];
            sample.Sort();
            int low = (members.Length - 1) / 2, high = members.Length / 2;
            scores[i] = sample[low] + (sample[high] - sample[low]) / 2;
        }
    }

    private delegate void Folding(Span<float> into, ReadOnlySpan<float> row);

    private void Fold(Scratch rows, Span<float> scores, Folding fold)
    {
        rows.Row().CopyTo(scores);
        for (var k = 1; k < members.Length; k++) fold(scores, rows.Row(k));
    }
}
