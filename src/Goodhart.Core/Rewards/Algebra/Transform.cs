namespace Goodhart;

/// <summary>Rewrites scores in place. // scores: (batch.Count)</summary>
public delegate void RewriteScores(Span<float> scores);

/// <summary>Rewards whose score is a function of one part's score.</summary>
public static class RewardTransform
{
    extension<TBatch>(IReward<TBatch> reward) where TBatch : IBatch
    {
        /// <summary>A reward that rewrites this one's scores; the raw scores stay visible as its part.</summary>
        /// <param name="name">Name of the result; this reward keeps its own below it.</param>
        /// <param name="rewrite">Pure function of the scores; must treat every sample alike.</param>
        /// <param name="unit">Unit of the result; this reward's when null.</param>
        public IReward<TBatch> Transform(string name, RewriteScores rewrite, string? unit = null) =>
            new TransformedReward<TBatch>(reward, name, unit ?? reward.Unit, rewrite);

        /// <summary>The same reward under another name, which replaces the old one in every path.</summary>
        public IReward<TBatch> Named(string name) => new NamedReward<TBatch>(reward, name);
    }
}

internal sealed class TransformedReward<TBatch>(IReward<TBatch> part, string name, string unit, RewriteScores rewrite) : IReward<TBatch> where TBatch : IBatch
{
    public string Name => name;

    public string Unit => unit;

    public IReadOnlyList<IReward<TBatch>> Parts { get; } = Goodhart.Parts.Of(name, part);

    public void Score(TBatch batch, Span<float> scores, PartTrace? trace = null)
    {
        part.Evaluate(batch, scores, trace?.Children[0]);
        rewrite(scores);
    }
}

internal sealed class NamedReward<TBatch>(IReward<TBatch> reward, string name) : IReward<TBatch>, IWeighted where TBatch : IBatch
{
    public string Name => name;

    public string Unit => reward.Unit;

    public IReadOnlyList<IReward<TBatch>> Parts => reward.Parts;

    public IReadOnlyList<float> Weights { get; } = (reward as IWeighted)?.Weights ?? [.. Enumerable.Repeat(1f, reward.Parts.Count)];

    public void Score(TBatch batch, Span<float> scores, PartTrace? trace = null) => reward.Score(batch, scores, trace);
}
