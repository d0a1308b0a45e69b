using Goodhart.Worlds.Tabular;

namespace Goodhart.Optimization.Bilevel;

/// <summary>Where a tuner stands.</summary>
/// <param name="Episodes">Episodes so far.</param>
/// <param name="Return">J of the policy under the primary reward, exactly.</param>
/// <param name="Weights">φ. // (parts)</param>
/// <param name="Discount">γ_ψ of the inner level.</param>
/// <param name="Residual">|Δ|: how far the policy is from where the inner level stands still; the implicit gradient supposes 0.</param>
/// <param name="OuterGradient">|dJ/dθ|: where it stays near 0 the policy is locked in, and the weights learn nothing.</param>
public sealed record TunedPoint(int Episodes, double Return, IReadOnlyList<double> Weights, double Discount, double Residual, double OuterGradient);

/// <summary>BARFI: finds weights of a blend such that the policy an inner algorithm really ends with is good by the primary reward (Gupta et al. 2023).</summary>
/// <remarks>Inner: REINFORCE with −λθ on r_φ at discount γ_ψ. Outer: the implicit gradient of J, which knows the primary reward and the true discount only.</remarks>
public sealed class RewardTuner
{
    private const double Vanishing = 1e-4;

    private readonly TabularMdp mdp;
    private readonly RewardBlend blend;
    private readonly BilevelOptions options;
    private readonly ProcessSampler sampler;
    private readonly Generator rng;
    private readonly EpisodeData data = new();
    private readonly double[] theta, policy, table, step, weights;
    private double[] togo = [], other = [];
    private double logit;

    /// <param name="mdp">The process.</param>
    /// <param name="blend">The primary reward first, then heuristics.</param>
    /// <param name="start">φ to begin with; (1, 0, …) is the primary reward alone. // (parts)</param>
    /// <param name="options">Hyperparameters.</param>
    /// <param name="rng">Of episodes and actions.</param>
    public RewardTuner(TabularMdp mdp, RewardBlend blend, IReadOnlyList<double> start, BilevelOptions options, Generator rng)
    {
        Ensure.SameLength(start.Count, blend.Count);
        (this.mdp, this.blend, this.options, this.rng) = (mdp, blend, options.Checked(), rng);
        (sampler, weights) = (new(mdp), [.. start]);
        foreach (var weight in weights) Ensure.InRange(weight, -options.Largest, options.Largest, nameof(start));
        var pairs = mdp.States * mdp.Actions;
        (theta, policy, step, table) = (new double[pairs], new double[pairs], new double[pairs], new double[mdp.Entries]);
        logit = Math.Log(options.Gamma / (1 - Math.Min(options.Gamma, 1 - 1e-9)));
        Softmax();
    }

    /// <summary>φ. // (parts)</summary>
    public IReadOnlyList<double> Weights => weights;

    /// <summary>γ_ψ of the inner level.</summary>
    public double Discount => 1 / (1 + Math.Exp(-logit));

    /// <summary>Episodes so far.</summary>
    public int Episodes { get; private set; }

    /// <summary>Outer steps in a row whose |dJ/dθ| was next to nothing: the policy is locked in and the weights do not learn.</summary>
    public int Stuck { get; private set; }

    /// <summary>π_θ. // (states·actions)</summary>
    public TabularPolicy Policy => new(mdp.Actions, (double[])policy.Clone());

