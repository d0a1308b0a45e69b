namespace Goodhart.Tests;

public sealed class PlatformTests
{
    [Fact]
    public void Torch_LoadsOnThisSystem_WithoutAHandStep() => Assert.Equal(3, TorchSharp.torch.ones(3).sum().item<float>());
}
