using Goodhart.Optimization.Exact;
using Goodhart.Worlds.Tabular;
using static Goodhart.Optimization.Exact.OccupancyDistance;

namespace Goodhart.Tests;

public sealed class OccupancyOptimumTests
{
    private const double Gamma = 0.9;

    [Theory]
    [InlineData(Kl, false)]
    [InlineData(ChiSquared, false)]
    [InlineData(SqrtChiSquared, false)]
    [InlineData(StateSqrtChiSquared, false)]
    [InlineData(Kl, true)]
    [InlineData(ChiSquared, true)]
    [InlineData(SqrtChiSquared, true)]
    [InlineData(StateSqrtChiSquared, true)]
    public void Gradient_OfEveryDistance_IsTheFiniteDifferenceAlongFeasibleMoves(OccupancyDistance distance, bool ends)
    {
        var rng = new Generator(3);
        var mdp = ends ? TabularOracle.EndingRing(4, 0.2) : RandomMdp.Create(5, 2, new(0.5), rng);
        var reward = TabularOracle.RandomReward(mdp, rng);
        double[] Visit() => Solve.Occupancy(mdp, TabularOracle.RandomPolicy(mdp, rng), Gamma);
        double[] reference = Visit(), from = Visit(), to = Visit(), gradient = new double[reward.Length];
        var objective = new RegularisedReturn(reward, reference, 2, distance, 0.7);
        double At(double x) => objective.Value([.. from.Zip(to, (a, b) => a + x * (b - a))]);
        var slope = (At(1e-5) - At(-1e-5)) / 2e-5;
        At(0);
        objective.Gradient(gradient);
        Assert.Equal(slope, gradient.Zip(from.Zip(to, (a, b) => b - a), (g, d) => g * d).Sum(), 1e-6);
    }

    [Theory]
    [InlineData(Kl)]
    [InlineData(ChiSquared)]
    [InlineData(SqrtChiSquared)]
    [InlineData(StateSqrtChiSquared)]
    public void Ascent_OnRandomProcesses_ClosesItsGapAndBeatsRandomPolicies(OccupancyDistance distance)
    {
        var rng = new Generator(5);
        for (var trial = 0; trial < 5; trial++)
        {
            var mdp = RandomMdp.Create(4, 3, new(1), rng);
            var (reward, reference) = (TabularOracle.RandomReward(mdp, rng), TabularOracle.RandomPolicy(mdp, rng));
            var found = Optimum.Climb(mdp, reward, reference, Gamma, new(0.5, distance));
            // At the kink of √χ² the tangent says little, so the gap is only an upper bound there.
            if (found.Divergence.ChiSquared > 1e-6) Assert.InRange(found.Gap, 0, 0.01);
            var objective = new RegularisedReturn(reward, Solve.Occupancy(mdp, reference, Gamma), 3, distance, 0.5);
            for (var i = 0; i < 500; i++)
                Assert.True(objective.Value(Solve.Occupancy(mdp, TabularOracle.RandomPolicy(mdp, rng), Gamma)) <= found.Objective + found.Gap + 1e-12);
        }
    }

    [Theory]
    [InlineData(ChiSquared)]
    [InlineData(SqrtChiSquared)]
    public void Dual_OnRandomProcesses_IsCertifiedAndNoWorseThanTheAscent(OccupancyDistance distance)
    {
        var rng = new Generator(7);
        for (var trial = 0; trial < 20; trial++)
        {
            var mdp = RandomMdp.Create(3 + trial, 3, new(0.5, trial % 2 == 0 ? null : 3), rng);
            var (reward, reference) = (TabularOracle.RandomReward(mdp, rng), TabularOracle.RandomPolicy(mdp, rng));
            var lambda = Math.Pow(10, rng.NextDouble() * 3 - 2);
            var exact = Optimum.Exact(mdp, reward, reference, Gamma, lambda, distance);
            var rounding = 1e-6 * Math.Max(1, lambda);   // the kink of √χ² is rounded over that much
            Assert.InRange(exact.Gap, 0, rounding);
            var climbed = Optimum.Climb(mdp, reward, reference, Gamma, new(lambda, distance));
            Assert.True(climbed.Objective <= exact.Objective + rounding, $"trial {trial}: ascent {climbed.Objective:R}, dual {exact.Objective:R}");
        }
    }