    /// <summary>Runs to the end of its episodes.</summary>
    /// <param name="tell">Told after every outer step.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    public TunedPoint Run(Action<TunedPoint>? tell = null, CancellationToken cancellation = default)
    {
        for (var i = 0; i < options.WarmUp && Episodes < options.Episodes; i++) Descend();
        var (outer, point) = (0, Point(0, 0));
        while (Episodes < options.Episodes)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < options.Inner && Episodes < options.Episodes; i++) Descend();
            if (Episodes >= options.Episodes) break;
            point = options.OuterRate > 0 ? Climb() : Point(0, 0);
            tell?.Invoke(point);
            if (options.Restart <= 0 || ++outer % options.Restart != 0) continue;
            Array.Clear(theta);
            Softmax();
        }

        return point with { Episodes = Episodes, Return = Return(), Weights = [.. weights], Discount = Discount };
    }

    /// <summary>One inner step on fresh episodes.</summary>
    private void Descend()
    {
        Collect();
        blend.Write(weights, table);
        data.ToGo(table, Discount, togo);
        ImplicitGradient.Inner(data, togo, theta, policy, mdp.Actions, options.Lambda, step);
        for (var i = 0; i < theta.Length; i++) theta[i] += options.InnerRate * step[i];
        Softmax();
    }

    /// <summary>One outer step on fresh episodes.</summary>
    private TunedPoint Climb()
    {
        Collect();
        blend.Write(weights, table);
        data.ToGo(table, Discount, togo);
        ImplicitGradient.Inner(data, togo, theta, policy, mdp.Actions, options.Lambda, step);
        var residual = Length(step);
        var wanted = Wanted();
        var pull = new double[theta.Length];
        ImplicitGradient.Solve(data, togo, policy, mdp.Actions, options.Lambda, wanted, pull);
        Move(pull);
        Stuck = Length(wanted) < Vanishing ? Stuck + 1 : 0;
        return Point(residual, Length(wanted));
    }

    /// <summary>dJ/dθ from the episodes at hand: primary reward, true discount.</summary>
    private double[] Wanted()
    {
        data.ToGo(blend.Feature(0), options.Gamma, other);
        var (discount, gradient) = (new double[data.Steps], new double[theta.Length]);
        data.Discounts(options.Gamma, discount);
        for (var t = 0; t < discount.Length; t++) discount[t] *= other[t];
        ImplicitGradient.Scores(data, discount, policy, mdp.Actions, gradient);
        return gradient;
    }

    private void Move(double[] pull)
    {
        var gradient = new double[weights.Length + (options.LearnDiscount ? 1 : 0)];
        for (var k = 0; k < weights.Length; k++)
        {
            data.ToGo(blend.Feature(k), Discount, other);
            gradient[k] = options.Sign * ImplicitGradient.Along(data, other, policy, mdp.Actions, pull);
        }

        if (options.LearnDiscount)
        {
            data.ToGoSlope(table, Discount, other);
            gradient[^1] = (options.Sign * ImplicitGradient.Along(data, other, policy, mdp.Actions, pull) - options.DiscountWeight) * Discount * (1 - Discount);
        }

        var length = Length(gradient);
        if (length == 0) return;
        for (var k = 0; k < weights.Length; k++) weights[k] = Math.Clamp(weights[k] + options.OuterRate * gradient[k] / length, -options.Largest, options.Largest);
        if (options.LearnDiscount) logit = Math.Clamp(logit + options.OuterRate * gradient[^1] / length, -4, 7);
    }

    private void Collect()
    {
        data.Clear();
        for (var e = 0; e < options.Batch; e++, Episodes++)
        {
            var state = sampler.Begin(rng);
            for (var t = 0; t < options.Horizon && !mdp.IsTerminal(state); t++)
            {
                var action = rng.Choose(policy.AsSpan(state * mdp.Actions, mdp.Actions));
                var entry = sampler.Step(state, action, rng);
                data.Add(state, action, entry);
                state = mdp.Next[entry];
            }

            data.End();
        }

        if (togo.Length < data.Steps) (togo, other) = (new double[data.Steps], new double[data.Steps]);
    }

    private void Softmax()
    {
        for (var at = 0; at < theta.Length; at += mdp.Actions)
        {
            double top = double.NegativeInfinity, sum = 0;
            for (var a = at; a < at + mdp.Actions; a++) top = Math.Max(top, theta[a]);
            for (var a = at; a < at + mdp.Actions; a++) sum += policy[a] = Math.Exp(theta[a] - top);
            for (var a = at; a < at + mdp.Actions; a++) policy[a] /= sum;
        }
    }

    private double Return() => FiniteHorizon.Return(mdp, policy, blend.Feature(0), options.Gamma, options.Horizon);

    private TunedPoint Point(double residual, double outer) => new(Episodes, Return(), [.. weights], Discount, residual, outer);

    private static double Length(double[] x)
    {
        var sum = 0.0;
        foreach (var value in x) sum += value * value;
        return Math.Sqrt(sum);
    }
}
