using Goodhart.Statistics;

namespace Goodhart.Worlds.Preferences;

/// <summary>A fixed number of answers to each of several prompts, drawn from the base policy: what policies over them choose from.</summary>
/// <param name="answers">Answers, prompt by prompt. // (Prompts × each)</param>
/// <param name="each">Answers to a prompt.</param>
public sealed class Candidates<TBatch>(TBatch answers, int each) where TBatch : IBatch
{
    public TBatch Answers { get; } = answers.Count > 0 && answers.Count % Ensure.Positive(each) == 0 ? answers
        : throw new ArgumentException($"{answers.Count} answers are not {each} to every prompt.", nameof(each));

    public int Each { get; } = each;

    public int Prompts => Answers.Count / Each;

    /// <summary>The base policy: every candidate of a prompt alike.</summary>
    public CandidatePolicy Base => CandidatePolicy.Uniform(Prompts, Each);

    /// <summary>A reward's score of every candidate. // (Prompts × Each)</summary>
    public double[] Score(IReward<TBatch> reward)
    {
        var scores = new float[Answers.Count];
        reward.Evaluate(Answers, scores);
        return Array.ConvertAll(scores, s => (double)s);
    }

    /// <summary>
    /// Expected <paramref name="values"/> of the candidate with the highest score among n drawn without replacement, mean over prompts: the unbiased best-of-n curve.
    /// </summary>
    /// <param name="scores">What the choice goes by. // (Prompts × Each)</param>
    /// <param name="values">What it is worth. // (Prompts × Each)</param>
    /// <param name="ns">Numbers drawn, each in 1 … Each.</param>
    public double[] BestOfN(double[] scores, double[] values, params ReadOnlySpan<int> ns)
    {
        Ensure.SameLength(scores.Length, Answers.Count);
        Ensure.SameLength(values.Length, Answers.Count);
        var curve = new double[ns.Length];
        for (var p = 0; p < Prompts; p++)
            for (var k = 0; k < curve.Length; k++)
                curve[k] += OrderStatistics.ExpectedBest(scores.AsSpan(p * Each, Each), values.AsSpan(p * Each, Each), ns[k]) / Prompts;
        return curve;
    }

    /// <summary>Places of the <paramref name="count"/> highest-scored candidates of every prompt, highest first. // (Prompts × count)</summary>
    public int[] Top(double[] scores, int count)
    {
        Ensure.SameLength(scores.Length, Answers.Count);
        Ensure.InRange(count, 1, Each);
        return [.. Enumerable.Range(0, Prompts).SelectMany(p => Enumerable.Range(p * Each, Each).OrderByDescending(i => scores[i]).Take(count))];
    }
}
