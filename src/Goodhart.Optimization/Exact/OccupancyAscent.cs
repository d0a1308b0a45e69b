using Goodhart.Worlds.Tabular;

namespace Goodhart.Optimization.Exact;

/// <summary>
/// Optimises a reward held back by the occupancy, max over π of J(π, R) − λ·D(μ_π‖μ_ref), by mirror ascent:
/// π(a|s) ← π(a|s)·exp(η·A_G(s, a))/Z with the advantages A_G of the gradient G = ∂F/∂μ taken as a reward.
/// </summary>
/// <remarks>
/// It climbs from the reference and from a policy nearly greedy for R, either of which may be far from the optimum, and keeps the better end.
/// Where the distance is √χ² or χ², <see cref="OccupancyDual"/> reaches the exact optimum in less time.
/// </remarks>
public sealed class OccupancyAscent
{
    // The tangent's optimal control problem costs as much as some twenty steps.
    private const int GapEvery = 250;

    private readonly TabularMdp mdp;
    private readonly double gamma;
    private readonly OccupancyAscentOptions options;
    private readonly PolicyChain chain;
    private readonly RegularisedReturn objective;
    private readonly CancellationToken cancellation;
    private readonly double[] gradient, q, v;
    private TabularPolicy policy, trial;
    private double[] occupancy, moved;

    private OccupancyAscent(TabularMdp mdp, double[] reward, TabularPolicy reference, double gamma, OccupancyAscentOptions options, CancellationToken cancellation)
    {
        (this.mdp, this.gamma, this.options, this.cancellation) = (mdp, gamma, options, cancellation);
        chain = new(mdp, gamma);
        objective = new(reward, Solve.Occupancy(mdp, reference, gamma), mdp.Actions, options.Distance, options.Lambda);
        (gradient, q, v) = (new double[reward.Length], new double[reward.Length], new double[mdp.States]);
        (occupancy, moved) = (new double[reward.Length], new double[reward.Length]);
        (policy, trial) = (reference, reference);
    }

    /// <summary>The policy with the highest regularised return.</summary>
    /// <param name="mdp">The process.</param>
    /// <param name="reward">R(s, a), usually a proxy. // (states·actions)</param>
    /// <param name="reference">The policy to stay near; actions it never takes are never taken.</param>
    /// <param name="gamma">Discount in [0, 1).</param>
    /// <param name="options">Distance, λ and steps.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="ArgumentException">An option, γ or a shape is out of range.</exception>
    public static OccupancySolution Maximise(
        TabularMdp mdp, double[] reward, TabularPolicy reference, double gamma, OccupancyAscentOptions options, CancellationToken cancellation = default)
    {
        Ensure.SameLength(reward.Length, mdp.States * mdp.Actions);
        Discount.RequireBelowOne(gamma);
        Ensure.Positive(options.Iterations);
        Ensure.Positive(options.Step);
        Ensure.InRange(options.Grow, 1, 10);
        Ensure.InRange(options.Shrink, 1e-3, 0.999);
        Ensure.NotNegative(options.Tolerance);
        var ascent = new OccupancyAscent(mdp, reward, reference, gamma, options, cancellation);
        var near = ascent.Climb(reference);
        if (near.Gap <= options.Tolerance) return near;
        // At a temperature this low the policy is all but greedy, yet within the reference's support.
        var greedy = Solve.SoftOptimal(mdp, reward, gamma, 1e-3 * Math.Max(reward.Max(Math.Abs), 1e-12), reference);
        var far = ascent.Climb(Policies.Mix(greedy, reference, 0.01));
        return (far.Objective > near.Objective ? far : near) with { Iterations = near.Iterations + far.Iterations };
    }

    private OccupancySolution Climb(TabularPolicy start)
    {
        policy = new(mdp.Actions, [.. start.Probabilities]);
        trial = new(mdp.Actions, new double[start.Probabilities.Length]);
        chain.Set(policy);
        chain.Occupancy(occupancy);
        var value = objective.Value(occupancy);
        Advantages();
        var (eta, i) = (options.Step, 0);
        while (i++ < options.Iterations)
        {
            cancellation.ThrowIfCancellationRequested();
            Step(eta);
            chain.Set(trial);
            chain.Occupancy(moved);
            var next = objective.Value(moved);
            var climbed = next >= value;
            eta *= climbed ? options.Grow : options.Shrink;
            if (!climbed) continue;
            (policy, trial, occupancy, moved, value) = (trial, policy, moved, occupancy, next);
            if (i % GapEvery == 0 && objective.Gap(mdp, occupancy, gamma) <= options.Tolerance) break;
            Advantages();
        }

        return OccupancySolution.Of(mdp, policy, objective, gamma, Math.Min(i, options.Iterations));
    }

    private void Advantages()
    {
        objective.Gradient(gradient);
        chain.Values(gradient, v);
        Solve.QValues(mdp, gradient, v, gamma, q);
    }

    // Q instead of A: the state's value cancels in Z. Relative to the best action the exponentials never overflow.
    private void Step(double eta)
    {
        var (from, to) = (policy.Probabilities, trial.Probabilities);
        for (var at = 0; at < q.Length; at += mdp.Actions)
        {
            var (largest, sum) = (double.NegativeInfinity, 0.0);
            for (var k = at; k < at + mdp.Actions; k++)
                if (from[k] > 0) largest = Math.Max(largest, q[k]);
            for (var k = at; k < at + mdp.Actions; k++) sum += to[k] = from[k] > 0 ? from[k] * Math.Exp(eta * (q[k] - largest)) : 0;
            for (var k = at; k < at + mdp.Actions; k++) to[k] /= sum;
        }
    }
}
