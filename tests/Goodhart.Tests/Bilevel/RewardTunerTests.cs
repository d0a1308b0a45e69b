using Goodhart.Optimization.Bilevel;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests;

public sealed class RewardTunerTests
{
    private const double Gamma = 0.9, Lambda = 0.05;
    private const int Horizon = 12;

    private static readonly TabularMdp three = ThreeStates();
    private static readonly IReward<Transitions> primary = Reward.Each<Transitions>("primary", (t, i) => t.NextState[i] == 2 ? 1 : 0.1f);
    private static readonly IReward<Transitions> heuristic = Reward.Each<Transitions>("heuristic", (t, i) => t.NextState[i] == 1 ? 0.7f : 0.2f * t.Action()[i]);

    [Fact]
    public void The_implicit_gradient_is_that_of_the_return_where_the_inner_level_ends()
    {
        // Data of a uniform policy, held fixed: then the inner problem has one solution, which is found to 1e-12 at every φ.
        var (blend, data) = (new RewardBlend(three, [primary, heuristic]), Episodes(64));
        double[] weights = [0.8, 0.4];
        double Return(double[] at) => FiniteHorizon.Return(three, Policy(Fixed(blend, data, at)), blend.Feature(0), Gamma, Horizon);

        var (table, togo, other) = (new double[three.Entries], new double[data.Steps], new double[data.Steps]);
        var theta = Fixed(blend, data, weights);
        var policy = Policy(theta);
        blend.Write(weights, table);
        data.ToGo(table, Gamma, togo);
        var (wanted, pull) = (FiniteHorizon.Gradient(three, policy, blend.Feature(0), Gamma, Horizon), new double[theta.Length]);
        ImplicitGradient.Solve(data, togo, policy, 2, Lambda, wanted, pull);
        for (var k = 0; k < 2; k++)
        {
            data.ToGo(blend.Feature(k), Gamma, other);
            var implicitly = ImplicitGradient.Along(data, other, policy, 2, pull);
            double[] up = [.. weights], down = [.. weights];
            (up[k], down[k]) = (weights[k] + 1e-4, weights[k] - 1e-4);
            var finite = (Return(up) - Return(down)) / 2e-4;
            Assert.Equal(finite, implicitly, Math.Abs(finite) * 1e-3);   // the paper's page asks for 5 %
        }
    }

    [Fact]
    public void The_discount_has_an_implicit_gradient_too()
    {
        var (blend, data) = (new RewardBlend(three, [primary]), Episodes(64));
        double Return(double gamma) => FiniteHorizon.Return(three, Policy(Fixed(blend, data, [1], gamma)), blend.Feature(0), Gamma, Horizon);
        var (togo, slope, pull) = (new double[data.Steps], new double[data.Steps], new double[6]);
        var policy = Policy(Fixed(blend, data, [1], 0.7));
        data.ToGo(blend.Feature(0), 0.7, togo);
        data.ToGoSlope(blend.Feature(0), 0.7, slope);
        ImplicitGradient.Solve(data, togo, policy, 2, Lambda, FiniteHorizon.Gradient(three, policy, blend.Feature(0), Gamma, Horizon), pull);
        var finite = (Return(0.7 + 1e-4) - Return(0.7 - 1e-4)) / 2e-4;
        Assert.Equal(finite, ImplicitGradient.Along(data, slope, policy, 2, pull), Math.Abs(finite) * 1e-3);
    }

    [Fact]
    public void The_exact_gradient_of_a_return_is_its_difference_quotient()
    {
        double[] theta = [0.3, -0.2, 0.1, 0.5, -0.4, 0];
        var table = three.Tabulate(primary);
        var gradient = FiniteHorizon.Gradient(three, Policy(theta), table, Gamma, Horizon);
        for (var i = 0; i < theta.Length; i++)
        {
            double[] up = [.. theta], down = [.. theta];
            (up[i], down[i]) = (theta[i] + 1e-5, theta[i] - 1e-5);
            var finite = (FiniteHorizon.Return(three, Policy(up), table, Gamma, Horizon) - FiniteHorizon.Return(three, Policy(down), table, Gamma, Horizon)) / 2e-5;
            Assert.Equal(finite, gradient[i], 1e-7);
        }
    }

