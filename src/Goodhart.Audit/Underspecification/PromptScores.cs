namespace Goodhart.Audit.Underspecification;

/// <summary>Scores of samples, cut into prompts.</summary>
internal static class PromptScores
{
    /// <summary>Each reward's score of every sample. // (rewards)(samples)</summary>
    public static double[][] Of<TBatch>(IReadOnlyList<IReward<TBatch>> rewards, TBatch samples) where TBatch : IBatch => [.. rewards.Select(r => Of(r, samples))];

    public static double[] Of<TBatch>(IReward<TBatch> reward, TBatch samples) where TBatch : IBatch
    {
        var scores = new float[samples.Count];
        reward.Evaluate(samples, scores);
        return Array.ConvertAll(scores, s => (double)s);
    }

    public static void CheckNames<TBatch>(IReadOnlyList<IReward<TBatch>> rewards, int least) where TBatch : IBatch
    {
        if (rewards.Count < least) throw new ArgumentException($"The audit needs at least {least} rewards, got {rewards.Count}.", nameof(rewards));
        if (rewards.GroupBy(r => r.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"{twice.Count()} rewards are called '{twice.Key}'; names must differ.", nameof(rewards));
    }

    public static void CheckPrompts(Offsets prompts, int samples)
    {
        if (prompts.Total != samples) throw new ArgumentException($"The prompts cover {prompts.Total} samples, but there are {samples}.", nameof(prompts));
        if (prompts.Count == 0) throw new ArgumentException("The audit needs at least one prompt.", nameof(prompts));
    }

    /// <summary>Prompts of <paramref name="each"/> samples.</summary>
    public static Offsets Even(int samples, int each) => samples % Ensure.Positive(each) == 0
        ? new([.. Enumerable.Range(0, samples / each + 1).Select(p => p * each)])
        : throw new ArgumentException($"{samples} samples are not {each} to every prompt.", nameof(each));
}
