using Goodhart.Papers;

namespace Goodhart.Tests.Learning;

public sealed class PageTests
{
    [Theory]
    [InlineData("secrets-2")]
    [InlineData("helpsteer2-preference")]
    public void The_page_runs_and_its_claims_and_controls_hold(string slug)
    {
        var run = new PaperRun(fast: true, cancellation: TestContext.Current.CancellationToken);
        Page.All.Single(p => p.Slug == slug).Run(run);
        Assert.All(run.Findings, f => Assert.True(f.Holds, $"{f.What}: {f.Measured}, expected {f.Expected}"));
        Assert.True(run.Passed);
    }
}
