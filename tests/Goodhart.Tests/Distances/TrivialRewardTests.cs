using Goodhart.Audit.Distances;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests.Distances;

public sealed class TrivialRewardTests
{
    private static readonly TabularMdp mdp = TwoByTwo.Mdp;

    // A constant, a pure shaping and a pure redistribution order no two policies.
    private static readonly double[][] trivial =
    [
        [5, 5, 5, 5, 5, 5, 5, 5],
        Shaping.Add(mdp, new double[8], [30, -20], TwoByTwo.Gamma),
        [1, -4, 9, -1, 1, -1, 7, -3],
        new double[8],
    ];

    [Theory]
    [InlineData(Canon.Val)]
    [InlineData(Canon.Minimal)]
    public void TrivialRewards_AreAtZeroFromEachOther_AndAtOneFromTheRest(Canon canon)
    {
        foreach (var one in trivial)
        {
            foreach (var other in trivial)
            {
                var both = RewardDistance.Starc(mdp, one, other, TwoByTwo.Gamma, new(canon));
                Assert.Equal(0, both.Distance);
                Assert.True(both is { FirstTrivial: true, SecondTrivial: true });
                Assert.Contains("policy-irrelevant", both.ToString());
            }

            var mixed = RewardDistance.Starc(mdp, TwoByTwo.R1, one, TwoByTwo.Gamma, new(canon));
            Assert.Equal(1, mixed.Distance, 12);
            Assert.True(mixed is { FirstTrivial: false, SecondTrivial: true });
        }
    }

    [Fact]
    public void Epic_CallsOnlyShapingTrivial()
    {
        Assert.True(RewardDistance.Epic(mdp, trivial[0], trivial[1], TwoByTwo.Gamma) is { FirstTrivial: true, SecondTrivial: true, Distance: 0 });
        Assert.True(RewardDistance.Dard(mdp, trivial[0], trivial[1], TwoByTwo.Gamma) is { FirstTrivial: true, SecondTrivial: true, Distance: 0 });
        Assert.Equal(Math.Sqrt(0.5), RewardDistance.Epic(mdp, TwoByTwo.R1, trivial[0], TwoByTwo.Gamma).Distance, 12);
    }

    [Fact]
    public void SmallRewards_AreNotTrivial()
    {
        double[] tiny = [.. TwoByTwo.R1.Select(r => 1e-20 * r)];
        Assert.False(RewardDistance.Starc(mdp, tiny, TwoByTwo.R2, TwoByTwo.Gamma).FirstTrivial);
        Assert.Equal(.469539, RewardDistance.Starc(mdp, tiny, TwoByTwo.R2, TwoByTwo.Gamma).Distance, 1e-6);
    }

    [Fact]
    public void ShapingScoredInSinglePrecision_IsStillTrivial()
    {
        var shaping = Processes.Reward(mdp, "shaping", (s, _, t) => 0.9 * (t == 0 ? 3.1 : -2.7) - (s == 0 ? 3.1 : -2.7));
        var real = Processes.Reward(mdp, "real", (s, a, t) => TwoByTwo.R1[(s * 2 + a) * 2 + t]);
        var found = RewardDistance.Starc(mdp, real, shaping, TwoByTwo.Gamma);
        Assert.True(found is { FirstTrivial: false, SecondTrivial: true });
        Assert.True(EquivalenceTest.Between(mdp, shaping, shaping, TwoByTwo.Gamma) is { Holds: true, Scale: 0 });
    }

    [Fact]
    public void Regret_OfATrivialTruth_IsZero()
    {
        var regret = Regret.Of(mdp, trivial[3], TwoByTwo.R1, TwoByTwo.Gamma);
        Assert.Equal(0, regret.Normalised);
        Assert.Equal(0, regret.Mirrored);
        Assert.Equal(1, Regret.Of(mdp, TwoByTwo.R1, [.. TwoByTwo.R1.Select(r => -r)], TwoByTwo.Gamma).TwoSided, 9);
    }
}
