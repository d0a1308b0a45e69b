using Goodhart.Papers;

namespace Goodhart.Tests.Learning;

public sealed class PageTests
{
    [Fact]
    public void Secrets2_HoldsOverFourSeeds_ButForItsIntervals() => FastPage.Holds<Secrets2>(full: ["AUC", "flip where", "margin μ − plain", "soft label and margin"]);

    [Fact]
    public void HelpSteer2Preference_HoldsOverFiveSeeds_ButForItsIntervals() => FastPage.Holds<HelpSteer2Preference>(full: ["scaled − regular", "regression, then scaled", "scaled, weights divided"]);
}
