namespace Goodhart;

/// <summary>The one way rewards are scored: compute, check, record.</summary>
public static class Scoring
{
    /// <summary>Scores a batch, refuses scores that are not finite, and records what was written into the trace.</summary>
    /// <exception cref="RewardNumberException">A part wrote NaN or infinity.</exception>
    public static void Evaluate<TBatch>(this IReward<TBatch> reward, TBatch batch, Span<float> scores, PartTrace? trace = null) where TBatch : IBatch
    {
        Ensure.SameLength(scores.Length, batch.Count);
        reward.Score(batch, scores, trace);
        for (var i = 0; i < scores.Length; i++)
            if (!float.IsFinite(scores[i])) throw new RewardNumberException(trace?.Path ?? reward.Name, i, scores[i]);
        trace?.Record(scores);
    }
}

/// <summary>A reward wrote a score that is not a finite number.</summary>
/// <param name="part">Path of the part, as in "total/speed".</param>
/// <param name="sample">Index of the sample in the batch.</param>
/// <param name="score">What was written.</param>
public sealed class RewardNumberException(string part, int sample, float score)
    : InvalidOperationException($"Reward part '{part}' scored sample {sample} as {score}; a score must be a finite number.")
{
    public string Part { get; } = part;

    public int Sample { get; } = sample;

    public float Score { get; } = score;
}
