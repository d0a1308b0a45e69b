namespace Goodhart;

public static partial class Reward
{
    /// <summary>Π rᵢ, in the product of the units: every part must be high at once, and one at 0 takes all.</summary>
    /// <exception cref="ArgumentException">There is no part, or two have one name.</exception>
    public static IReward<TBatch> Product<TBatch>(string name, params ReadOnlySpan<IReward<TBatch>> parts) where TBatch : IBatch =>
        new ProductReward<TBatch>(name, Parts.Of(name, parts));
}

internal sealed class ProductReward<TBatch>(string name, IReward<TBatch>[] parts) : IReward<TBatch> where TBatch : IBatch
{
    public string Name => name;

    public string Unit { get; } = parts.Select(part => part.Unit).Aggregate(Goodhart.Parts.Product);

    public IReadOnlyList<IReward<TBatch>> Parts => parts;

    public void Score(TBatch batch, Span<float> scores, PartTrace? trace = null)
    {
        using var scratch = new Scratch(batch.Count);
        parts[0].Evaluate(batch, scores, trace?.Children[0]);
        for (var i = 1; i < parts.Length; i++)
        {
            parts[i].Evaluate(batch, scratch.Row(), trace?.Children[i]);
            Elementwise.Multiply(scores, scratch.Row());
        }
    }
}
