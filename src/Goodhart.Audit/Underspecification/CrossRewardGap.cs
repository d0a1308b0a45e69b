using Goodhart.Statistics;

namespace Goodhart.Audit.Underspecification;

/// <summary>
/// What policies gained, each optimised against one reward, in the eyes of every other: what a reward gains and its sisters do not see is over-optimisation
/// ("Helping or Herding?", 2023).
/// </summary>
/// <param name="Rewards">Names; policy k was optimised against reward k.</param>
/// <param name="Gains">Gain of policy k by reward j, in standard deviations of reward j on the start policy's samples. // (policies)(rewards)</param>
/// <param name="GoldGains">Gain of policy k by what is wanted, likewise; null where that is unknown. // (policies)</param>
/// <param name="Plan">Which seeds the rewards share; null where that is unknown.</param>
public sealed record CrossRewardGap(
    IReadOnlyList<string> Rewards, IReadOnlyList<IReadOnlyList<double>> Gains, IReadOnlyList<double>? GoldGains, SeedPlan? Plan = null)
{
    /// <summary>Measures every policy by every reward.</summary>
    /// <param name="rewards">At least two, of different names.</param>
    /// <param name="start">Samples of the policy that all started from.</param>
    /// <param name="aligned">Samples of each reward's policy. // (rewards)</param>
    /// <param name="gold">What is wanted, where it is known.</param>
    /// <param name="plan">The plan the rewards are the members of, in its order.</param>
    /// <exception cref="ArgumentException">The counts differ, or a reward does not vary on the start policy's samples.</exception>
    public static CrossRewardGap Of<TBatch>(
        IReadOnlyList<IReward<TBatch>> rewards, TBatch start, IReadOnlyList<TBatch> aligned, HeldOut<TBatch>? gold = null, SeedPlan? plan = null)
        where TBatch : IBatch
    {
        PromptScores.CheckNames(rewards, 2);
        if (aligned.Count != rewards.Count) throw new ArgumentException($"There are {rewards.Count} rewards and {aligned.Count} policies; expected one per reward.", nameof(aligned));
        if (plan is not null && plan.Members.Count != rewards.Count)
            throw new ArgumentException($"The seed plan has {plan.Members.Count} members for {rewards.Count} rewards.", nameof(plan));
        var gains = aligned.Select(_ => new double[rewards.Count]).ToArray();
        for (var j = 0; j < rewards.Count; j++)
            foreach (var (k, gain) in GainsBy(rewards[j], start, aligned).Index()) gains[k][j] = gain;
        return new([.. rewards.Select(r => r.Name)], gains, gold is null ? null : GainsBy(gold.Reward, start, aligned), plan);
    }

    /// <summary>Gain of a policy by the reward it was optimised against.</summary>
    public double Own(int policy) => Gains[policy][policy];

    /// <summary>Mean gain of a policy by the other rewards; by those of other bodies only where the plan is known, since one of the same body flatters.</summary>
    public double Others(int policy)
    {
        double[] others = [.. Judges(policy).Select(j => Gains[policy][j])];
        return others.Length == 0 ? double.NaN : others.Average();
    }

    /// <summary>What only its own reward sees of a policy's gain: <see cref="Own"/> − <see cref="Others"/>.</summary>
    public double Gap(int policy) => Own(policy) - Others(policy);

    /// <summary>The rewards that may judge a policy.</summary>
    public IEnumerable<int> Judges(int policy) =>
        Enumerable.Range(0, Rewards.Count).Where(j => j != policy && !(Plan?.SameBody(policy, j) ?? false));

    private static double[] GainsBy<TBatch>(IReward<TBatch> reward, TBatch start, IReadOnlyList<TBatch> aligned) where TBatch : IBatch
    {
        var before = Moments.Of(PromptScores.Of(reward, start));
        if (!(before.Std > 0)) throw new ArgumentException($"Reward '{reward.Name}' scores all {start.Count} samples of the start policy alike, so a gain has no scale.");
        return [.. aligned.Select(samples => (Moments.Of(PromptScores.Of(reward, samples)).Mean - before.Mean) / before.Std)];
    }
}
