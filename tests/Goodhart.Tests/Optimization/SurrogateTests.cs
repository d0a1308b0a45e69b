using Goodhart.Optimization;
using static TorchSharp.torch;

namespace Goodhart.Tests.Optimization;

public sealed class SurrogateTests
{
    [Theory]
    [InlineData(1.0, 2, 2, 2)]
    [InlineData(1.5, 2, 2.4, 0)]     // gained enough: clipped at 1.2·2, no gradient
    [InlineData(.5, 2, 1, 2)]        // the pessimistic side is not clipped
    [InlineData(.5, -2, -1.6, 0)]    // clipped at .8·−2
    [InlineData(1.5, -2, -3, -2)]
    public void Clipped_ValueAndSlope(double ratio, double advantage, double value, double slope)
    {
        var ρ = tensor([(float)ratio]).requires_grad_();
        var objective = Surrogate.Clipped(ρ, tensor([(float)advantage]), .2);
        objective.sum().backward();
        Assert.Equal(value, objective.item<float>(), 1e-5);
        Assert.Equal(slope, ρ.grad!.item<float>(), 1e-5);
    }

    [Fact]
    public void ValueLoss_IsHalfTheSquare() => Assert.Equal(4.5f, Surrogate.ValueLoss(tensor([1f]), tensor([4f])).item<float>());

    [Fact]
    public void ApproximateKl_HandDerived() => Assert.Equal(2 - 1 - Math.Log(2), Surrogate.ApproximateKl(tensor([(float)Math.Log(2)])).item<float>(), 1e-6);
}
