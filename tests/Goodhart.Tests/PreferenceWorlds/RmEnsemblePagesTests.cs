using Goodhart.Papers;

namespace Goodhart.Tests;

public sealed class RmEnsemblePagesTests
{
    [Theory]
    [InlineData("rm-ensembles")]
    [InlineData("herding")]
    public void Page_Run_HoldsItsClaimsAndControls(string slug)
    {
        var run = new PaperRun(cancellation: TestContext.Current.CancellationToken);
        Page.All.Single(p => p.Slug == slug).Run(run);
        Assert.True(run.Passed, string.Join('\n', run.Findings.Where(f => !f.Holds)));
    }
}
