using Goodhart.Audit.Distances;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests.Distances;

public sealed class GoldenDistanceTests
{
    private static readonly TabularMdp mdp = TwoByTwo.Mdp;

    [Fact]
    public void Val_OfTheFirstReward_IsItsUniformAdvantage()
    {
        // E R = (.8, 1.8 / .5, .2); uniform V solves V = mean E R + .9 P V with P = ((.45, .55), (.4, .6)).
        double[] expected = [.8, 1.8, .5, .2];
        Near(expected, mdp.Expect(TwoByTwo.R1));
        Near([8.0759162, 7.0811518], Solve.Values(mdp, Policies.Uniform(mdp), expected, TwoByTwo.Gamma));
        Near([-.186649, .186649, .239529, -.239529], Canonical(Canon.Val, TwoByTwo.R1));
        Near([-.180890, .180890, .084031, -.084031], Canonical(Canon.Val, TwoByTwo.R2));
    }

    [Fact]
    public void Minimal_OfTheFirstReward_IsTheLeastSquaresRest() => Near([-.197391, .134265, .277041, -.213915], Canonical(Canon.Minimal, TwoByTwo.R1));

    [Fact]
    public void Starc_OfTheTwoRewards()
    {
        Assert.Equal(.469539, Starc(Canon.Val, TwoByTwo.R2).Distance, 1e-6);
        Assert.Equal(.452704, Starc(Canon.Minimal, TwoByTwo.R2).Distance, 1e-6);
        Assert.Equal(.469539 / 2, Starc(Canon.Val, TwoByTwo.R2).Unit, 1e-6);
    }

    [Fact]
    public void EpicAndDard_OfTheTwoRewards()
    {
        Assert.Equal(.940850, RewardDistance.Epic(mdp, TwoByTwo.R1, TwoByTwo.R2, TwoByTwo.Gamma).Distance, 1e-6);
        Assert.Equal(.954137, RewardDistance.Dard(mdp, TwoByTwo.R1, TwoByTwo.R2, TwoByTwo.Gamma).Distance, 1e-6);
    }

    [Fact]
    public void AnEquivalentReward_IsAtZeroForStarc_ButNotForEpicAndDard()
    {
        Assert.True(Starc(Canon.Val, TwoByTwo.R3).Distance < 1e-12);
        Assert.True(Starc(Canon.Minimal, TwoByTwo.R3).Distance < 1e-12);
        Assert.Equal(.355141, RewardDistance.Epic(mdp, TwoByTwo.R1, TwoByTwo.R3, TwoByTwo.Gamma).Distance, 1e-6);
        Assert.Equal(.273756, RewardDistance.Dard(mdp, TwoByTwo.R1, TwoByTwo.R3, TwoByTwo.Gamma).Distance, 1e-6);
    }

    [Fact]
    public void Norms_OfWeightedTables()
    {
        // |x| = 3, 4, 12 with weights 1, 2, 0: 3 + 8, √(9 + 32), 4 (the last cell does not count).
        double[] table = [3, -4, 12], weights = [1, 2, 0];
        Assert.Equal(11, Norms.Of(Norm.L1, table, weights), 12);
        Assert.Equal(Math.Sqrt(41), Norms.Of(Norm.L2, table, weights), 12);
        Assert.Equal(4, Norms.Of(Norm.LInf, table, weights), 12);
    }

    [Theory]
    [InlineData(Norm.L1)]
    [InlineData(Norm.L2)]
    [InlineData(Norm.LInf)]
    public void Starc_InEveryNorm_IsTheNormOfTheDifferenceOfUnitTables(Norm norm)
    {
        // From the four-digit canonical tables above.
        double[] a = [-.186649, .186649, .239529, -.239529], b = [-.180890, .180890, .084031, -.084031], ones = [1, 1, 1, 1];
        double x = Norms.Of(norm, a, ones), y = Norms.Of(norm, b, ones);
        var expected = Norms.Of(norm, [.. a.Zip(b, (p, q) => p / x - q / y)], ones);
        Assert.Equal(expected, RewardDistance.Starc(mdp, TwoByTwo.R1, TwoByTwo.R2, TwoByTwo.Gamma, new(Norm: norm)).Distance, 1e-5);
    }

    private static double[] Canonical(Canon canon, double[] reward) => new Canonicaliser(mdp, TwoByTwo.Gamma, new(canon)).Of(reward);

    private static Comparison Starc(Canon canon, double[] other) => RewardDistance.Starc(mdp, TwoByTwo.R1, other, TwoByTwo.Gamma, new(canon));

    private static void Near(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-6);
    }
}
