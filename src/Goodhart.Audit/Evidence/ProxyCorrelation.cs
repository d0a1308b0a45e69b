using Goodhart.Statistics;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Audit;

/// <summary>Whether a proxy is a correlated proxy under a policy.</summary>
public enum CorrelationStatus
{
    /// <summary>r &gt; 0, with its whole interval.</summary>
    Correlated,

    /// <summary>r ≤ 0: not a correlated proxy, so nothing follows from it about the true return.</summary>
    NotCorrelated,

    /// <summary>r &gt; 0, but its interval reaches 0.</summary>
    Uncertain,

    /// <summary>One of the rewards does not vary under the policy, so the correlation is undefined.</summary>
    NoVariance,
}

/// <summary>Scale of a reward under a policy.</summary>
/// <param name="Mean">Mean per step.</param>
/// <param name="Step">Standard deviation between steps (σ of the theory).</param>
/// <param name="Episode">
/// Standard deviation between episodes of the mean per step. Where it is computed from an occupancy it is σ·√((1 − γ)/(1 + γ)), what steps that do not
/// depend on each other would give.
/// </param>
public readonly record struct RewardSpread(double Mean, double Step, double Episode);

/// <summary>How proxy and true reward hang together under one policy.</summary>
/// <remarks>
/// A proxy is r-correlated under the base policy when Corr(R̃, R) = r &gt; 0 over its state-action occupancy (Laidlaw et al., "Correlated Proxies").
/// Steps after an episode's end count as steps on which both rewards are 0, as in the return per step.
/// </remarks>
/// <param name="Policy">Label of the policy it was measured under.</param>
/// <param name="Status">Whether it can be used.</param>
/// <param name="Step">r over steps; NaN without variance. Sampled: bootstrap over whole episodes, because the steps of one are dependent.</param>
/// <param name="WithinEpisode">Mean over episodes of the correlation between an episode's two step rewards; null when exact or undefined.</param>
/// <param name="AcrossEpisodes">Correlation of the episodes' means; null when exact or undefined.</param>
/// <param name="Proxy">Scale of the proxy.</param>
/// <param name="True">Scale of the true reward.</param>
public sealed record ProxyCorrelation(
    string Policy, CorrelationStatus Status, Interval Step, Interval? WithinEpisode, Interval? AcrossEpisodes, RewardSpread Proxy, RewardSpread True)
{
    /// <summary>There is an r to divide by: the bound and the theory's λ exist.</summary>
    public bool IsMeasurable => Status == CorrelationStatus.Correlated;

    /// <summary>In the episodes at hand the two rewards never differed, which says nothing of where they do: no bound follows, though r = 1.</summary>
    public bool NeverDiffered => IsMeasurable && !Step.IsExact && Step.Estimate >= 1 - 1e-9;

    /// <summary>The status in words.</summary>
    public string Explanation => Status switch
    {
        CorrelationStatus.Correlated => $"r = {Step} under '{Policy}'.",
        CorrelationStatus.NotCorrelated => $"Not a correlated proxy: r = {Step} under '{Policy}', expected r > 0. No bound or λ follows from it.",
        CorrelationStatus.Uncertain => $"The correlation is not measurable: r = {Step} under '{Policy}' reaches 0. More episodes are needed.",
        _ => $"Not a correlated proxy: {(Proxy.Step == 0 ? "the proxy" : "the true reward")} does not vary under '{Policy}', so the correlation is undefined.",
    };

    /// <summary>r over an occupancy that is known exactly.</summary>
    /// <param name="policy">Label of the policy whose occupancy it is.</param>
    /// <param name="occupancy">State-action occupancy; what it lacks to a sum of 1 is the mass of ended episodes. // (states·actions)</param>
    /// <param name="gamma">Discount of the occupancy, in [0, 1).</param>
    public static ProxyCorrelation Exact(
        string policy, TabularMdp mdp, double[] occupancy, IReward<Transitions> proxy, HeldOut<Transitions> truth, double gamma)
    {
        RequireDiscount(gamma);
        Ensure.SameLength(occupancy.Length, mdp.States * mdp.Actions);
        double[] weights = [.. occupancy, Math.Max(0, 1 - occupancy.Sum())];
        double[] p = [.. mdp.Expect(mdp.Tabulate(proxy)), 0], t = [.. mdp.Expect(mdp.Tabulate(truth.Reward)), 0];
        if (weights[^1] < 1e-9) weights[^1] = 0;   // rounding of the solver is no outcome
        var episode = Math.Sqrt((1 - gamma) / (1 + gamma));
        Moments first = Moments.Of(p, weights), second = Moments.Of(t, weights);
        return Of(policy, Interval.Exact(Correlation.Pearson(p, t, weights)), null, null,
            new(first.Mean, first.Std, first.Std * episode), new(second.Mean, second.Std, second.Std * episode));
    }

    internal static ProxyCorrelation Of(string policy, Interval step, Interval? within, Interval? across, RewardSpread proxy, RewardSpread truth)
    {
        var status = proxy.Step == 0 || truth.Step == 0 || double.IsNaN(step.Estimate) ? CorrelationStatus.NoVariance
            : step.Estimate <= 0 ? CorrelationStatus.NotCorrelated
            : step.Above(0) ? CorrelationStatus.Correlated
            : CorrelationStatus.Uncertain;
        return new(policy, status, step, within, across, proxy, truth);
    }

    /// <summary>What is wrong with using this correlation for arms that start at <paramref name="reference"/>; null when nothing is.</summary>
    /// <remarks>The means are compared as well as the labels, so that a correlation taken under another policy of the same name is noticed.</remarks>
    public string? WrongReference(Checkpoint reference)
    {
        if (Policy != reference.Label)
            return $"Wrong reference: the correlation was measured under '{Policy}', the arm starts at '{reference.Label}'. Its bound and λ do not apply.";
        return Elsewhere("proxy", Proxy.Mean, reference.Proxy) ?? Elsewhere("true reward", True.Mean, reference.True);
    }

    internal static void RequireDiscount(double gamma)
    {
        if (!(gamma is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(gamma), $"gamma must be in [0, 1), was {gamma}: a return per step needs a discount.");
    }

    private string? Elsewhere(string reward, double mean, Measured measured)
    {
        var value = measured.Value;
        // Twice the interval: a base measured on other episodes than the correlation is no wrong reference.
        var slack = (value.High - value.Low) / 2 + 1e-6 * Math.Max(Math.Abs(mean), Math.Abs(value.Estimate)) + 1e-12;
        return mean >= value.Low - slack && mean <= value.High + slack ? null
            : $"Wrong reference: the {reward} averages {mean:G4} under the policy of the correlation but {value} under '{Policy}'. Its bound and λ do not apply.";
    }
}
