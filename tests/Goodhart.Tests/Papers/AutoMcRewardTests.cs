using Goodhart.Design;
using Goodhart.Papers;
using Goodhart.Worlds;

namespace Goodhart.Tests;

public sealed class AutoMcRewardTests
{
    [Fact]
    public void Page_RunFast_HoldsItsClaimsAndControls()
    {
        var run = new PaperRun(fast: true, cancellation: TestContext.Current.CancellationToken);
        Page.Of<AutoMcReward>().Run(run);
        Assert.All(run.Findings, finding => Assert.True(finding.Holds, $"{finding.What}: {finding.Measured}, expected {finding.Expected}"));
        Assert.True(run.Passed);
    }

    [Fact]
    public void Every_program_of_the_script_compiles_with_signs_and_passes_the_static_review()
    {
        var world = WorldCatalogue.Find("craft");
        var contract = RewardContract.Of(world.Create(1).Schema);
        using var met = Experience.Collect(world.Create(Experience.Copies), 1);
        foreach (var program in AutoMcRewardScript.Sound)
        {
            Assert.Null(SignReward.Missing(program));
            Assert.True(new RewardCompiler().Compile(SignReward.Of(program), contract).Succeeded, program);
            Assert.Empty(StaticReview.Of(program, contract, met, Experience.Copies, SignReward.Sparse, SignReward.Dense));
        }
    }

    [Fact]
    public void The_analyzers_script_says_only_what_the_statistics_hold()
    {
        EpisodeDigest Digest(double lava, double pickaxe, double ore) => new([new("lava death", 5, 30, 9, [new("in lava", lava), new("has pickaxe", pickaxe), new("ore.seen", ore)], [])], "success");
        string Said(EpisodeDigest digest) => AutoMcRewardScript.Analyze(TrajectoryStatistics.Of(digest));
        Assert.Equal("CAUSE: lava death: walked into lava (100%).\nSUGGESTION: punish being in lava.\n", Said(Digest(1, 1, 1)));
        Assert.Contains("pay for wood and for the pickaxe first", Said(Digest(0, .2, 1)), StringComparison.Ordinal);
        Assert.Contains("been before", Said(Digest(0, 1, .2)), StringComparison.Ordinal);
        Assert.Equal("The steps show no cause.", Said(CriticFakes.Digest));
    }
}
