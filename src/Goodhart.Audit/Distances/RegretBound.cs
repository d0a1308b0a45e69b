using Goodhart.Worlds.Tabular;

namespace Goodhart.Audit.Distances;

/// <summary>How much a truth can lose, at most, when a policy is replaced by one that the proxy likes no less.</summary>
/// <param name="Constant">U of this truth in this process.</param>
/// <param name="Distance">STARC distance of the two rewards.</param>
/// <param name="Range">Largest less least return of the truth, per step.</param>
/// <param name="Weighting">What each pair counted in the distance.</param>
/// <remarks>
/// With ĉ = c(R)/‖c(R)‖ and occupancies μ₁, μ₂ such that ⟨μ₂ − μ₁, ĉ₂⟩ ≥ 0: ⟨μ₁ − μ₂, ĉ₁⟩ ≤ ⟨μ₁ − μ₂, ĉ₁ − ĉ₂⟩ ≤ ‖μ₁ − μ₂‖* d,
/// in the dual norm. So the loss is at most U·range·d with U = ‖c(R₁)‖ max‖μ₁ − μ₂‖*/range. This is the upper half
/// of what the STARC paper proves ("soundness"), with its constant worked out.
/// </remarks>
public sealed record RegretBound(double Constant, double Distance, double Range, string Weighting)
{
    /// <summary>Bound on (J₁(π₁) − J₁(π₂))/range for every pair with J₂(π₂) ≥ J₂(π₁); 1 says nothing.</summary>
    public double Normalised => Math.Min(1, Constant * Distance);

    /// <summary>The bound, exact but for rounding. // truth, proxy: over the entries</summary>
    /// <param name="canonicaliser">VAL or Minimal on the process; unweighted, or weighted with every pair that can be reached.</param>
    /// <param name="truth">R₁.</param>
    /// <param name="proxy">R₂.</param>
    /// <param name="ceilings">Most that any policy occupies each state (<see cref="Ceilings"/>), for a tighter constant; null takes what all states hold together.</param>
    /// <exception cref="ArgumentException">The canonicalisation bounds no regret, or a reachable pair weighs nothing.</exception>
    public static RegretBound Of(Canonicaliser canonicaliser, ReadOnlySpan<double> truth, ReadOnlySpan<double> proxy, double[]? ceilings = null)
    {
        if (canonicaliser.Options.Canon is not (Canon.Val or Canon.Minimal))
            throw new ArgumentException($"Canon must be Val or Minimal to bound regret, was {canonicaliser.Options.Canon}.", nameof(canonicaliser));
        var (mdp, gamma) = (canonicaliser.Mdp, canonicaliser.Gamma);
        var expected = mdp.Expect(truth);
        var (best, worst) = Regret.Extremes(mdp, expected, expected, gamma);
        var distance = RewardDistance.Starc(canonicaliser, truth, proxy).Distance;
        var apart = Apart(canonicaliser, ceilings);
        return new(best > worst ? canonicaliser.Size(truth) * apart / (best - worst) : 0, distance, best - worst, RewardDistance.Weighting(canonicaliser));
    }

    /// <summary>The most any policy occupies each state: one optimal policy per state. // (states)</summary>
    public static double[] Ceilings(TabularMdp mdp, double gamma)
    {
        var ceilings = new double[mdp.States];
        var visit = new double[mdp.States * mdp.Actions];
        for (var s = 0; s < mdp.States; s++)
        {
            Array.Clear(visit);
            visit.AsSpan(s * mdp.Actions, mdp.Actions).Fill(1);
            ceilings[s] = PerStep(mdp, visit, gamma);
        }

        return ceilings;
    }

    /// <summary>At least max‖μ₁ − μ₂‖ in the norm dual to the metric's.</summary>
    private static double Apart(Canonicaliser canonicaliser, double[]? ceilings)
    {
        var (mdp, weights) = (canonicaliser.Mdp, canonicaliser.Weights);
        var ones = new double[weights.Length];
        Array.Fill(ones, 1);
        var mass = PerStep(mdp, ones, canonicaliser.Gamma);
        var reached = Reach.Reached(mdp);
        var peak = 0.0;   // the most a policy can hold in a pair, over what the pair counts
        for (var pair = 0; pair < weights.Length; pair++)
        {
            var state = pair / mdp.Actions;
            if (!reached[state] || mdp.IsTerminal(state)) continue;
            if (weights[pair] == 0)
                throw new ArgumentException(
                    $"Pair (s={state}, a={pair % mdp.Actions}) weighs 0 but can be reached, so no regret is bounded. Cover every reachable pair.");
            peak = Math.Max(peak, Math.Min(mass, ceilings?[state] ?? mass) / weights[pair]);
        }

        // L2: Σ(μ₁ − μ₂)²/w ≤ Σ μ₁²/w + Σ μ₂²/w ≤ 2·peak·mass, since occupancies are not negative.
        return canonicaliser.Options.Norm switch
        {
            Norm.L1 => peak,
            Norm.L2 => Math.Sqrt(2 * peak * mass),
            _ => 2 * mass,
        };
    }

    private static double PerStep(TabularMdp mdp, double[] reward, double gamma)
    {
        var (_, v) = Solve.Optimal(mdp, reward, gamma);
        var start = 0.0;
        for (var s = 0; s < mdp.States; s++) start += mdp.Initial[s] * v[s];
        return gamma < 1 ? (1 - gamma) * start : start;
    }
}
