using CsCheck;
using Goodhart.Audit;

namespace Goodhart.Tests;

public sealed class CurveTests
{
    private static readonly double[] ones = [1, 1, 1, 1, 1];

    // Pooling by hand: 3, 1, 2 → mean 2 each; 1, 3, 2, 4 → 1, 2.5, 2.5, 4; weights 1 and 3 on 4, 0 → 1.
    [Fact]
    public void Increasing_Golden()
    {
        Assert.Equal([2, 2, 2], Unimodal.Increasing([3, 1, 2], [1, 1, 1]));
        Assert.Equal([1, 2.5, 2.5, 4], Unimodal.Increasing([1, 3, 2, 4], [1, 1, 1, 1]));
        Assert.Equal([1, 1], Unimodal.Increasing([4, 0], [1, 3]));
    }

    [Fact]
    public void Unimodal_Golden()
    {
        var (mode, fitted) = Unimodal.Fit([0, 2, 1, 5, 3], ones);
        Assert.Equal(3, mode);
        Assert.Equal([0, 1.5, 1.5, 5, 3], fitted);
        Assert.Equal(0, Unimodal.Fit([5, 4, 3, 2, 1], ones).Mode);
        Assert.Equal(4, Unimodal.Fit([1, 2, 3, 4, 5], ones).Mode);
        Assert.Equal(0, Unimodal.Fit([1, 1, 1, 1, 1], ones).Mode);
    }

    [Fact]
    public void Unimodal_KeepsUnimodalSeries_AndTheMean() => Gen.Double[-5, 5].Array[1, 12].Sample(values =>
    {
        double[] weights = [.. values.Select(_ => 1.0)];
        var (mode, fitted) = Unimodal.Fit(values, weights);
        Assert.Equal(values.Sum(), fitted.Sum(), 1e-9);
        for (var i = 1; i < fitted.Length; i++) Assert.True(i <= mode ? fitted[i] >= fitted[i - 1] - 1e-12 : fitted[i] <= fitted[i - 1] + 1e-12);
        Assert.Equal(fitted, Unimodal.Fit(fitted, weights).Fitted, (a, b) => Math.Abs(a - b) < 1e-9);
    });

    // d(3 − 0.5 d) turns at 3/(2·0.5) = 3; d(2 − log d) at exp(2/1 − 1) = e.
    [Fact]
    public void GoldFit_RecoversBothForms_AndTheirPeaks()
    {
        double[] d = [0, 0.5, 1, 2, 3, 4, 5, 6];
        double[] w = [.. d.Select(_ => 1.0)];
        var linear = GoldFit.Of(d, [.. d.Select(x => x * (3 - 0.5 * x))], w)!;
        Assert.Equal(GoldForm.Linear, linear.Form);
        Assert.Equal((3, 0.5, 3), (Math.Round(linear.Alpha, 9), Math.Round(linear.Beta, 9), Math.Round(linear.Peak!.Value, 9)));
        var logarithmic = GoldFit.Of(d, [.. d.Select(x => x > 0 ? x * (2 - Math.Log(x)) : 0)], w)!;
        Assert.Equal(GoldForm.Logarithmic, logarithmic.Form);
        Assert.Equal((1, Math.Round(Math.E, 9)), (Math.Round(logarithmic.RSquared, 9), Math.Round(logarithmic.Peak!.Value, 9)));
        Assert.Null(GoldFit.Of(d, [.. d.Select(x => 2 * x)], w)!.Peak);
        Assert.Null(GoldFit.Of([0, 1, 2, 3], [0, 1, 2, 3], [1, 1, 1, 1]));
    }

    [Fact]
    public void Curve_ExactHump_TurnsAtItsTop_AndSuggestsIt()
    {
        var curve = OverOptimisationCurve.Of(Evidences.Path((0, 0), (1, 2.5), (2, 4), (3, 4.5), (4, 4), (5, 2.5)), new(1));
        Assert.Equal((3, 2, 4), (curve.Turn!.Value.Estimate, curve.Turn.Value.Low, curve.Turn.Value.High));
        Assert.Equal("step 3", curve.SuggestedStop!.Label);
        Assert.Equal(3, curve.FittedTurn!.Value.Estimate, 1e-9);
        Assert.Equal(4.5, curve.FittedGain(3), 1e-9);
        Assert.Equal("What is wanted turns at a distance of 3 (between 2 and 4). Suggested stop: step 3, at 3.", curve.Explanation);
    }

    [Fact]
    public void Curve_InKl_IsFittedInItsRoot()
    {
        // Gains √d(3 − 0.5 √d) turn at √d = 3.
        var path = new List<Checkpoint>();
        foreach (var kl in new double[] { 1, 4, 9, 16, 25 }) path.Add(Evidences.Exact($"{kl}", kl, kl, Math.Sqrt(kl) * (3 - 0.5 * Math.Sqrt(kl))));
        var curve = OverOptimisationCurve.Of(new("a", DistanceNames.Kl, Evidences.Exact("base", 0, 0, 0), path, Evidences.Correlation()), new(1));
        Assert.Equal(9, curve.FittedTurn!.Value.Estimate, 1e-9);
    }

    [Fact]
    public void Curve_StillRising_HasNoTurn()
    {
        var curve = OverOptimisationCurve.Of(Evidences.Path((0, 0), (1, 1), (2, 2)), new(1));
        Assert.Null(curve.Turn);
        Assert.Null(curve.SuggestedStop);
        Assert.Equal("No turn was seen up to a distance of 2; nothing is known beyond.", curve.Explanation);
    }

    [Fact]
    public void Curve_LeavesInfiniteDistancesOut_AndCountsThem()
    {
        var evidence = Evidences.Path((0, 0), (1, 1), (2, 0.5), (9, -1));
        var far = evidence.Path[2] with { Distance = double.PositiveInfinity };
        var curve = OverOptimisationCurve.Of(evidence with { Path = [evidence.Path[1], evidence.Path[0], far] }, new(1));
        Assert.Equal(["base", "step 1", "step 2"], curve.Points.Select(p => p.Label));
        Assert.Equal("step 3", Assert.Single(curve.Unplaced).Label);
        Assert.Equal(1, curve.Turn!.Value.Estimate);
    }

    [Fact]
    public void Curve_OfNoiseAlone_SeldomTurns()
    {
        var turns = 0;
        for (ulong run = 0; run < 100; run++)
            if (OverOptimisationCurve.Of(Evidences.Noisy(new(run), 30, 8, k => k, _ => 0, 0.5), new(run)).Turn is not null) turns++;
        Assert.InRange(turns, 0, 5);
    }

    [Fact]
    public void Curve_NoisyHump_IntervalHoldsTheTop()
    {
        var held = 0;
        for (ulong run = 0; run < 60; run++)
            if (OverOptimisationCurve.Of(Evidences.Noisy(new(run), 60, 8, k => k, k => 2 - 0.15 * (k - 4) * (k - 4), 0.5), new(run)).Turn is { } turn && turn.Low <= 4 && turn.High >= 4) held++;
        Assert.InRange(held, 56, 60);
    }
}
