using Goodhart.Papers;

namespace Goodhart.Tests;

public sealed class OrpoOccupancyTests
{
    [Fact]
    public void Page_RunFast_HoldsItsClaimsAndControls()
    {
        var run = new PaperRun(fast: true, cancellation: TestContext.Current.CancellationToken);
        Page.Of<OrpoOccupancy>().Run(run);
        foreach (var finding in run.Findings)
            TestContext.Current.TestOutputHelper?.WriteLine($"{(finding.Holds ? "holds" : "FAILS")}  {finding.What}: {finding.Measured}, expected {finding.Expected}");
        Assert.All(run.Findings, finding => Assert.True(finding.Holds, $"{finding.What}: {finding.Measured}, expected {finding.Expected}"));
        Assert.True(run.Passed);
    }
}
