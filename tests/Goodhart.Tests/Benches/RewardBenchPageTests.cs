using Goodhart.Papers;

namespace Goodhart.Tests;

public sealed class RewardBenchPageTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(12345)]
    public void Page_ClaimsAndControlsHold(ulong seed) => Assert.True(FastPage.Holds<RewardBench>(seed).Passed);
}
