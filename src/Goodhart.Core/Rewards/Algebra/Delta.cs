namespace Goodhart;

/// <summary>Transforms that keep step rewards from growing with the number of steps.</summary>
/// <remarks>"On Designing Effective RL Reward at Training Time for LLM Reasoning" (2024). They need a step's successor, so they apply after the rollout.</remarks>
public static class RewardDelta
{
    extension<TBatch>(IReward<TBatch> reward) where TBatch : ISequences
    {
        /// <summary>Step k of K earns r_k − r_{k+1}, step K − 1 earns r_{K−1}, step K nothing (the outcome reward covers it).</summary>
        /// <remarks>The undiscounted return from step k on is r_k, however many steps follow. A sequence of one step earns 0.</remarks>
        /// <param name="name">Name of the result, "&lt;part&gt;.delta" when null.</param>
        public IReward<TBatch> Delta(string? name = null) => new DeltaReward<TBatch>(name ?? $"{reward.Name}.delta", reward);

        /// <summary>First <c>ClipAbove(threshold)</c>, then <c>Delta()</c>: the return of any sequence is at most 0. The other order is another transform.</summary>
        /// <param name="threshold">η in the reward's unit, a high quantile of its step scores.</param>
        /// <param name="name">Name of the result, "&lt;part&gt;.clip-above.delta" when null.</param>
        public IReward<TBatch> ClipDelta(float threshold, string? name = null) => reward.ClipAbove(threshold).Delta(name);
    }

    /// <summary>The delta of one sequence, in place. // steps: (K)</summary>
    public static void Delta(Span<float> steps)
    {
        if (steps.IsEmpty) return;
        for (var k = 0; k < steps.Length - 2; k++) steps[k] -= steps[k + 1];
        steps[^1] = 0;
    }
}

internal sealed class DeltaReward<TBatch>(string name, IReward<TBatch> part) : IReward<TBatch> where TBatch : ISequences
{
    public string Name => name;

    public string Unit => part.Unit;

    public IReadOnlyList<IReward<TBatch>> Parts { get; } = Goodhart.Parts.Of(name, part);

    public void Score(TBatch batch, Span<float> scores, PartTrace? trace = null)
    {
        part.Evaluate(batch, scores, trace?.Children[0]);
        for (var i = 0; i < batch.Sequences.Count; i++) RewardDelta.Delta(scores[batch.Sequences[i]]);
    }
}
