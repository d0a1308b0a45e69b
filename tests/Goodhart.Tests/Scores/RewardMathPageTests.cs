using Goodhart.Papers;

namespace Goodhart.Tests.Scores;

public sealed class RewardMathPageTests
{
    [Fact]
    public void Page_ClaimsAndControlsHold()
    {
        var run = FastPage.Holds<RewardMath>();
        Assert.True(run.Passed);
        Assert.Equal([6, 12], run.Curves.Select(c => c.Series.Count));
    }

    [Fact]
    public void Page_OnAnotherSeed_HoldsButForWhereThreeSeedsLeaveAWideInterval() => FastPage.Holds<RewardMath>(12345, full: ["generated: looks give away M"]);
}
