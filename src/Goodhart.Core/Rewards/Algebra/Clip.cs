namespace Goodhart;

/// <summary>Rewards held within bounds.</summary>
public static class RewardClip
{
    extension<TBatch>(IReward<TBatch> reward) where TBatch : IBatch
    {
        /// <summary>min(max(r, low), high).</summary>
        /// <param name="low">Lower bound in the reward's unit; −∞ for none.</param>
        /// <param name="high">Upper bound in the reward's unit, above <paramref name="low"/>; ∞ for none.</param>
        /// <param name="name">Name of the result, "&lt;part&gt;.clip" when null.</param>
        public IReward<TBatch> Clip(float low, float high, string? name = null)
        {
            if (!(low < high)) throw new ArgumentException($"Clip of '{reward.Name}' needs low < high, got [{low}, {high}].");
            return reward.Transform(name ?? $"{reward.Name}.clip", scores => Elementwise.Clamp(scores, low, high));
        }

        /// <summary>min(r − η, 0): nothing is gained above η, so that a sum over steps is bounded by 0 and longer is never better.</summary>
        /// <remarks>Clip of "On Designing Effective RL Reward at Training Time for LLM Reasoning" (2024).</remarks>
        /// <param name="threshold">η in the reward's unit, a high quantile of its scores (0.5 … 0.9 for a process reward in [0, 1]).</param>
        /// <param name="name">Name of the result, "&lt;part&gt;.clip-above" when null.</param>
        public IReward<TBatch> ClipAbove(float threshold, string? name = null)
        {
            if (!float.IsFinite(threshold)) throw new ArgumentException($"Clip above of '{reward.Name}' needs a finite threshold, got {threshold}.");
            return reward.Transform(name ?? $"{reward.Name}.clip-above", scores =>
            {
                Elementwise.Shift(scores, -threshold);
                Elementwise.Clamp(scores, float.NegativeInfinity, 0);
            });
        }
    }
}
