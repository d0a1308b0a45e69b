using Goodhart.Optimization;
using static TorchSharp.torch;

namespace Goodhart.Tests.Optimization;

public sealed class StepDistanceTests
{
    private static float[] PerStep(OccupancyKind kind, float[] d, double trim = 0, double clip = double.PositiveInfinity)
    {
        var distance = new float[d.Length];
        StepDistance.PerStep(kind, d, [.. d.Select(_ => 1f)], trim, clip, distance);
        return distance;
    }

    private static bool Close(float a, float b) => Math.Abs(a - b) < 1e-5;

    private static readonly float ln2 = MathF.Log(2), ln5 = MathF.Log(5);

    [Fact]
    public void PerStep_EachKind_HandDerived()
    {
        float[] d = [ln2, ln5, -ln2];
        Assert.Equal(d, PerStep(OccupancyKind.Kl, d), Close);
        Assert.Equal([1, 4, -.5f], PerStep(OccupancyKind.ChiSquared, d), Close);
        // The mean of 1, 4, −.5 is 1.5.
        Assert.Equal([1 / MathF.Sqrt(1.5f), 4 / MathF.Sqrt(1.5f), -.5f / MathF.Sqrt(1.5f)], PerStep(OccupancyKind.SqrtChiSquared, d), Close);
        Assert.Equal([1, 1, -1], PerStep(OccupancyKind.TotalVariation, d), Close);
        Assert.Equal(d, PerStep(OccupancyKind.Wasserstein, d), Close);
    }

    [Fact]
    public void PerStep_SqrtChiSquaredWithNegativeMean_IsPlainChiSquared() => Assert.Equal([-.5f, -.5f], PerStep(OccupancyKind.SqrtChiSquared, [-ln2, -ln2]), Close);

    [Fact]
    public void PerStep_Trimming_DropsBothEndsFromTheMeanOnly()
    {
        // eᵈ − 1 = 99, 1, 1, −.5; dropping one at each end leaves mean 1.
        Assert.Equal([99, 1, 1, -.5f], PerStep(OccupancyKind.SqrtChiSquared, [MathF.Log(100), ln2, ln2, -ln2], trim: .25), (a, b) => Math.Abs(a - b) < 1e-3);
    }

    [Fact]
    public void PerStep_NotFinite_IsZero_HugeIsLimited_AndAllIsClipped()
    {
        Assert.Equal([0, 0, 4], PerStep(OccupancyKind.Kl, [float.NaN, float.PositiveInfinity, 9], clip: 4));
        Assert.Equal([0f], PerStep(OccupancyKind.TotalVariation, [float.NaN]));
        Assert.Equal(Math.Exp(20) - 1, PerStep(OccupancyKind.ChiSquared, [500])[0], Math.Exp(20) * 1e-6);
        Assert.Equal([-1f], PerStep(OccupancyKind.Wasserstein, [-7], clip: 1));
    }

    [Fact]
    public void TrimmedMean_Weighted_HandDerived() =>
        // Sorted 1, 2, 6, 9; dropping the ends leaves (2·3 + 6·1)/4.
        Assert.Equal(3, StepDistance.TrimmedMean([9, 2, 6, 1], [1, 3, 1, 1], .25), 1e-9);

    [Fact]
    public void Losses_HandDerived()
    {
        var d = tensor([ln2]);
        // softplus(−ln 2) = ln 1.5, softplus(ln 2) = ln 3, tanh(ln 2) = (2 − ½)/(2 + ½) = .6.
        Assert.Equal(Math.Log(1.5), StepDistance.CurrentLoss(OccupancyKind.ChiSquared, d).item<float>(), 1e-6);
        Assert.Equal(Math.Log(3), StepDistance.BaseLoss(OccupancyKind.Kl, d).item<float>(), 1e-6);
        Assert.Equal(-.6 + .01 * ln2 * ln2, StepDistance.CurrentLoss(OccupancyKind.TotalVariation, d).item<float>(), 1e-6);
        Assert.Equal(.6 + .01 * ln2 * ln2, StepDistance.BaseLoss(OccupancyKind.TotalVariation, d).item<float>(), 1e-6);
        Assert.Equal(-ln2, StepDistance.CurrentLoss(OccupancyKind.Wasserstein, d).item<float>(), 1e-6);
        Assert.Equal(ln2, StepDistance.BaseLoss(OccupancyKind.Wasserstein, d).item<float>(), 1e-6);
    }
}
