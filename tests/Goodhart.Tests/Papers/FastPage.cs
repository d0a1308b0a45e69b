using Goodhart.Papers;

namespace Goodhart.Tests;

/// <summary>Runs a page small. What it finds there must hold, but for the claims whose intervals need the full number of worlds.</summary>
internal static class FastPage
{
    public static PaperRun Holds<TPage>(ulong seed = 1, params string[] full) where TPage : IPaper, new()
    {
        var run = new PaperRun(seed, fast: true, cancellation: TestContext.Current.CancellationToken);
        Page.Of<TPage>().Run(run);
        bool NeedsFullSize(Finding finding) => finding.Kind is FindingKind.Claim && full.Any(f => finding.What.StartsWith(f, StringComparison.Ordinal));
        Assert.Empty(run.Findings.Where(f => !f.Holds && !NeedsFullSize(f)).Select(f => $"{f.What}: {f.Measured}, expected {f.Expected}"));
        Assert.All(full, f => Assert.Contains(run.Findings, finding => finding.What.StartsWith(f, StringComparison.Ordinal)));
        Assert.Contains(run.Findings, f => f.Kind is FindingKind.Control);
        return run;
    }
}
