namespace Goodhart;

/// <summary>Rewards on another scale.</summary>
public static class RewardScale
{
    extension<TBatch>(IReward<TBatch> reward) where TBatch : IBatch
    {
        /// <summary>factor·r.</summary>
        /// <param name="factor">Any finite number; negative turns a cost into a reward.</param>
        /// <param name="unit">Unit of the result when the factor converts it (1 / (10 m/s) makes "1" of "m/s"); this reward's when null.</param>
        /// <param name="name">Name of the result, "&lt;part&gt;.scale" when null.</param>
        public IReward<TBatch> Scale(float factor, string? unit = null, string? name = null)
        {
            if (!float.IsFinite(factor)) throw new ArgumentException($"Scale of '{reward.Name}' needs a finite factor, got {factor}.");
            return reward.Transform(name ?? $"{reward.Name}.scale", scores => Elementwise.Scale(scores, factor), unit);
        }
    }
}
