using Goodhart.Statistics;

namespace Goodhart.Audit.Underspecification;

/// <summary>How alike two rewards rank the samples of a prompt.</summary>
/// <param name="First">Place of the one reward.</param>
/// <param name="Second">Place of the other.</param>
/// <param name="Spearman">Mean over prompts, with an interval over prompts.</param>
/// <param name="Kendall">τ-b, likewise.</param>
/// <param name="Prompts">Prompts that count: those within which both rewards vary.</param>
public sealed record RankAgreement(int First, int Second, Interval Spearman, Interval Kendall, int Prompts);

/// <summary>
/// Rank agreement of rewards on one set of samples. Rewards equally good on preferences they were not trained on may rank the samples of an optimised policy
/// quite differently; measure both and compare ("Helping or Herding?", 2023).
/// </summary>
/// <param name="Rewards">Names, in order.</param>
/// <param name="Pairs">Every two of them.</param>
/// <remarks>Measured within each prompt: pooled over prompts, rewards that only tell easy from hard prompts would agree.</remarks>
public sealed record RmAgreement(IReadOnlyList<string> Rewards, IReadOnlyList<RankAgreement> Pairs)
{
    /// <summary>Agreement on samples that come prompt by prompt.</summary>
    /// <param name="rewards">At least two, of different names.</param>
    /// <param name="samples">What they score, such as the candidates a policy likes best.</param>
    /// <param name="prompts">Where each prompt's samples begin.</param>
    /// <param name="rng">Draws the intervals' resamples.</param>
    public static RmAgreement Of<TBatch>(IReadOnlyList<IReward<TBatch>> rewards, TBatch samples, Offsets prompts, Generator rng) where TBatch : IBatch
    {
        PromptScores.CheckNames(rewards, 2);
        PromptScores.CheckPrompts(prompts, samples.Count);
        var scores = PromptScores.Of(rewards, samples);
        List<RankAgreement> pairs = [];
        for (var i = 0; i < scores.Length; i++)
            for (var j = i + 1; j < scores.Length; j++) pairs.Add(Of(i, j, scores, prompts, rng));
        return new([.. rewards.Select(r => r.Name)], pairs);
    }

    /// <summary>As the other, with <paramref name="each"/> samples to every prompt.</summary>
    public static RmAgreement Of<TBatch>(IReadOnlyList<IReward<TBatch>> rewards, TBatch samples, int each, Generator rng) where TBatch : IBatch =>
        Of(rewards, samples, PromptScores.Even(samples.Count, each), rng);

    /// <summary>Mean Spearman correlation of the pairs that satisfy a condition, such as that of sharing a body; NaN where there is none.</summary>
    public double MeanSpearman(Func<int, int, bool>? where = null) => Mean(where, p => p.Spearman.Estimate);

    /// <summary>Mean Kendall correlation, likewise.</summary>
    public double MeanKendall(Func<int, int, bool>? where = null) => Mean(where, p => p.Kendall.Estimate);

    private double Mean(Func<int, int, bool>? where, Func<RankAgreement, double> of)
    {
        double[] values = [.. Pairs.Where(p => where?.Invoke(p.First, p.Second) ?? true).Select(of).Where(double.IsFinite)];
        return values.Length == 0 ? double.NaN : values.Average();
    }

    private static RankAgreement Of(int i, int j, double[][] scores, Offsets prompts, Generator rng)
    {
        List<double> spearman = [], kendall = [];
        for (var p = 0; p < prompts.Count; p++)
        {
            ReadOnlySpan<double> x = scores[i].AsSpan(prompts[p]), y = scores[j].AsSpan(prompts[p]);
            if (x.Length < 2 || double.IsNaN(Correlation.Kendall(x, y))) continue;
            spearman.Add(Correlation.Spearman(x, y));
            kendall.Add(Correlation.Kendall(x, y));
        }

        return new(i, j, Interval(spearman, rng), Interval(kendall, rng), spearman.Count);
    }

    private static Interval Interval(List<double> values, Generator rng) =>
        values.Count == 0 ? new(double.NaN, double.NaN, double.NaN) : Bootstrap.Mean([.. values], rng);
}
