using Goodhart.Worlds.Tabular;

namespace Goodhart.Audit.Distances;

/// <summary>
/// Brings rewards of one process into canonical form: a linear map under which two rewards agree if and only if they differ by potential shaping and
/// S′-redistribution (for <see cref="Canon.Val"/> and <see cref="Canon.Minimal"/>).
/// </summary>
/// <remarks>
/// Skalse et al., "STARC: A General Framework For Quantifying Differences Between Reward Functions" (ICLR 2024). Terminal states keep potential 0, because
/// any other would change the returns of episodes. What depends on the process alone is factorised once, so keep it for many rewards.
/// </remarks>
public sealed class Canonicaliser
{
    private readonly PolicyChain? chain;
    private readonly PotentialFit? fit;

    /// <param name="mdp">The process.</param>
    /// <param name="gamma">Discount in [0, 1]; 1 needs a policy that surely terminates.</param>
    /// <param name="options">Canonicalisation, norm, coverage and policy.</param>
    /// <exception cref="ArgumentException">γ = 1 without sure termination, or shapes that do not fit.</exception>
    public Canonicaliser(TabularMdp mdp, double gamma, StarcOptions? options = null)
    {
        (Mdp, Gamma, Options) = (mdp, Ensure.InRange(gamma, 0, 1), options ?? new());
        var coverage = Options.Coverage ?? Coverage.Everywhere;
        Weights = Options.Canon is Canon.Val or Canon.Minimal ? coverage.Pairs(mdp) : coverage.Entries(mdp);
        if (Options.Canon is Canon.Minimal) fit = new(mdp, gamma, Weights);
        if (Options.Canon is not (Canon.Val or Canon.ValPotential)) return;
        chain = new(mdp, gamma);
        chain.Set(Options.Policy ?? Policies.Uniform(mdp));
    }

    public TabularMdp Mdp { get; }

    public double Gamma { get; }

    public StarcOptions Options { get; }

    /// <summary>What each cell of a canonical table counts. // (states·actions), or (entries) for ValPotential and None</summary>
    public double[] Weights { get; }

    /// <summary>c(R). // entries: R(s, a, s′) of the process's entries; result as <see cref="Weights"/></summary>
    public double[] Of(ReadOnlySpan<double> entries) => Options.Canon switch
    {
        Canon.Val => Val(Mdp.Expect(entries)),
        Canon.Minimal => fit!.Of(Mdp.Expect(entries)).Residual,
        Canon.ValPotential => Shaping.Add(Mdp, entries, Values(Mdp.Expect(entries)), Gamma),
        _ => [.. entries],
    };

    /// <summary>c(R)/n(c(R)), or zeros where the reward is policy-irrelevant. // as <see cref="Of"/></summary>
    public double[] Standard(ReadOnlySpan<double> entries, out bool trivial)
    {
        var canonical = Of(entries);
        var size = Norms.Of(Options.Norm, canonical, Weights);
        trivial = size <= Options.Tolerance * Norms.Largest(entries) * UnitSize;
        for (var i = 0; i < canonical.Length; i++) canonical[i] = trivial ? 0 : canonical[i] / size;
        return canonical;
    }

    /// <summary>The norm of c(R). // entries: as in <see cref="Of"/></summary>
    public double Size(ReadOnlySpan<double> entries) => Norms.Of(Options.Norm, Of(entries), Weights);

    /// <summary>V of the fixed policy. // r: (states·actions)</summary>
    private double[] Values(double[] r)
    {
        var values = new double[Mdp.States];
        chain!.Values(r, values);
        return values;
    }

    private double[] Val(double[] r)
    {
        var values = Values(r);
        var advantage = Solve.QValues(Mdp, r, values, Gamma);
        for (var pair = 0; pair < advantage.Length; pair++) advantage[pair] -= values[pair / Mdp.Actions];
        return advantage;
    }

    // The norm of a table of ones, so that "small" means small per cell.
    private double UnitSize => Options.Norm switch
    {
        Norm.L1 => Weights.Sum(),
        Norm.L2 => Math.Sqrt(Weights.Sum()),
        _ => 1,
    };
}
