using Goodhart.Papers;

namespace Goodhart.Tests.Distances;

public sealed class StarcPageTests
{
    [Fact]
    public void Page_FastRun_Passes()
    {
        var run = new PaperRun(seed: 41, fast: true);
        new Starc().Run(run);
        Assert.All(run.Findings, finding => Assert.True(finding.Holds, $"{finding.What}: {finding.Measured}, expected {finding.Expected}"));
        Assert.True(run.Passed);
    }
}
