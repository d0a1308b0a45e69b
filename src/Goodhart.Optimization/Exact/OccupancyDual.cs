using Goodhart.Worlds.Tabular;

namespace Goodhart.Optimization.Exact;

/// <summary>
/// The exact optimum of J(π, R) − λ·χ²(μ_π‖μ_ref) or J(π, R) − λ·√χ²(μ_π‖μ_ref), through the dual of a quadratic programme over occupancies.
/// </summary>
/// <remarks>
/// √χ² = min over t of (χ²/t + t)/2, so its optimum is that of c/2·χ² with c = λ/t at the t that equals its own √χ². The optimal value is concave in t
/// with slope λ/2·(χ²/t² − 1), so log √χ² − log t changes sign exactly once, and a bracketed secant finds where.
/// </remarks>
public static class OccupancyDual
{
    // Nearer than this the distance is linear in μ − ν for all purposes, see RegularisedReturn.
    private static readonly double nearest = Math.Log(RegularisedReturn.Kink) / 2, farthest = Math.Log(1e9);

    /// <summary>The policy with the highest regularised return.</summary>
    /// <param name="mdp">The process; no episode of the reference ends.</param>
    /// <param name="reward">R(s, a), usually a proxy. // (states·actions)</param>
    /// <param name="reference">The policy to stay near; actions it never takes are never taken.</param>
    /// <param name="gamma">Discount in [0, 1).</param>
    /// <param name="lambda">λ &gt; 0, in units of the reward.</param>
    /// <param name="distance">χ² or √χ².</param>
    /// <param name="cancellation">Stops between two Newton steps.</param>
    /// <exception cref="ArgumentException">Episodes end, the distance is another, or a number or shape is out of range.</exception>
    public static OccupancySolution Maximise(
        TabularMdp mdp, double[] reward, TabularPolicy reference, double gamma, double lambda,
        OccupancyDistance distance = OccupancyDistance.SqrtChiSquared, CancellationToken cancellation = default)
    {
        Ensure.SameLength(reward.Length, mdp.States * mdp.Actions);
        Discount.RequireBelowOne(gamma);
        Ensure.Positive(lambda);
        var nu = Solve.Occupancy(mdp, reference, gamma);
        if (1 - nu.Sum() > 1e-9) throw new ArgumentException($"The dual needs episodes that never end, but {1 - nu.Sum():G3} of the reference's mass has ended. Use OccupancyAscent.", nameof(mdp));
        var dual = new ChiSquaredDual(mdp, reward, nu, gamma, cancellation);
        if (distance == OccupancyDistance.ChiSquared) dual.Maximise(2 * lambda);
        else if (distance == OccupancyDistance.SqrtChiSquared) FindRoot(dual, lambda);
        else throw new ArgumentException($"The dual solves ChiSquared and SqrtChiSquared, was {distance}. Use OccupancyAscent.", nameof(distance));
        var objective = new RegularisedReturn(reward, nu, mdp.Actions, distance, lambda);
        return OccupancySolution.Of(mdp, PolicyOf(dual.Occupancy, reference), objective, gamma, dual.Steps);
    }

    // Widens from t = 1 until the sign changes, then the Illinois secant on u = log t.
    private static void FindRoot(ChiSquaredDual dual, double lambda)
    {
        double low = 0, atLow = Excess(0), high = 0, atHigh = atLow;
        for (var step = 1.0; atHigh > 0 && high < farthest; step *= 1.5) (low, atLow, high, atHigh) = (high, atHigh, high + step, Excess(high + step));
        for (var step = 1.0; atLow < 0; step *= 1.5)
        {
            if (low <= nearest) return;   // the reference itself is best
            (high, atHigh, low) = (low, atLow, Math.Max(low - step, nearest));
            atLow = Excess(low);
        }

        for (var (i, kept) = (0, 0); i < 100 && high - low > 1e-11; i++)
        {
            var middle = low + (high - low) * Math.Clamp(atLow / (atLow - atHigh), 1e-3, 1 - 1e-3);
            var at = Excess(middle);
            if (Math.Abs(at) < 1e-9) return;
            if (at > 0) (low, atLow, atHigh, kept) = (middle, at, kept > 0 ? atHigh / 2 : atHigh, 1);
            else (high, atHigh, atLow, kept) = (middle, at, kept < 0 ? atLow / 2 : atLow, -1);
        }

        double Excess(double u) => Math.Log(Math.Max(dual.Maximise(lambda / Math.Exp(u)), 1e-300)) / 2 - u;
    }

    // π = μ(s, a)/μ(s), and the reference's where nothing is visited.
    private static TabularPolicy PolicyOf(double[] occupancy, TabularPolicy reference)
    {
        var policy = new TabularPolicy(reference.Actions, [.. reference.Probabilities]);
        for (var s = 0; s < policy.States; s++)
        {
            var (at, mass) = (s * policy.Actions, 0.0);
            for (var a = 0; a < policy.Actions; a++) mass += occupancy[at + a];
            for (var a = 0; a < policy.Actions && mass > 0; a++) policy.At(s)[a] = occupancy[at + a] / mass;
        }

        return policy;
    }
}
