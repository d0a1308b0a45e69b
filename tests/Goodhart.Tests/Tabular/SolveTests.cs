using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests;

public sealed class SolveTests
{
    private static readonly Generator rng = new(7);

    public static TheoryData<int, int, int?, double> Shapes => new()
    {
        { 1, 1, null, 0.9 }, { 5, 1, 2, 0.5 }, { 12, 3, 2, 0.99 }, { 40, 4, 3, 0.99 }, { 32, 4, null, 0.95 }, { 60, 2, 1, 0.999 }, { 7, 5, null, 0 },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void ValuesAndOccupancy_OfRandomProcesses_AgreeWithDenseSolves(int states, int actions, int? branching, double gamma)
    {
        var rng = new Generator((ulong)(states + actions));
        for (var trial = 0; trial < 5; trial++)
        {
            var mdp = RandomMdp.Create(states, actions, new(0.5, branching), rng);
            var policy = TabularOracle.RandomPolicy(mdp, rng);
            var reward = TabularOracle.RandomReward(mdp, rng);
            Close(TabularOracle.Values(mdp, policy, reward, gamma), Solve.Values(mdp, policy, reward, gamma), 1e-9);
            Close(TabularOracle.Occupancy(mdp, policy, gamma), Solve.Occupancy(mdp, policy, gamma), 1e-12);
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Occupancy_OfRandomProcesses_SumsToOneAndGivesTheReturnOfTheValues(int states, int actions, int? branching, double gamma)
    {
        var rng = new Generator(3);
        var mdp = RandomMdp.Create(states, actions, new(0.5, branching), rng);
        var (policy, reward) = (TabularOracle.RandomPolicy(mdp, rng), TabularOracle.RandomReward(mdp, rng));
        var occupancy = Solve.Occupancy(mdp, policy, gamma);
        Assert.Equal(1, occupancy.Sum(), 1e-12);
        Assert.All(occupancy, mass => Assert.True(mass >= 0));
        var start = mdp.Initial.Zip(Solve.Values(mdp, policy, reward, gamma), (p, v) => p * v).Sum();
        Assert.Equal((1 - gamma) * start, Solve.Return(occupancy, reward), 1e-10);
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Occupancy_SatisfiesTheFlowEquation_StateByState(int states, int actions, int? branching, double gamma)
    {
        var rng = new Generator(5);
        var mdp = RandomMdp.Create(states, actions, new(0.3, branching), rng);
        var occupancy = Solve.Occupancy(mdp, TabularOracle.RandomPolicy(mdp, rng), gamma);
        double[] inflow = [.. mdp.Initial.Select(p => (1 - gamma) * p)];
        for (var pair = 0; pair < occupancy.Length; pair++)
            for (var k = mdp.Start[pair]; k < mdp.Start[pair + 1]; k++) inflow[mdp.Next[k]] += gamma * occupancy[pair] * mdp.Probability[k];
        Close(inflow, Solve.StateOccupancy(occupancy, actions), 1e-13);
    }

    [Fact]
    public void Occupancy_OfASampledChain_IsTheDiscountedFrequencyOfItsVisits()
    {
        const double gamma = 0.9;
        const int episodes = 200_000;
        var mdp = RandomMdp.Create(4, 2, new(1), rng);
        var policy = TabularOracle.RandomPolicy(mdp, rng);
        var visits = new double[8];
        for (var i = 0; i < episodes; i++)
        {
            // A geometric time with parameter 1 − γ samples the discount exactly.
            var s = rng.Choose(mdp.Initial);
            var a = rng.Choose(policy.At(s));
            while (rng.NextDouble() < gamma)
            {
                var pair = s * 2 + a;
                s = mdp.Next[mdp.Start[pair] + rng.Choose(mdp.Probability.AsSpan(mdp.Start[pair]..mdp.Start[pair + 1]))];
                a = rng.Choose(policy.At(s));
            }

            visits[s * 2 + a] += 1.0 / episodes;
        }

        Close(visits, Solve.Occupancy(mdp, policy, gamma), 6 * 0.5 / Math.Sqrt(episodes));
    }

    [Fact]
    public void Occupancy_WhenEpisodesEnd_LacksTheMassOfTheEndedOnes()
    {
        // One state that ends with probability ½: alive at time t with 2⁻ᵗ, so mass (1 − γ)/(1 − γ/2) = 0.1/0.55.
        var mdp = TabularOracle.EndingRing(1, 0.5);
        var occupancy = Solve.Occupancy(mdp, Policies.Uniform(mdp), 0.9);
        Close([0.1 / 0.55 / 2, 0.1 / 0.55 / 2, 0, 0], occupancy, 1e-14);
    }

    [Fact]
    public void ValuesAndOccupancy_WithoutDiscount_CountTheExpectedVisitsOfAnEpisode()
    {
        // Ends with probability 1/4 at each step: 4 steps expected; one unit of reward per step.
        var mdp = TabularOracle.EndingRing(3, 0.25);
        var policy = Policies.Uniform(mdp);
        double[] one = [1, 1, 1, 1, 1, 1, 100, 100];
        Close([4, 4, 4, 0], Solve.Values(mdp, policy, one, 1), 1e-12);
        Assert.Equal(4, Solve.Occupancy(mdp, policy, 1).Sum(), 1e-12);
    }

    [Fact]
    public void Gamma1_WithoutTermination_IsRefused()
    {
        var mdp = RandomMdp.Create(3, 2, new(1), rng);
        var policy = Policies.Uniform(mdp);
        var error = Assert.Throws<ArgumentException>(() => Solve.Values(mdp, policy, new double[6], 1));
        Assert.Contains("gamma = 1 needs a policy that surely terminates, but from state 0 it never does", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Solve.Occupancy(mdp, policy, 1));
        Assert.Throws<ArgumentException>(() => Solve.Optimal(mdp, new double[6], 1));
        Assert.Throws<ArgumentException>(() => Solve.SoftOptimal(mdp, new double[6], 1, 1));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Gamma_OutsideZeroToOne_IsRefused(double gamma)
    {
        var mdp = RandomMdp.Create(3, 2, new(1), rng);
        Assert.Contains("gamma must be in [0, 1]", Assert.Throws<ArgumentOutOfRangeException>(() => Solve.Occupancy(mdp, Policies.Uniform(mdp), gamma)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_OfAPolicyOfAnotherShape_AreRefused()
    {
        var mdp = RandomMdp.Create(3, 2, new(1), rng);
        Assert.Contains("States must be 3, was 4", Assert.Throws<ArgumentException>(() => Solve.Occupancy(mdp, new(2, new double[8]), 0.9)).Message, StringComparison.Ordinal);
    }

    internal static void Close(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"[{i}]: expected {expected[i]:R}, was {actual[i]:R}");
    }
}
