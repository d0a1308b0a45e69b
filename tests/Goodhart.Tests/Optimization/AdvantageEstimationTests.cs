using Goodhart.Optimization;

namespace Goodhart.Tests.Optimization;

public sealed class AdvantageEstimationTests
{
    private static float[] Advantages(float[] rewards, float[] values, float[] arrived, int[] terminated, int[] truncated, int copies, double γ, double λ)
    {
        var result = new float[rewards.Length];
        bool[] Flags(int[] rows) => [.. rewards.Select((_, row) => rows.Contains(row))];
        AdvantageEstimation.Generalised(rewards, values, arrived, Flags(terminated), Flags(truncated), copies, γ, λ, result);
        return result;
    }

    private static bool Close(float a, float b) => Math.Abs(a - b) < 1e-5;

    [Fact]
    public void Generalised_OneCopyGoingOn_HandDerived()
    {
        // δ = 1 + .5·3 − 2 = .5; 2 + .5·4 − 3 = 1; 3 + .5·5 − 4 = 1.5, and γλ = .25: A₂ = 1.5, A₁ = 1.375, A₀ = .84375.
        Assert.Equal([.84375f, 1.375f, 1.5f], Advantages([1, 2, 3], [2, 3, 4], [3, 4, 5], [], [], 1, .5, .5), Close);
    }

    [Fact]
    public void Generalised_Terminated_NeitherBootstrapsNorContinues()
    {
        // δ₀ = 1 − 2 = −1, whatever was arrived at.
        Assert.Equal([-1f, 1], Advantages([1, 2], [2, 3], [100, 4], [0], [], 1, .5, .5), Close);
    }

    [Fact]
    public void Generalised_Truncated_BootstrapsFromArrivedButDoesNotContinue()
    {
        // δ₀ = 1 + .5·100 − 2 = 49; the next row is another episode.
        Assert.Equal([49f, 1], Advantages([1, 2], [2, 3], [100, 4], [], [0], 1, .5, .5), Close);
    }

    [Fact]
    public void Generalised_TwoCopies_DoNotMix()
    {
        float[] one = Advantages([1, 2], [2, 3], [3, 4], [], [], 1, .9, .8), other = Advantages([5, 7], [1, 1], [1, 2], [0], [], 1, .9, .8);
        Assert.Equal([one[0], other[0], one[1], other[1]], Advantages([1, 5, 2, 7], [2, 1, 3, 1], [3, 1, 4, 2], [1], [], 2, .9, .8), Close);
    }

    [Fact]
    public void Generalised_LambdaOne_IsTheDiscountedSumLessTheValue()
    {
        // 1 + .5·2 + .25·3 + .125·8 − 2
        Assert.Equal(1.75f, Advantages([1, 2, 3], [2, 30, 40], [30, 40, 8], [], [], 1, .5, 1)[0], 1e-5f);
    }

    [Fact]
    public void Normalise_GivesMeanZeroAndDeviationOne()
    {
        float[] a = [1, 3];
        AdvantageEstimation.Normalise(a);
        Assert.Equal([-1f, 1], a, Close);
    }

    [Fact]
    public void ExplainedVariance_PerfectUselessAndConstant()
    {
        Assert.Equal(1, AdvantageEstimation.ExplainedVariance([1, 2], [1, 2]), 1e-9);
        Assert.Equal(0, AdvantageEstimation.ExplainedVariance([5, 5], [1, 2]), 1e-9);
        Assert.True(double.IsNaN(AdvantageEstimation.ExplainedVariance([1, 2], [3, 3])));
    }
}
