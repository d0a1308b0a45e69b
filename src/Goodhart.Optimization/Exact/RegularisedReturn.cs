using Goodhart.Worlds.Tabular;

namespace Goodhart.Optimization.Exact;

/// <summary>F(μ) = Σ μ·R − λ·D(μ‖ν), concave in the occupancy μ, with its gradient.</summary>
internal sealed class RegularisedReturn
{
    /// <summary>√χ² has a kink at μ = ν. Below this χ² its slope is taken as a parabola's, which is far finer than any figure read off the result.</summary>
    internal const double Kink = 1e-12;

    private readonly double[] nu, ratio;
    private readonly int pairsPerOutcome;   // one pair, or all actions of a state
    private readonly OccupancyDistance distance;
    private readonly double lambda, ended;
    private double chi, endedRatio;

    /// <param name="reward">R(s, a). // (states·actions)</param>
    /// <param name="reference">ν(s, a). // (states·actions)</param>
    /// <param name="actions">Number of actions.</param>
    /// <param name="distance">D.</param>
    /// <param name="lambda">λ, in units of the reward.</param>
    public RegularisedReturn(double[] reward, double[] reference, int actions, OccupancyDistance distance, double lambda)
    {
        (Reward, Reference, this.distance, this.lambda) = (reward, reference, distance, Ensure.NotNegative(lambda));
        pairsPerOutcome = distance == OccupancyDistance.StateSqrtChiSquared ? actions : 1;
        nu = pairsPerOutcome > 1 ? Solve.StateOccupancy(reference, actions) : reference;
        ratio = new double[nu.Length];
        var missing = 1 - reference.Sum();
        ended = missing > 1e-9 ? missing : 0;
    }

    public double[] Reward { get; }

    public double[] Reference { get; }

    /// <summary>F(μ); keeps the ratios μ/ν for <see cref="Gradient"/>. // occupancy: (states·actions)</summary>
    public double Value(ReadOnlySpan<double> occupancy)
    {
        Array.Clear(ratio);
        double total = 0, mass = 0, kl = 0;
        for (var pair = 0; pair < occupancy.Length; pair++)
        {
            total += occupancy[pair] * Reward[pair];
            mass += occupancy[pair];
            ratio[pair / pairsPerOutcome] += occupancy[pair];
        }

        chi = 0;
        for (var i = 0; i < ratio.Length; i++) ratio[i] = Add(ratio[i], nu[i], ref kl);
        endedRatio = ended > 0 ? Add(Math.Max(1 - mass, 0), ended, ref kl) : 1;
        return total - lambda * distance switch
        {
            OccupancyDistance.Kl => kl,
            OccupancyDistance.ChiSquared => chi,
            _ => Math.Sqrt(chi),
        };
    }

    /// <summary>∂F/∂μ at the occupancy valued last. // gradient: (states·actions)</summary>
    public void Gradient(Span<double> gradient)
    {
        var scale = lambda * distance switch
        {
            OccupancyDistance.Kl => 1,
            OccupancyDistance.ChiSquared => 2,
            _ => 1 / Math.Sqrt(Math.Max(chi, Kink)),
        };
        var elsewhere = Slope(endedRatio);   // what a pair gains in mass, the ended episodes lose
        for (var pair = 0; pair < gradient.Length; pair++)
        {
            var i = pair / pairsPerOutcome;
            gradient[pair] = Reward[pair] - (nu[i] > 0 ? scale * (Slope(ratio[i]) - elsewhere) : 0);
        }
    }

    /// <summary>max over μ′ of ⟨∂F/∂μ, μ′ − μ⟩ at the occupancy valued last, μ′ within the reference's support: at least what is missing to the optimum.</summary>
    public double Gap(TabularMdp mdp, ReadOnlySpan<double> occupancy, double gamma)
    {
        var gradient = new double[occupancy.Length];
        Gradient(gradient);
        var reached = Solve.Return(occupancy, gradient);
        var never = (gradient.Min() - gradient.Max()) / (1 - gamma) - 1;   // worse than anything that could follow
        for (var pair = 0; pair < gradient.Length; pair++)
            if (Reference[pair] <= 0) gradient[pair] += never;
        var best = Solve.Optimal(mdp, gradient, gamma).V;
        return Math.Max((1 - gamma) * mdp.Initial.Zip(best, (p, v) => p * v).Sum() - reached, 0);
    }

    private double Slope(double ratio) => distance == OccupancyDistance.Kl ? Math.Log(Math.Max(ratio, 1e-300)) : ratio - 1;

    // Mass where ν has none cannot come from a policy within the reference's support, so such an outcome is simply absent.
    private double Add(double mu, double nu, ref double kl)
    {
        if (nu <= 0) return 0;
        chi += (mu - nu) * (mu - nu) / nu;
        if (distance == OccupancyDistance.Kl) kl += (mu > 0 ? mu * Math.Log(mu / nu) : 0) - mu + nu;
        return mu / nu;
    }
}
