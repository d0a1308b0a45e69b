using Goodhart.Papers;

namespace Goodhart.Tests;

public sealed class RewardBenchPageTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(12345)]
    public void Page_ClaimsAndControlsHold(ulong seed)
    {
        var run = new PaperRun(seed, fast: true, cancellation: TestContext.Current.CancellationToken);
        Page.Of<RewardBench>().Run(run);
        Assert.Empty(run.Findings.Where(f => !f.Holds).Select(f => $"{f.What}: {f.Measured}, expected {f.Expected}"));
        Assert.True(run.Passed);
    }
}
