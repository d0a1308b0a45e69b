using Goodhart.Audit;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests;

public sealed class EvidenceTests
{
    private static readonly Schema twoArms = new([], new ActionSpace.Discrete(["left", "right"]), 1);

    // One state that loops, two actions: occupancy is the policy itself. Proxy pays 0 and 1, truth 0 and 2.
    private static readonly TabularMdp loop = new(twoArms, [0, 1, 2], [0, 0], [1, 1], [1]);
    private static readonly IReward<Transitions> proxy = Reward.Each<Transitions>("proxy", (b, i) => b.Action()[i]);
    private static readonly HeldOut<Transitions> truth = HeldOut<Transitions>.Of(Reward.Each<Transitions>("truth", (b, i) => 2 * b.Action()[i]));

    [Fact]
    public void Exact_OnALoop_IsTheHandComputedReturnAndDivergence()
    {
        var start = Measure.Exact(loop, new(2, [0.5, 0.5]), proxy, truth, 0.9);
        Assert.Equal(0.5, start.Proxy.Estimate, 12);
        Assert.Equal(1, start.True.Estimate, 12);
        Assert.True(start.True.Value.IsExact);
        Assert.Equal(0, start.Divergence.ChiSquared, 12);
        var moved = Measure.Exact(loop, new(2, [0.2, 0.8]), proxy, truth, 0.9, start.Occupancy);
        // χ² = 0.04/0.5 + 0.64/0.5 − 1 = 0.36
        Assert.Equal(0.36, moved.Divergence.ChiSquared, 12);
        Assert.Equal(0.6, moved.At("moved", 1).Distance, 12);
    }

