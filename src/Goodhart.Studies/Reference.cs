using Goodhart.Audit;
using Goodhart.Optimization;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Studies;

/// <summary>What every arm is measured against: the base policy's returns, how the rewards hang together under it, and the theory's λ.</summary>
/// <param name="Correlation">Proxy and truth under the base.</param>
/// <param name="Lambda">λ = σ·√(1 − r²); null where there is none.</param>
/// <param name="Exact">The base's exact returns and occupancy; null unless the world and the base are tabular.</param>
/// <param name="Sampled">The base's sampled returns per seed; empty when no arm is sampled.</param>
internal sealed record Reference(ProxyCorrelation Correlation, double? Lambda, ExactReturn? Exact, IReadOnlyList<SampledReturn> Sampled)
{
    public const string Label = "base";

    /// <summary>The base as a checkpoint: exact where it is known exactly.</summary>
    public Checkpoint Start => Exact?.At(Label, 0) ?? Sampled[0].At(Label, 0, 0);

    public static Reference Measure(Study study, CancellationToken cancellation)
    {
        var exact = study is { Process: { } process, Base: TabularPolicy policy }
            ? Audit.Measure.Exact(process, policy, study.Proxy, study.Truth, study.Gamma) : null;
        var seeds = exact is null || study.Arms.Any(arm => arm is Arm.Sampled) ? study.Seeds : 0;
        SampledReturn[] sampled = [.. Enumerable.Range(0, seeds).Select(k => Returns(study, study.Base, k, cancellation))];
        var correlation = exact is not null
            ? ProxyCorrelation.Exact(Label, study.Process!, exact.Occupancy, study.Proxy, study.Truth, study.Gamma)
            : sampled[0].Correlation(Label, new Generator(EpisodeSeed(study, 0)));
        return new(correlation, correlation.IsMeasurable ? TheoryLambda.Of(correlation) : null, exact, sampled);
    }

    /// <summary>Episodes of a policy; the k-th seed always has the same episodes, so that policies pair up.</summary>
    public static SampledReturn Returns(Study study, Worlds.IPolicy policy, int k, CancellationToken cancellation) =>
        Audit.Measure.Sampled(study.World, policy, study.Proxy, study.Truth, study.Episodes, EpisodeSeed(study, k), cancellation: cancellation);

    /// <summary>Sampled arms are judged by sampled evidence alone, so theirs is the correlation of the base's own episodes.</summary>
    public ProxyCorrelation CorrelationOf(int k, ulong seed) => Sampled[k].Correlation(Label, new Generator(seed));

    public static ulong EpisodeSeed(Study study, int k) => Generator.Derive(study.Seed, 1000 + (ulong)k);

    /// <summary>A weight, or the theory's where the arm leaves it to the theory; null where there is none.</summary>
    public double? WeightOf(Arm arm) => arm.Hold == Hold.None ? 0 : arm.Lambda ?? Lambda;

    /// <summary>The base as a policy whose distribution can be asked for.</summary>
    /// <exception cref="InvalidOperationException">It cannot.</exception>
    public static IDistributionPolicy Distribution(Study study, Arm arm) => study.Base switch
    {
        IDistributionPolicy known => known,
        TabularPolicy table => new TabularDistribution(table),
        _ => throw new InvalidOperationException($"Arm '{arm.Name}' compares action distributions, and the base policy '{study.BaseName}' has none to compare with."),
    };
}
