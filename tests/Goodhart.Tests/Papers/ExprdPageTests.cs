using Goodhart.Papers;

namespace Goodhart.Tests;

public sealed class ExprdPageTests
{
    [Fact]
    public void Page_RunFast_HoldsItsClaimsAndControls()
    {
        var run = new PaperRun(fast: true, cancellation: TestContext.Current.CancellationToken);
        new Exprd().Run(run);
        Assert.True(run.Passed, string.Join('\n', run.Findings.Where(f => !f.Holds)));
    }
}
