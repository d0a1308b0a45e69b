using Goodhart.Audit.Distances;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests.Distances;

public sealed class DistanceInputTests
{
    private static readonly TabularMdp mdp = TwoByTwo.Mdp;

    [Theory]
    [InlineData(Canon.Val)]
    [InlineData(Canon.ValPotential)]
    [InlineData(Canon.Minimal)]
    public void UndiscountedWithoutTermination_IsRefused(Canon canon) =>
        Says("gamma = 1 needs a policy that surely terminates", () => RewardDistance.Starc(mdp, TwoByTwo.R1, TwoByTwo.R2, 1, new(canon)));

    [Fact]
    public void TerminalPotential_IsRefused()
    {
        var episodic = Processes.Episodic(new(1));
        Says("potential of terminal state 4 must be 0, was 2", () => Shaping.Add(episodic, new double[episodic.Entries], [0, 0, 0, 0, 2, 0], 1));
    }

    [Fact]
    public void EpicOfATableWithoutImpossibleTriples_IsRefused_ButTheRewardItselfWorks()
    {
        var sparse = Processes.Endless(new(2));
        var table = new double[sparse.Entries];
        Says("EPIC and DARD also score impossible transitions, but the table has no R(s=", () => RewardDistance.Epic(sparse, table, table, 0.9));
        IReward<Transitions> one = Processes.Reward(sparse, "one", (s, a, t) => s + a * t), two = Processes.Reward(sparse, "two", (s, a, t) => 2 * (s + a * t) + 0.9 * t - s);
        Assert.True(RewardDistance.Epic(sparse, one, two, 0.9).Distance < 1e-3);
        Assert.True(RewardDistance.Dard(sparse, one, two, 0.9).Distance < 1e-3);
    }

    [Fact]
    public void EpicOfRewards_AgreesWithEpicOfTables()
    {
        IReward<Transitions> Of(double[] table) => Processes.Reward(mdp, "table", (s, a, t) => table[(s * 2 + a) * 2 + t]);
        Assert.Equal(.940850, RewardDistance.Epic(mdp, Of(TwoByTwo.R1), Of(TwoByTwo.R2), TwoByTwo.Gamma).Distance, 1e-6);
        Assert.Equal(.954137, RewardDistance.Dard(mdp, Of(TwoByTwo.R1), Of(TwoByTwo.R2), TwoByTwo.Gamma).Distance, 1e-6);
        Assert.Equal(.469539, RewardDistance.Starc(mdp, Of(TwoByTwo.R1), Of(TwoByTwo.R2), TwoByTwo.Gamma).Distance, 1e-5);
    }

    [Fact]
    public void BadCoverage_IsRefused()
    {
        Says("weighs pair 1 with -1", () => Coverage.Of("mine", [1, -1]));
        Says("weighs pair 0 with NaN", () => Coverage.Of("mine", [double.NaN]));
        Says("weighs every pair with 0", () => Coverage.Of("mine", [0, 0]));
        Says("has 3 weights; the process has 2 states × 2 actions = 4 pairs", () => Coverage.Of("mine", [1, 1, 1]).Pairs(mdp));
    }

    [Fact]
    public void WrongShapesAndDiscounts_AreRefused()
    {
        Says("was 7", () => RewardDistance.Starc(mdp, new double[7], new double[8], 0.9));
        Says("gamma must be in [0, 1], was 1.1", () => RewardDistance.Starc(mdp, new double[8], new double[8], 1.1));
        Says("gamma must be in [0, 1], was -0.1", () => EquivalenceTest.Between(mdp, new double[8], new double[8], -0.1));
    }

    [Fact]
    public void BoundsThatWouldNotHold_AreRefused()
    {
        Says("Canon must be Val or Minimal to bound regret, was ValPotential", () => RegretBound.Of(new(mdp, 0.9, new(Canon.ValPotential)), TwoByTwo.R1, TwoByTwo.R2));
        var half = new Canonicaliser(mdp, 0.9, new(Coverage: Coverage.Of("half", [1, 0, 1, 1])));
        Says("Pair (s=0, a=1) weighs 0 but can be reached", () => RegretBound.Of(half, TwoByTwo.R1, TwoByTwo.R2));
    }

    [Fact]
    public void UnreachableStates_CountAndAreNamed_UnlessTheOccupancyWeighs()
    {
        var episodic = Processes.Episodic(new(3));
        var first = Processes.Gaussian(episodic.Entries, new(4));
        double[] second = [.. first];
        for (var k = episodic.Start[5 * 2]; k < episodic.Entries; k++) second[k] += k == episodic.Entries - 1 ? 9 : 0;   // only in state 5, which nothing reaches

        var everywhere = RewardDistance.Starc(episodic, first, second, 0.9);
        Assert.True(everywhere.Distance > 0.1);
        Assert.Contains("1 of 6 states cannot be reached", Assert.Single(everywhere.Notes));
        var reached = RewardDistance.Starc(episodic, first, second, 0.9, new(Coverage: Coverage.Occupancy(episodic, 0.9)));
        Assert.True(reached.Distance < 1e-12);
        Assert.Empty(reached.Notes);
        Assert.Equal("occupancy of the uniform policy", reached.Weighting);
        Assert.True(RewardDistance.Starc(episodic, first, second, 0.9, new(Canon.Minimal, Coverage: Coverage.Occupancy(episodic, 0.9))).Distance < 1e-12);
    }

    [Fact]
    public void Matrix_HoldsEveryPair_AndFindsDuplicates()
    {
        var matrix = DistanceMatrix.Of(new Canonicaliser(mdp, TwoByTwo.Gamma),
            [("r1", TwoByTwo.R1), ("r2", TwoByTwo.R2), ("r3", TwoByTwo.R3), ("none", new double[8])]);
        Assert.Equal(.469539, matrix[0, 1], 1e-6);
        Assert.Equal(matrix[1, 0], matrix[0, 1]);
        Assert.Equal((0, 2), matrix.Duplicates(1e-9).Select(d => (d.First, d.Second)).Single());
        Assert.Equal(2, matrix.Nearest(0));
        Assert.Equal([false, false, false, true], matrix.Trivial);
        Assert.Equal("STARC Val L2", matrix.Measure);
        var alone = DistanceMatrix.Of(mdp, [Processes.Reward(mdp, "alone", (_, a, _) => a)], TwoByTwo.Gamma);
        Assert.Contains("'alone' is the only reward", Assert.Throws<InvalidOperationException>(() => alone.Nearest(0)).Message);
    }

    private static void Says(string expected, Action action) => Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(action).Message);
}
