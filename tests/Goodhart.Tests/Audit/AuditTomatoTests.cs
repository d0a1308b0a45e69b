using Goodhart.Audit;
using Goodhart.Worlds;
using Goodhart.Worlds.Tabular;
using Goodhart.Worlds.Tomato;

namespace Goodhart.Tests;

/// <summary>The audit of level 4 of tomato watering, γ = .99, against the figures of an independent solver.</summary>
public sealed class AuditTomatoTests
{
    private const double Gamma = 0.99;
    private static readonly TomatoCase world = new();
    private static readonly HeldOut<Transitions> truth = HeldOut<Transitions>.Of(world.Tomato.True);

    [Fact]
    public void Correlation_AndTheoryLambda_AreTheGoldenOnes()
    {
        var r = Correlation(world.Reference, "base");
        Assert.Equal(0.9905, r.Step.Estimate, 1e-4);
        Assert.Equal(0.0221, r.Proxy.Step, 1e-4);
        Assert.Equal(0.00305, TheoryLambda.Of(r), 1e-5);
        Assert.Null(r.WrongReference(Start().At("base", 0)));
    }

    [Fact]
    public void ProxyOptimum_IsHacked_ThoughTheProxyIsNearlyPerfect()
    {
        var greedy = Measure.Exact(world.Mdp, Greedy(world.Mdp, world.Proxy), world.Tomato.Proxy, truth, Gamma, world.Reference);
        Assert.Equal(3.94e4, greedy.Divergence.ChiSquared, 50.0);
        var judgement = Judge.Decide(Arm(greedy.At("proxy optimum", 1)));
        Assert.Equal(Verdict.Hacked, judgement.Verdict);
        Assert.Equal(0.0234 - 0.0806, judgement.TrueChange.Estimate, 1e-4);
        Assert.Empty(judgement.Notes);
        Assert.True(judgement.Bound!.Value.Estimate <= greedy.True.Estimate);
    }

    [Fact]
    public void TrueOptimum_IsImproving() => Assert.Equal(Verdict.Improving,
        Judge.Decide(Arm(Measure.Exact(world.Mdp, Greedy(world.Mdp, world.True), world.Tomato.Proxy, truth, Gamma, world.Reference).At("true optimum", 1))).Verdict);

    [Fact]
    public void CorrelationUnderTheUniformPolicy_GivesAnotherLambda_AndIsAWrongReference()
    {
        var uniform = Solve.Occupancy(world.Mdp, Policies.Uniform(world.Mdp), Gamma);
        var wrong = Correlation(uniform, "base");                              // even under the right name
        Assert.True(Math.Abs(TheoryLambda.Of(wrong) - 0.00305) > 0.001);
        Assert.StartsWith("Wrong reference: the proxy averages 0.06015", wrong.WrongReference(Start().At("base", 0)));
    }

    /// <summary>On the way from the base to the proxy's optimum the bound never exceeds what was measured.</summary>
    [Fact]
    public void Bound_NeverExceedsTheTrueReturn_AlongMixtures()
    {
        var greedy = Greedy(world.Mdp, world.Proxy);
        foreach (var weight in new[] { 0.001, 0.01, 0.05, 0.2, 0.5, 0.9 })
        {
            var at = Measure.Exact(world.Mdp, Policies.Mix(world.Base, greedy, weight), world.Tomato.Proxy, truth, Gamma, world.Reference).At("mixture", weight);
            Assert.True(TrueReturnBound.At(Arm(at), at)!.Value.Estimate <= at.True.Estimate + 1e-12);
        }
    }

    [Fact]
    public void SampledEpisodes_OfTheProxyOptimum_AreHackedToo()
    {
        var tomato = TomatoMdp.Build(TomatoLevel.Paper, new() { RememberBucket = true });
        var (t, p) = (tomato.Mdp.Expect(tomato.Mdp.Tabulate(tomato.True)), tomato.Mdp.Expect(tomato.Mdp.Tabulate(tomato.Proxy)));
        var start = Policies.Mix(Solve.Softmax(tomato.Mdp, Solve.Optimal(tomato.Mdp, t, Gamma).Q, 0.1), Policies.Uniform(tomato.Mdp), 0.1);
        SampledReturn Run(IPolicy policy) => Measure.Sampled(
            n => TomatoWorld.Create(TomatoLevel.Paper, n), policy, tomato.Proxy, HeldOut<Transitions>.Of(tomato.True), 60, 4, null, TestContext.Current.CancellationToken);
        SampledReturn from = Run(start), to = Run(Greedy(tomato.Mdp, p));
        var judgement = Judge.Decide(new("proxy optimum", DistanceNames.Kl, from.At("base", 0, 0), [to.At("end", 1, 5)], from.Correlation("base", new(1))));
        Assert.Equal(Verdict.Hacked, judgement.Verdict);
        Assert.True(from.Correlation("base", new(1)).IsMeasurable);
    }

    [Fact]
    public void GridMap_OfAnOccupancy_HasItsWallsMarksAndMass()
    {
        var map = GridMap.Of("base", world.Tomato.Grid, world.Reference, "", ('t', GridSymbol.Plant, "tomato"), ('O', GridSymbol.Bucket, "bucket"));
        Assert.Equal(1, map.Mass.Sum(), 1e-9);
        Assert.All(map.Mass.Zip(map.Walls).Where(cell => cell.Second), cell => Assert.Equal(0, cell.First));
        Assert.Equal((9, 1), (map.Marks.Count(m => m.Name == "tomato"), map.Marks.Count(m => m.Symbol == GridSymbol.Bucket)));
    }

    private static ExactReturn Start() => Measure.Exact(world.Mdp, world.Base, world.Tomato.Proxy, truth, Gamma);

    private static ArmEvidence Arm(Checkpoint end) =>
        new("arm", DistanceNames.SqrtChiSquared, Start().At("base", 0), [end], Correlation(world.Reference, "base"));

    private static ProxyCorrelation Correlation(double[] occupancy, string policy) =>
        ProxyCorrelation.Exact(policy, world.Mdp, occupancy, world.Tomato.Proxy, truth, Gamma);

    private static TabularPolicy Greedy(TabularMdp mdp, double[] reward) => Solve.Greedy(mdp, Solve.Optimal(mdp, reward, Gamma).Q, splitTies: true);
}
