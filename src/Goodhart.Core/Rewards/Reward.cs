namespace Goodhart;

/// <summary>Writes one score per sample of the batch. // scores: (batch.Count)</summary>
public delegate void ScoreBatch<in TBatch>(TBatch batch, Span<float> scores) where TBatch : IBatch;

/// <summary>Where rewards begin: leaves made from a delegate.</summary>
public static partial class Reward
{
    /// <summary>A leaf reward that scores a whole batch at once.</summary>
    public static IReward<TBatch> From<TBatch>(string name, ScoreBatch<TBatch> score, string unit = "1") where TBatch : IBatch =>
        new LeafReward<TBatch>(name, unit, score);

    /// <summary>A leaf reward written row by row; convenient for a first sketch, slower than columns.</summary>
    public static IReward<TBatch> Each<TBatch>(string name, Func<TBatch, int, float> score, string unit = "1") where TBatch : IBatch =>
        new LeafReward<TBatch>(name, unit, (batch, scores) =>
        {
            for (var i = 0; i < scores.Length; i++) scores[i] = score(batch, i);
        });
}

internal sealed class LeafReward<TBatch>(string name, string unit, ScoreBatch<TBatch> score) : IReward<TBatch> where TBatch : IBatch
{
    public string Name => name;

    public string Unit => unit;

    public IReadOnlyList<IReward<TBatch>> Parts => [];

    public void Score(TBatch batch, Span<float> scores, PartTrace? trace = null) => score(batch, scores);
}
