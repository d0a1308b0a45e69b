using System.Buffers;

namespace Goodhart;

/// <summary>Writes to which samples a reward applies. // applies: (batch.Count)</summary>
public delegate void AppliesTo<in TBatch>(TBatch batch, Span<bool> applies) where TBatch : IBatch;

/// <summary>Rewards that do not apply to every sample.</summary>
public static class RewardMask
{
    extension<TBatch>(IReward<TBatch> reward) where TBatch : IBatch
    {
        /// <summary>r where it applies, else 0, which adds nothing to a sum; statistics of both count only the samples to which it applies.</summary>
        /// <remarks>
        /// This reward may write NaN where it does not apply; its own parts, if it has any, may not. Mask last: a function of a masked reward
        /// (a centred one, say) rewrites the 0 as well.
        /// </remarks>
        /// <param name="applies">Says where.</param>
        /// <param name="otherwise">Score where it does not apply, in the reward's unit: 0 for sums, 1 for products.</param>
        /// <param name="name">Name of the result, "&lt;part&gt;.where" when null.</param>
        public IReward<TBatch> Where(AppliesTo<TBatch> applies, float otherwise = 0, string? name = null)
        {
            if (!float.IsFinite(otherwise)) throw new ArgumentException($"Mask of '{reward.Name}' needs a finite score elsewhere, got {otherwise}.");
            return new MaskedReward<TBatch>(name ?? $"{reward.Name}.where", reward, applies, otherwise);
        }
    }
}

internal sealed class MaskedReward<TBatch>(string name, IReward<TBatch> part, AppliesTo<TBatch> applies, float otherwise) : IReward<TBatch> where TBatch : IBatch
{
    public string Name => name;

    public string Unit => part.Unit;

    public IReadOnlyList<IReward<TBatch>> Parts { get; } = Goodhart.Parts.Of(name, part);

    public void Score(TBatch batch, Span<float> scores, PartTrace? trace = null)
    {
        var rented = ArrayPool<bool>.Shared.Rent(batch.Count);
        try
        {
            var mask = rented.AsSpan(0, batch.Count);
            mask.Clear();
            applies(batch, mask);
            Scoring.EvaluateWhere(part, batch, mask, otherwise, scores, trace?.Children[0]);
            trace?.Restrict(mask);
        }
        finally
        {
            ArrayPool<bool>.Shared.Return(rented);
        }
    }
}
