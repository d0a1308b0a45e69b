namespace Goodhart;

/// <summary>Rewards measured from a reference.</summary>
public static class RewardCentre
{
    extension<TBatch>(IReward<TBatch> reward) where TBatch : IBatch
    {
        /// <summary>r − reference.</summary>
        /// <param name="reference">The score that counts as 0, in the reward's unit.</param>
        /// <param name="name">Name of the result, "&lt;part&gt;.centre" when null.</param>
        public IReward<TBatch> Centre(float reference, string? name = null)
        {
            if (!float.IsFinite(reference)) throw new ArgumentException($"Centre of '{reward.Name}' needs a finite reference, got {reference}.");
            return reward.Transform(name ?? $"{reward.Name}.centre", scores => Elementwise.Shift(scores, -reference));
        }

        /// <summary>r − E[r] over a reference batch, which is scored once, now: preference models are known up to a constant only.</summary>
        /// <param name="reference">Samples of the reference policy; at least one.</param>
        /// <param name="name">Name of the result, "&lt;part&gt;.centre" when null.</param>
        /// <exception cref="RewardNumberException">The reward is not finite on the reference.</exception>
        public IReward<TBatch> CentreOn(TBatch reference, string? name = null) => reward.Centre((float)reward.MeanOver(reference), name);

        /// <summary>Mean score over a batch.</summary>
        /// <exception cref="ArgumentException">The batch is empty.</exception>
        public double MeanOver(TBatch batch)
        {
            if (batch.Count == 0) throw new ArgumentException($"The mean of reward '{reward.Name}' needs at least one sample, got none.");
            using var scratch = new Scratch(batch.Count);
            reward.Evaluate(batch, scratch.Row());
            return ScoreNumbers.Reduce(scratch.Row()).Sum / batch.Count;
        }
    }
}