    [Fact]
    public void Dual_OfABandit_IsTheHandDerivedOptimum()
    {
        // One state, rewards 1 and 0, reference (½, ½). With μ = ½ + x: χ² = 4x², so J − λχ² = ½ + x − 4λx² peaks at x = 1/(8λ);
        // J − λ√χ² = ½ + x(1 − 2λ) stays at the reference when λ > ½ and leaves for x = ½ when λ < ½.
        var mdp = RandomMdp.Create(1, 2, new(1), new(1));
        TabularPolicy even = Policies.Uniform(mdp);
        Assert.Equal(0.75, Optimum.Exact(mdp, [1, 0], even, Gamma, 0.5, ChiSquared).Policy.Probabilities[0], 1e-8);
        Assert.Equal(0.5, Optimum.Exact(mdp, [1, 0], even, Gamma, 0.51).Policy.Probabilities[0], 1e-5);
        Assert.Equal(1, Optimum.Exact(mdp, [1, 0], even, Gamma, 0.49).Policy.Probabilities[0], 1e-9);
    }

    [Fact]
    public void Dual_WithALargeLambda_StaysAtTheReferenceAndCertifiesIt()
    {
        var world = new TomatoCase();
        var found = Optimum.Exact(world.Mdp, world.Proxy, world.Base, TomatoCase.Gamma, 1);
        Assert.InRange(found.Divergence.ChiSquared, 0, 1e-11);
        Assert.InRange(found.Gap, 0, 1e-5);
        SolveTests.Close(world.Base.Probabilities, found.Policy.Probabilities, 1e-3);
    }

    [Fact]
    public void Ascent_WithoutPenalty_FindsTheOptimum()
    {
        var rng = new Generator(11);
        var mdp = RandomMdp.Create(6, 3, new(0.5), rng);
        var reward = TabularOracle.RandomReward(mdp, rng);
        var best = Solve.Greedy(mdp, Solve.Optimal(mdp, reward, Gamma).Q, splitTies: false);
        var found = Optimum.Climb(mdp, reward, Policies.Uniform(mdp), Gamma, new(0));
        Assert.Equal(Solve.Return(Solve.Occupancy(mdp, best, Gamma), reward), found.Return, 1e-5);
    }

    [Fact]
    public void BothSolvers_NeverTakeActionsTheReferenceNeverTakes()
    {
        var rng = new Generator(13);
        var mdp = RandomMdp.Create(5, 3, new(1), rng);
        var (reward, reference) = (TabularOracle.RandomReward(mdp, rng), new TabularPolicy(3, [.. Enumerable.Repeat<double[]>([0.5, 0, 0.5], 5).SelectMany(p => p)]));
        foreach (var found in new[] { Optimum.Climb(mdp, reward, reference, Gamma, new(0.1)), Optimum.Exact(mdp, reward, reference, Gamma, 0.1) })
        {
            for (var s = 0; s < 5; s++) Assert.Equal(0, found.Policy.At(s)[1]);
            Assert.Equal(0, found.Divergence.MassOutside);
            Assert.True(double.IsFinite(found.Gap));
        }
    }

    [Fact]
    public void BothSolvers_WhenCancelled_Stop()
    {
        var world = new TomatoCase();
        var cancelled = new CancellationToken(canceled: true);
        Assert.Throws<OperationCanceledException>(() => OccupancyAscent.Maximise(world.Mdp, world.Proxy, world.Base, 0.99, new(0.003), cancelled));
        Assert.Throws<OperationCanceledException>(() => OccupancyDual.Maximise(world.Mdp, world.Proxy, world.Base, 0.99, 0.003, SqrtChiSquared, cancelled));
    }

    [Fact]
    public void BothSolvers_WithImpossibleArguments_SayWhy()
    {
        var mdp = RandomMdp.Create(3, 2, new(1), new(1));
        var (policy, reward) = (Policies.Uniform(mdp), new double[6]);
        void Fails(string expected, Action act) => Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);
        Fails("gamma must be in [0, 1)", () => Optimum.Climb(mdp, reward, policy, 1, new(1)));
        Fails("gamma must be in [0, 1)", () => Optimum.Exact(mdp, reward, policy, 1, 1));
        Fails("lambda must be positive, was 0", () => Optimum.Exact(mdp, reward, policy, Gamma, 0));
        Fails("lambda must not be negative, was -1", () => Optimum.Climb(mdp, reward, policy, Gamma, new(-1)));
        Fails("options.Iterations must be positive, was 0", () => Optimum.Climb(mdp, reward, policy, Gamma, new(1, Iterations: 0)));
        Fails("reward.Length must be 6, was 5", () => Optimum.Exact(mdp, new double[5], policy, Gamma, 1));
        Fails("was Kl. Use OccupancyAscent", () => Optimum.Exact(mdp, reward, policy, Gamma, 1, Kl));
        var ending = TabularOracle.EndingRing(3, 0.5);
        Fails("of the reference's mass has ended. Use OccupancyAscent", () => Optimum.Exact(ending, new double[8], Policies.Uniform(ending), Gamma, 1));
    }
}
