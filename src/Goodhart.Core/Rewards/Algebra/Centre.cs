using Goodhart.Statistics;

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
        public double MeanOver(TBatch batch) => reward.MomentsOver(batch).Mean;

        /// <summary>Quantile of the scores over a batch by the normal approximation mean + z·std, which a few dozen samples are enough for.</summary>
        /// <remarks>
        /// A reference for <c>LogSigmoid</c>: the 0.85 quantile of 64 samples of the base policy in the paper. Too high a level (0.99) makes it linear
        /// again, too low a one leaves no slope. Without any spread it is the mean.
        /// </remarks>
        /// <param name="reference">Samples of the reference policy; at least one.</param>
        /// <param name="level">In (0, 1).</param>
        public float QuantileOver(TBatch reference, double level = 0.85)
        {
            if (!(level is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(level), $"level must be in (0, 1), was {level}.");
            var (mean, std) = reward.MomentsOver(reference);
            return (float)(mean + Normal.Quantile(level) * std);
        }

        private (double Mean, double Std) MomentsOver(TBatch batch)
        {
            if (batch.Count == 0) throw new ArgumentException($"The mean of reward '{reward.Name}' needs at least one sample, got none.");
            using var scratch = new Scratch(batch.Count);
            reward.Evaluate(batch, scratch.Row());
            var mean = ScoreNumbers.Reduce(scratch.Row()).Sum / batch.Count;
            return (mean, Math.Sqrt(ScoreNumbers.SquaredDeviations(scratch.Row(), mean) / batch.Count));
        }
    }
}
