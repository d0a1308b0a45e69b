using Goodhart.Statistics;
using Goodhart.Worlds;

namespace Goodhart.Audit.Lint;

/// <summary>Looks at a reward before anything is trained on it, and tells what its author may not have meant.</summary>
/// <remarks>
/// Rules: <c>not-a-number</c>, <c>constant</c>, <c>scale</c>, <c>dead-part</c>, <c>dominating-part</c>, <c>saturated-part</c>, <c>sign</c>, <c>unbounded</c>,
/// <c>shaping</c>, <c>loiter</c>, <c>step-count</c>. They look at transitions sampled from the world and at transitions put together from sampled situations;
/// what the sample never shows, they cannot see.
/// </remarks>
public static class RewardLint
{
    private static readonly Func<LintSample, IEnumerable<LintFinding>>[] rules =
        [ScaleRules.Find, PartRules.Find, SignRule.Find, UnboundedRule.Find, ShapingRule.Find, LoiterRule.Find, StepCountRule.Find];

    /// <summary>Samples a world and applies every rule.</summary>
    /// <param name="world">Makes the world with so many copies.</param>
    /// <param name="reward">What is looked at.</param>
    /// <param name="options">Sizes and thresholds.</param>
    /// <param name="seed">Of the sample.</param>
    /// <param name="policy">A policy worth sampling beside random actions, such as a trained one; null for random actions alone.</param>
    /// <param name="success">What counts as done, for the loiter rule; null where nothing does.</param>
    /// <exception cref="ArgumentException">The world does not reset its copies, or an option is out of range.</exception>
    public static LintReport Check(Func<int, IWorld> world, IReward<Transitions> reward, LintOptions? options = null, ulong seed = 1, IPolicy? policy = null,
        HeldOut<Transitions>? success = null)
    {
        options ??= new();
        Ensure.InRange(options.Gamma, 0, 1);
        using var sample = LintSample.Of(world, reward, options, seed, policy, success);
        var findings = NumberRule.Find(sample).ToList();
        if (!findings.Exists(f => f.Severity == LintSeverity.Error))
        {
            sample.Score();
            findings.AddRange(rules.SelectMany(rule => rule(sample)));
        }

        return new(reward.Name, sample.World.Name, sample.Steps.Count, Ended(sample.Steps), [.. findings.OrderByDescending(f => f.Severity)], Scales(sample));
    }

    private static int Ended(Transitions steps)
    {
        var count = 0;
        for (var i = 0; i < steps.Count; i++) count += steps.Terminated[i] || steps.Truncated[i] ? 1 : 0;
        return count;
    }

    private static List<PartScale> Scales(LintSample sample) => [.. sample.Parts.Select(part =>
    {
        var moments = Moments.Of(Array.ConvertAll(part.Scores, s => (double)s));
        return new PartScale(part.Path, part.Scores.Min() + 0.0, moments.Mean + 0.0, part.Scores.Max() + 0.0,   // −0 is 0 to a reader
            moments.Std, part.Depth == 1 ? PartRules.Share(sample, part) : 1);
    })];
}