    [Fact]
    public void Exact_OutsideTheSupport_ReportsTheMassAndNoNaN()
    {
        var start = Measure.Exact(loop, new(2, [1, 0]), proxy, truth, 0.9);
        var moved = Measure.Exact(loop, new(2, [0.75, 0.25]), proxy, truth, 0.9, start.Occupancy);
        Assert.Equal(double.PositiveInfinity, moved.Divergence.ChiSquared);
        Assert.Equal(0.25, moved.Divergence.MassOutside, 12);
        Assert.Equal(0.25, moved.Proxy.Estimate, 12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void Exact_WithoutADiscount_SaysWhy(double gamma) =>
        Assert.Contains("gamma must be in [0, 1)", Assert.Throws<ArgumentOutOfRangeException>(() => Measure.Exact(loop, new(2, [0.5, 0.5]), proxy, truth, gamma)).Message);

    // Three outcomes of mass 0.5, 0.25, 0.25 with proxy 0, 1, 1 and truth 0, 2, 0: E p = ½, E t = ½, Var p = ¼, Var t = ¾, Cov = ½ − ¼ = ¼, r = ¼/√(3/16) = 1/√3.
    [Fact]
    public void Correlation_Exact_IsHandComputed()
    {
        var three = new TabularMdp(new([], new ActionSpace.Discrete(["a", "b", "c"]), 1), [0, 1, 2, 3], [0, 0, 0], [1, 1, 1], [1]);
        var p = Reward.Each<Transitions>("p", (b, i) => b.Action()[i] > 0 ? 1 : 0);
        var t = HeldOut<Transitions>.Of(Reward.Each<Transitions>("t", (b, i) => b.Action()[i] == 1 ? 2 : 0));
        var r = ProxyCorrelation.Exact("base", three, [0.5, 0.25, 0.25], p, t, 0.6);
        Assert.Equal(CorrelationStatus.Correlated, r.Status);
        Assert.Equal(1 / Math.Sqrt(3), r.Step.Estimate, 12);
        Assert.Equal((0.5, 0.5), (r.Proxy.Step, Math.Round(r.True.Mean, 12)));
        Assert.Equal(Math.Sqrt(0.75), r.True.Step, 12);
        Assert.Equal(0.25, r.Proxy.Episode, 12);                                 // ½·√(0.4/1.6)
        Assert.Equal(0.5 * Math.Sqrt(2.0 / 3), TheoryLambda.Of(r), 12);
    }

    // Half of the mass is of episodes that are over, which earn nothing by both rewards.
    [Fact]
    public void Correlation_Exact_CountsEndedEpisodesAsZero()
    {
        var r = ProxyCorrelation.Exact("base", loop, [0, 0.5], proxy, truth, 0.9);
        Assert.Equal(1, r.Step.Estimate, 12);
        Assert.Equal(0.5, r.Proxy.Step, 12);
    }

    [Fact]
    public void Correlation_WithoutVarianceOrNegative_IsNotMeasurable_AndGivesNoLambda()
    {
        var constant = ProxyCorrelation.Exact("base", loop, [1, 0], proxy, truth, 0.9);
        Assert.Equal((CorrelationStatus.NoVariance, false), (constant.Status, constant.IsMeasurable));
        Assert.Contains("does not vary under 'base'", constant.Explanation);
        var against = ProxyCorrelation.Exact("base", loop, [0.5, 0.5], Reward.Each<Transitions>("against", (b, i) => -b.Action()[i]), truth, 0.9);
        Assert.Equal(CorrelationStatus.NotCorrelated, against.Status);
        Assert.Equal(-1, against.Step.Estimate, 12);
        var error = Assert.Throws<InvalidOperationException>(() => TheoryLambda.Of(against));
        Assert.StartsWith("There is no theory λ. Not a correlated proxy: r = -1", error.Message);
        Assert.Throws<InvalidOperationException>(() => TheoryLambda.Of(constant));
        var wide = ProxyCorrelation.Of("base", new(0.2, -0.1, 0.5), null, null, new(0, 1, 1), new(0, 1, 1));
        Assert.Equal(CorrelationStatus.Uncertain, wide.Status);
    }

    [Fact]
    public void WrongReference_IsNoticedByLabelAndByMeans()
    {
        var right = ProxyCorrelation.Exact("base", loop, [0.5, 0.5], proxy, truth, 0.9);
        var start = Measure.Exact(loop, new(2, [0.5, 0.5]), proxy, truth, 0.9).At("base", 0);
        Assert.Null(right.WrongReference(start));
        Assert.Contains("'uniform'", (right with { Policy = "uniform" }).WrongReference(start));
        var other = ProxyCorrelation.Exact("base", loop, [0.9, 0.1], proxy, truth, 0.9);
        Assert.StartsWith("Wrong reference: the proxy averages 0.1 under the policy of the correlation but 0.5", other.WrongReference(start));
    }

    // r = 0.8, gain 2, distance 1: (2 − 0.6)/0.8 = 1.75.
    [Fact]
    public void Bound_Standardised_Golden()
    {
        Assert.Equal(1.75, TrueReturnBound.Standardised(0.8, 2, 1), 12);
        Assert.Equal(2, TrueReturnBound.Standardised(1, 2, 50), 12);
        Assert.Equal(double.NegativeInfinity, TrueReturnBound.Standardised(0.8, 2, double.PositiveInfinity));
        Assert.Contains("r must be in (0, 1]", Assert.Throws<ArgumentOutOfRangeException>(() => TrueReturnBound.Standardised(0, 2, 1)).Message);
    }

    [Fact]
    public void Bound_NeverExceedsTheTrueReturn_OnRandomProcesses()
    {
        var rng = new Generator(3);
        var measurable = 0;
        for (var run = 0; run < 200; run++)
        {
            double[] p = [.. Enumerable.Range(0, 6).Select(_ => rng.NextNormal())];
            double[] t = [.. p.Select(x => x + rng.NextNormal())];
            var six = new TabularMdp(new([], new ActionSpace.Discrete(["a", "b", "c", "d", "e", "f"]), 1), [0, 1, 2, 3, 4, 5, 6], new int[6], [1, 1, 1, 1, 1, 1], [1]);
            var first = Reward.Each<Transitions>("p", (b, i) => (float)p[(int)b.Action()[i]]);
            var second = HeldOut<Transitions>.Of(Reward.Each<Transitions>("t", (b, i) => (float)t[(int)b.Action()[i]]));
            var start = Measure.Exact(six, Random(rng), first, second, 0.9);
            var end = Measure.Exact(six, Random(rng), first, second, 0.9, start.Occupancy);
            var r = ProxyCorrelation.Exact("base", six, start.Occupancy, first, second, 0.9);
            var evidence = new ArmEvidence("arm", DistanceNames.SqrtChiSquared, start.At("base", 0), [end.At("end", 1)], r);
            if (TrueReturnBound.At(evidence, evidence.Path[0]) is not { } bound) continue;
            measurable++;
            Assert.True(bound.Estimate <= end.True.Estimate + 1e-9, $"bound {bound.Estimate} above {end.True.Estimate}");
        }

        Assert.InRange(measurable, 100, 200);
    }

    [Fact]
    public void Bound_RangeOverR_HoldsItsInteriorMinimum()
    {
        var r = ProxyCorrelation.Of("base", new(0.7, 0.3, 0.95), null, null, new(0, 1, 1), new(0, 1, 1));
        var start = Evidences.Exact("base", 0, 0, 0);
        var bound = TrueReturnBound.At(new("a", DistanceNames.SqrtChiSquared, start, [], r), Evidences.Exact("x", 1, 2, 0))!.Value;
        for (var x = 0.3; x <= 0.95; x += 0.001) Assert.InRange(TrueReturnBound.Standardised(x, 2, 1), bound.Low - 1e-12, bound.High + 1e-12);
        Assert.Equal(TrueReturnBound.Standardised(Math.Sqrt(0.75), 2, 1), bound.Low, 12);   // √(1 − r²) = ½
    }

    [Fact]
    public void Bound_InKl_DoesNotExist() =>
        Assert.Null(TrueReturnBound.At(Evidences.Path((0, 0), (1, 1)) with { DistanceName = DistanceNames.Kl }, Evidences.Exact("x", 1, 1, 1)));

    [Fact]
    public void HeldOutReward_LeavesTheAuditByNoPublicMember()
    {
        var open = typeof(Measure).Assembly.GetExportedTypes().SelectMany(type => type.GetMembers())
            .Where(m => m is System.Reflection.PropertyInfo p && Rewards(p.PropertyType) || m is System.Reflection.MethodInfo f && Rewards(f.ReturnType));
        Assert.DoesNotContain(open, member => member.DeclaringType!.Namespace == "Goodhart.Audit" && member.DeclaringType.Name is "Measure" or "SampledReturn" or "ExactReturn" or "ProxyCorrelation");
    }

    private static bool Rewards(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() is var d && (d == typeof(IReward<>) || d == typeof(HeldOut<>));

    private static TabularPolicy Random(Generator rng)
    {
        double[] weights = [.. Enumerable.Range(0, 6).Select(_ => 0.05 + rng.NextDouble())];
        return new(6, [.. weights.Select(w => w / weights.Sum())]);
    }
}