    [Fact]
    public void A_block_is_inverted_exactly()
    {
        var data = new EpisodeData();
        data.Add(0, 0, 0);
        data.End();
        double[] policy = [0.2, 0.8], v = [1, -0.5], x = new double[2];
        ImplicitGradient.Solve(data, [3], policy, 2, Lambda, v, x);
        // (c(diag π − ππᵀ) + λI)·x, by hand: c = 3.
        Assert.Equal(v[0], 3 * (0.2 - 0.04) * x[0] - 3 * 0.16 * x[1] + Lambda * x[0], 1e-12);
        Assert.Equal(v[1], -3 * 0.16 * x[0] + 3 * (0.8 - 0.64) * x[1] + Lambda * x[1], 1e-12);
        Assert.Equal(-Lambda, ImplicitGradient.Steepest(data, [3], policy, 2, Lambda), 1e-12);
        Assert.True(ImplicitGradient.Steepest(data, [-3], policy, 2, Lambda) > 0);
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_and_a_good_heuristic_is_used()
    {
        var blend = new RewardBlend(three, [primary, heuristic]);
        BilevelOptions options = new(Episodes: 800, Horizon: Horizon, Gamma: Gamma);
        TunedPoint first = new RewardTuner(three, blend, [1, 0], options, new(3)).Run(cancellation: TestContext.Current.CancellationToken), again = new RewardTuner(three, blend, [1, 0], options, new(3)).Run(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(first.Weights, again.Weights);
        Assert.Equal(first.Return, again.Return);
        Assert.Equal(800, first.Episodes);
        Assert.NotEqual([1.0, 0.0], first.Weights);
    }

    [Fact]
    public void An_outer_rate_of_nothing_is_plain_training()
    {
        var point = new RewardTuner(three, new(three, [primary, heuristic]), [1, 0.5], new(Episodes: 160, Horizon: Horizon, Gamma: Gamma, OuterRate: 0), new(1)).Run(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal([1, 0.5], point.Weights);
    }

    [Fact]
    public void A_learned_discount_moves_and_stays_a_discount()
    {
        var point = new RewardTuner(three, new(three, [primary, heuristic]), [1, 0], new(Episodes: 800, Horizon: Horizon, Gamma: Gamma, LearnDiscount: true, DiscountWeight: 20), new(1)).Run(cancellation: TestContext.Current.CancellationToken);
        Assert.InRange(point.Discount, 0.01, 0.89);   // far sight costs
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        var nan = Reward.Each<Transitions>("nan", (_, _) => float.NaN);
        Assert.Throws<RewardNumberException>(() => new RewardBlend(three, [primary, nan]));
        Assert.Throws<ArgumentException>(() => new RewardBlend(three, []));
        Assert.Throws<ArgumentException>(() => new RewardTuner(three, new(three, [primary]), [1, 0], new(), new(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RewardTuner(three, new(three, [primary]), [9], new(), new(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RewardTuner(three, new(three, [primary]), [1], new(Lambda: 0), new(1)));
    }

    private static double[] Fixed(RewardBlend blend, EpisodeData data, double[] weights, double gamma = Gamma)
    {
        var (table, togo, theta, step, move) = (new double[three.Entries], new double[data.Steps], new double[6], new double[6], new double[6]);
        blend.Write(weights, table);
        data.ToGo(table, gamma, togo);
        for (var i = 0; i < 200; i++)   // Newton: −H⁻¹Δ
        {
            var policy = Policy(theta);
            ImplicitGradient.Inner(data, togo, theta, policy, 2, Lambda, step);
            if (step.Max(Math.Abs) < 1e-12) break;
            ImplicitGradient.Solve(data, togo, policy, 2, Lambda, step, move);
            for (var k = 0; k < 6; k++) theta[k] += move[k];
        }

        Assert.True(step.Max(Math.Abs) < 1e-10);
        return theta;
    }

    private static double[] Policy(double[] theta) => [.. Enumerable.Range(0, 6).Select(i => Math.Exp(theta[i]) / (Math.Exp(theta[i / 2 * 2]) + Math.Exp(theta[i / 2 * 2 + 1])))];

    private static EpisodeData Episodes(int count)
    {
        var (data, rng) = (new EpisodeData(), new Generator(5));
        for (var e = 0; e < count; e++)
        {
            for (var (t, state) = (0, 0); t < Horizon; t++)
            {
                var action = rng.NextInt(2);
                var entry = three.Start[state * 2 + action] + (rng.NextDouble() < 0.8 ? 0 : 1);
                data.Add(state, action, entry);
                state = three.Next[entry];
            }

            data.End();
        }

        return data;
    }

    /// <summary>Three states; action 0 leads on with probability 0.8 and stays else, action 1 leads back with 0.8 and on else.</summary>
    private static TabularMdp ThreeStates()
    {
        int[] next = [1, 0, 2, 1, 2, 1, 0, 2, 0, 2, 1, 0];
        double[] probability = [0.8, 0.2, 0.8, 0.2, 0.8, 0.2, 0.8, 0.2, 0.8, 0.2, 0.8, 0.2];
        return new(new([], new ActionSpace.Discrete(["a", "b"]), 3), [0, 2, 4, 6, 8, 10, 12], next, probability, [1, 0, 0]);
    }
}
