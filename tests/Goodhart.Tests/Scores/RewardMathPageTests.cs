using Goodhart.Papers;

namespace Goodhart.Tests.Scores;

public sealed class RewardMathPageTests
{
    [Fact]
    public void Page_ClaimsAndControlsHold()
    {
        var run = new PaperRun(cancellation: TestContext.Current.CancellationToken);
        Page.Of<RewardMath>().Run(run);
        Assert.Empty(run.Findings.Where(f => !f.Holds).Select(f => $"{f.What}: {f.Measured}, expected {f.Expected}"));
        Assert.True(run.Passed);
        Assert.Equal([6, 12], run.Curves.Select(c => c.Series.Count));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(12345)]
    public void Page_HoldsOnOtherSeeds(ulong seed)
    {
        var run = new PaperRun(seed, seeds: 10, cancellation: TestContext.Current.CancellationToken);
        Page.Of<RewardMath>().Run(run);
        Assert.True(run.Passed);
    }
}
