using Goodhart.Worlds.Tabular;

namespace Goodhart.Audit.Distances;

/// <summary>What is lost by a truth when a proxy is optimised in its place; returns are per step, as <see cref="Solve.Return"/> gives them.</summary>
/// <param name="Best">Largest return of the truth.</param>
/// <param name="Worst">Least return of the truth.</param>
/// <param name="Chosen">The truth's return under the policy that is best for the proxy.</param>
/// <param name="Shunned">The truth's return under the policy that is worst for the proxy.</param>
public sealed record Regret(double Best, double Worst, double Chosen, double Shunned)
{
    /// <summary>(best − chosen)/(best − worst), in [0, 1]; 0 where the truth ranks no policies.</summary>
    public double Normalised => Share(Best - Chosen);

    /// <summary>(shunned − worst)/(best − worst), in [0, 1]: how wrong the proxy is about what to avoid.</summary>
    public double Mirrored => Share(Shunned - Worst);

    /// <summary>Mean of both.</summary>
    public double TwoSided => (Normalised + Mirrored) / 2;

    /// <summary>Exact regret by optimal policies of both tables. // both over the entries</summary>
    public static Regret Of(TabularMdp mdp, ReadOnlySpan<double> truth, ReadOnlySpan<double> proxy, double gamma)
    {
        var expected = mdp.Expect(truth);
        var (best, worst) = Extremes(mdp, expected, expected, gamma);
        var (chosen, shunned) = Extremes(mdp, mdp.Expect(proxy), expected, gamma);
        return new(best, worst, chosen, shunned);
    }

    /// <inheritdoc cref="Of(TabularMdp, ReadOnlySpan{double}, ReadOnlySpan{double}, double)"/>
    public static Regret Of(TabularMdp mdp, IReward<Transitions> truth, IReward<Transitions> proxy, double gamma) =>
        Of(mdp, mdp.Tabulate(truth), mdp.Tabulate(proxy), gamma);

    /// <summary>Returns of a truth under the policies best and worst for another reward. // both (states·actions)</summary>
    internal static (double Best, double Worst) Extremes(TabularMdp mdp, double[] followed, double[] truth, double gamma)
    {
        double[] opposite = [.. followed.Select(r => -r)];
        return (Under(mdp, followed, truth, gamma), Under(mdp, opposite, truth, gamma));
    }

    private static double Under(TabularMdp mdp, double[] followed, double[] truth, double gamma)
    {
        var policy = Solve.Greedy(mdp, Solve.Optimal(mdp, followed, gamma).Q, splitTies: false);
        return Solve.Return(Solve.Occupancy(mdp, policy, gamma), truth);
    }

    private double Share(double part)
    {
        var range = Best - Worst;
        return range > 1e-12 * (Math.Abs(Best) + Math.Abs(Worst)) ? Math.Clamp(part / range, 0, 1) : 0;
    }
}
