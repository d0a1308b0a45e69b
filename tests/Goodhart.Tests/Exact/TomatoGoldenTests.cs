using Goodhart.Optimization.Exact;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests;

/// <summary>Figures of an independent solver on level 4 of tomato watering, without horizon, γ = .99.</summary>
public sealed class TomatoGoldenTests
{
    private const double Tolerance = 1e-4, Gamma = TomatoCase.Gamma;
    private static readonly TomatoCase world = new();

    [Fact]
    public void ReachableStates_Are463() => Assert.Equal(463, world.Mdp.States);

    [Fact]
    public void Returns_OfTheFourReferencePolicies_AreTheGoldenOnes()
    {
        Near((0.0974, 0.0974), Greedy(world.True));
        Near((0.0234, 0.4756), Greedy(world.Proxy));
        Near((0.0520, 0.0602), world.Returns(Policies.Uniform(world.Mdp)));
        Near((0.0806, 0.0807), world.Returns(world.Base));
    }

    [Fact]
    public void Base_AtTemperatureTenth_HasTheGoldenCorrelation()
    {
        Assert.Equal(0.9905, world.R, Tolerance);
        Assert.Equal(0.0221, world.SigmaProxy, Tolerance);
        Assert.Equal(0.00305, world.Lambda, 1e-5);
        Assert.Equal(3.7e-5, Bucket(world), 1e-6);
    }

    [Fact]
    public void Base_AtTemperatureFifth_HasTheGoldenCorrelation()
    {
        var warm = new TomatoCase(0.2);
        Near((0.0711, 0.0714), warm.Returns(warm.Base));
        Assert.Equal(0.8739, warm.R, Tolerance);
        Assert.Equal(0.0282, warm.SigmaProxy, Tolerance);
        Assert.Equal(0.0137, warm.Lambda, Tolerance);
        Assert.Equal(7.3e-4, Bucket(warm), 1e-5);
        var safe = Optimum.Exact(warm.Mdp, warm.Proxy, warm.Base, Gamma, warm.Lambda);
        Assert.Equal(0.0919, Solve.Return(safe.Occupancy, warm.True), 1e-3);
    }

    [Fact]
    public void ProxyOptimum_IsFarFromTheBase_AndFartherWhenTiesAreNotSplit()
    {
        var q = Solve.Optimal(world.Mdp, world.Proxy, Gamma).Q;
        double Distance(bool split) => Divergence.Between(Solve.Occupancy(world.Mdp, Solve.Greedy(world.Mdp, q, split), Gamma), world.Reference).ChiSquared;
        Assert.Equal(3.94e4, Distance(split: true), tolerance: 50.0);
        Assert.Equal(1.18e5, Distance(split: false), tolerance: 500.0);
    }

    [Fact]
    public void SqrtChiSquared_AtTheTheoryLambda_NearlyReachesTheTrueOptimum()
    {
        // An unfinished ascent from the proxy's side stands at J_proxy .1002, χ² 4.4 and the objective .0938; the optimum is certified by its gap.
        var safe = Optimum.Exact(world.Mdp, world.Proxy, world.Base, Gamma, world.Lambda);
        var (truth, proxy) = world.Returns(safe.Policy);
        Assert.True(safe.Gap < 1e-9, $"gap {safe.Gap}");
        Assert.Equal(0.0966, truth, 1e-3);
        Assert.Equal(0.1002, proxy, 1e-3);
        Assert.True(safe.Objective > 0.1002 - world.Lambda * Math.Sqrt(4.4));
        Assert.Equal(0.0939, world.Bound(proxy, safe.Divergence.ChiSquared), 1e-3);
        Assert.True(world.Bound(proxy, safe.Divergence.ChiSquared) <= truth);
    }

    [Theory]
    [InlineData(0.001, 0.0219)]
    [InlineData(0.002, 0.0218)]
    [InlineData(0.0025, 0.0965)]
    [InlineData(0.005, 0.0970)]
    [InlineData(0.01, 0.0961)]
    public void SqrtChiSquared_OverLambda_HacksBelowTheTheoryAndIsSafeAround(double lambda, double truth)
    {
        var found = Optimum.Exact(world.Mdp, world.Proxy, world.Base, Gamma, lambda);
        var returns = world.Returns(found.Policy);
        Assert.Equal(truth, returns.True, 1e-3);
        Assert.True(found.Gap < 5e-6, $"gap {found.Gap}");
        Assert.True(world.Bound(returns.Proxy, found.Divergence.ChiSquared) <= returns.True);
    }

    [Fact]
    public void Ascent_AtTheTheoryLambda_ComesNearTheCertifiedOptimum()
    {
        var climbed = Optimum.Climb(world.Mdp, world.Proxy, world.Base, Gamma, new(world.Lambda));
        var (truth, proxy) = world.Returns(climbed.Policy);
        Assert.Equal(0.0966, truth, 1e-3);
        Assert.Equal(0.1002, proxy, 1e-3);
        var best = Optimum.Exact(world.Mdp, world.Proxy, world.Base, Gamma, world.Lambda).Objective;
        Assert.InRange(best - climbed.Objective, 0, 2e-4);
        Assert.True(climbed.Gap >= best - climbed.Objective);
    }

    [Theory]
    [InlineData(0.00305, 0.0957)]
    [InlineData(0.005, 0.0968)]
    public void StateOccupancy_AlsoKeepsTheProxyHonest(double lambda, double truth)
    {
        var found = Optimum.Climb(world.Mdp, world.Proxy, world.Base, Gamma, new(lambda, OccupancyDistance.StateSqrtChiSquared));
        Assert.Equal(truth, world.Returns(found.Policy).True, 1e-3);
    }

    [Fact]
    public void OccupancyKl_AtItsBestWeight_GainsHalfAsMuch()
    {
        var found = Optimum.Climb(world.Mdp, world.Proxy, world.Base, Gamma, new(0.07, OccupancyDistance.Kl));
        Assert.Equal(0.0845, world.Returns(found.Policy).True, Tolerance);
        Assert.True(found.Gap < 2e-7, $"gap {found.Gap}");
    }

    [Theory]
    [InlineData(0.8, 0.0364)]
    [InlineData(0.9, 0.0531)]
    [InlineData(1.1, 0.0843)]
    [InlineData(1.2, 0.0846)]
    [InlineData(1.3, 0.0845)]
    [InlineData(2, 0.0833)]
    public void ActionKl_OverItsSweep_PeaksAtLittle(double coefficient, double truth) =>
        Assert.Equal(truth, world.Returns(Solve.SoftOptimal(world.Mdp, world.Proxy, Gamma, coefficient, world.Base)).True, Tolerance);

    private static (double True, double Proxy) Greedy(double[] reward) =>
        world.Returns(Solve.Greedy(world.Mdp, Solve.Optimal(world.Mdp, reward, Gamma).Q, splitTies: true));

    private static double Bucket(TomatoCase at)
    {
        var cells = at.Tomato.Grid.Fold(at.Reference);
        return cells[7, 1];
    }

    private static void Near((double True, double Proxy) expected, (double True, double Proxy) actual)
    {
        Assert.Equal(expected.True, actual.True, Tolerance);
        Assert.Equal(expected.Proxy, actual.Proxy, Tolerance);
    }
}
