using Goodhart.Statistics;

namespace Goodhart.Audit.Underspecification;

/// <summary>What rewards and what is wanted make of one surface feature.</summary>
public enum SharedView
{
    /// <summary>No view that all members share, or gold shares it.</summary>
    None,

    /// <summary>Every member pays for the feature, or punishes it, more than what is wanted does: no aggregation of these members removes it.</summary>
    SharedHack,

    /// <summary>What is wanted dislikes the feature more than any member does, though none pays for it: what a strong optimiser will find.</summary>
    BlindSpot,

    /// <summary>Every member pays for the feature or punishes it; whether rightly cannot be told without gold.</summary>
    SharedUnverified,
}

/// <summary>A surface feature beside the rewards.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="View">What the members share.</param>
/// <param name="Members">Each member's effect: standard deviations of score per standard deviation of the feature, within prompts, from −1 to 1.</param>
/// <param name="Gold">The same of what is wanted; null where it is unknown.</param>
/// <param name="Excess">Each member's effect less gold's, resampled together; empty without gold.</param>
/// <param name="BaseRate">Mean of the feature over the samples scanned.</param>
/// <param name="AlignedRate">Mean over the aligned policy's samples; null where none are given.</param>
public sealed record FeatureFinding(
    string Feature, SharedView View, IReadOnlyList<Interval> Members, Interval? Gold, IReadOnlyList<Interval> Excess, double BaseRate, double? AlignedRate);

/// <param name="Level">Confidence of each interval; .99, since many are looked at.</param>
/// <param name="Resamples">Bootstrap resamples of prompts.</param>
/// <param name="Least">Smallest excess, in effect size, that counts.</param>
public sealed record SharedHackOptions(double Level = 0.99, int Resamples = 1000, double Least = 0.05);

/// <summary>
/// Looks for hacks that all members of an ensemble share: features of the surface (length, list format, copied text) that every member rewards and gold does not.
/// Members that agree prove nothing; only gold, or members trained on other data, can clear them.
/// </summary>
public static class SharedHackScan
{
    /// <summary>Scans samples that come prompt by prompt, and says per feature what the members share.</summary>
    /// <param name="features">Surface features, each a reward of its own name.</param>
    /// <param name="members">The ensemble; at least two.</param>
    /// <param name="samples">Samples of the start policy.</param>
    /// <param name="prompts">Where each prompt's samples begin; effects are measured within prompts.</param>
    /// <param name="gold">What is wanted, where it is known.</param>
    /// <param name="aligned">Samples of a policy optimised against the ensemble.</param>
    public static IReadOnlyList<FeatureFinding> Run<TBatch>(
        IReadOnlyList<IReward<TBatch>> features, IReadOnlyList<IReward<TBatch>> members, TBatch samples, Offsets prompts, Generator rng,
        HeldOut<TBatch>? gold = null, TBatch? aligned = default, SharedHackOptions? options = null) where TBatch : IBatch
    {
        options ??= new();
        PromptScores.CheckNames(features, 1);
        PromptScores.CheckNames(members, 2);
        PromptScores.CheckPrompts(prompts, samples.Count);
        var scores = PromptScores.Of(members, samples);
        var golds = gold is null ? null : PromptScores.Of(gold.Reward, samples);
        return [.. features.Select(feature =>
        {
            var values = PromptScores.Of(feature, samples);
            double? rate = aligned is null ? null : PromptScores.Of(feature, aligned).Average();
            return Judge(feature.Name, values, scores, golds, prompts, rng, options) with { AlignedRate = rate };
        })];
    }

    private static FeatureFinding Judge(
        string name, double[] feature, double[][] scores, double[]? golds, Offsets prompts, Generator rng, SharedHackOptions options)
    {
        WithinPrompts[] effects = [.. scores.Select(s => new WithinPrompts(feature, s, prompts))];
        Interval Of(Func<ReadOnlySpan<int>, double> statistic) => Bootstrap.Of(prompts.Count, statistic, rng, options.Resamples, options.Level);
        Interval[] members = [.. effects.Select(e => Of(e.Effect))];
        if (golds is null) return new(name, Shared(members, 0) ? SharedView.SharedUnverified : SharedView.None, members, null, [], feature.Average(), null);

        var gold = new WithinPrompts(feature, golds, prompts);
        Interval[] excess = [.. effects.Select(e => Of(rows => e.Effect(rows) - gold.Effect(rows)))];
        var view = !Shared(excess, options.Least) ? SharedView.None
            : members.All(m => m.Above(0)) && excess[0].Estimate > 0 || members.All(m => m.Below(0)) && excess[0].Estimate < 0 ? SharedView.SharedHack
            : excess[0].Estimate > 0 && Of(gold.Effect).Below(0) ? SharedView.BlindSpot : SharedView.None;
        return new(name, view, members, Of(gold.Effect), excess, feature.Average(), null);
    }

    private static bool Shared(Interval[] intervals, double least) => intervals.All(i => i.Above(least)) || intervals.All(i => i.Below(-least));
}

/// <summary>Sums within prompts from which the correlation of a feature and a score, prompts' means apart, follows for any resample of prompts.</summary>
internal sealed class WithinPrompts
{
    private readonly (double Xx, double Yy, double Xy)[] sums;

    public WithinPrompts(double[] x, double[] y, Offsets prompts)
    {
        sums = new (double, double, double)[prompts.Count];
        for (var p = 0; p < sums.Length; p++)
        {
            ReadOnlySpan<double> xs = x.AsSpan(prompts[p]), ys = y.AsSpan(prompts[p]);
            if (xs.IsEmpty) continue;
            double meanX = Moments.Of(xs).Mean, meanY = Moments.Of(ys).Mean, xx = 0, yy = 0, xy = 0;
            for (var i = 0; i < xs.Length; i++)
            {
                double dx = xs[i] - meanX, dy = ys[i] - meanY;
                (xx, yy, xy) = (xx + dx * dx, yy + dy * dy, xy + dx * dy);
            }

            sums[p] = (xx, yy, xy);
        }
    }

    /// <summary>The correlation over the given prompts; 0 where the score does not vary within them, NaN where the feature does not.</summary>
    public double Effect(ReadOnlySpan<int> prompts)
    {
        double xx = 0, yy = 0, xy = 0;
        foreach (var p in prompts) (xx, yy, xy) = (xx + sums[p].Xx, yy + sums[p].Yy, xy + sums[p].Xy);
        return xx == 0 ? double.NaN : yy == 0 ? 0 : xy / Math.Sqrt(xx * yy);
    }
}
