namespace Goodhart;

/// <summary>The one way rewards are scored: compute, check, record.</summary>
public static class Scoring
{
    /// <summary>Scores a batch, refuses scores that are not finite, and records what was written into the trace.</summary>
    /// <exception cref="RewardNumberException">A part wrote NaN or infinity; the message names its path and the sample.</exception>
    public static void Evaluate<TBatch>(this IReward<TBatch> reward, TBatch batch, Span<float> scores, PartTrace? trace = null) where TBatch : IBatch
    {
        Run(reward, batch, scores, trace);
        Check(reward.Name, scores, trace);
        trace?.Record(scores);
    }

    /// <summary>As <see cref="Evaluate"/>, where the reward applies to some samples only: elsewhere <paramref name="otherwise"/> replaces whatever was written.</summary>
    internal static void EvaluateWhere<TBatch>(IReward<TBatch> reward, TBatch batch, ReadOnlySpan<bool> applies, float otherwise, Span<float> scores, PartTrace? trace)
        where TBatch : IBatch
    {
        Run(reward, batch, scores, trace);
        for (var i = 0; i < scores.Length; i++)
            if (!applies[i]) scores[i] = otherwise;
        Check(reward.Name, scores, trace);
        trace?.Restrict(applies);
        trace?.Record(scores);
    }

    private static void Run<TBatch>(IReward<TBatch> reward, TBatch batch, Span<float> scores, PartTrace? trace) where TBatch : IBatch
    {
        Ensure.SameLength(scores.Length, batch.Count);
        try
        {
            reward.Score(batch, scores, trace);
        }
        catch (RewardNumberException part) when (trace is null)
        {
            // Without a trace nobody below knew where it stands; the path grows on the way up.
            throw new RewardNumberException($"{reward.Name}/{part.Part}", part.Sample, part.Score);
        }
    }

    private static void Check(string name, ReadOnlySpan<float> scores, PartTrace? trace)
    {
        var at = ScoreNumbers.FirstNotFinite(scores);
        if (at >= 0) throw new RewardNumberException(trace?.Path ?? name, at, scores[at]);
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
