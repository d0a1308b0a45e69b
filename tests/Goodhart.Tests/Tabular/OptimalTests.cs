using Goodhart.Worlds.Tabular;
using static Goodhart.Tests.SolveTests;

namespace Goodhart.Tests;

public sealed class OptimalTests
{
    [Theory, MemberData(nameof(SolveTests.Shapes), MemberType = typeof(SolveTests))]
    public void Optimal_OfRandomProcesses_AgreesWithValueIteration(int states, int actions, int? branching, double gamma)
    {
        var rng = new Generator(11);
        var mdp = RandomMdp.Create(states, actions, new(0.5, branching), rng);
        var reward = TabularOracle.RandomReward(mdp, rng);
        var (q, v) = Solve.Optimal(mdp, reward, gamma);
        Close(TabularOracle.OptimalValues(mdp, reward, gamma, row => row.Max(), gamma > 0.99 ? 30_000 : 5000), v, 1e-8);
        Close(q, Solve.QValues(mdp, reward, v, gamma), 1e-9);
        Close(v, Solve.Values(mdp, Solve.Greedy(mdp, q, splitTies: true), reward, gamma), 1e-6);
    }

    [Fact]
    public void Optimal_OfATinyProcess_IsTheBestOfAllDeterministicPolicies()
    {
        var rng = new Generator(1);
        var mdp = RandomMdp.Create(4, 3, new(0.3), rng);
        var reward = TabularOracle.RandomReward(mdp, rng);
        var best = Enumerable.Range(0, 81).Max(code =>
        {
            var policy = new TabularPolicy(3, new double[12]);
            for (var s = 0; s < 4; s++, code /= 3) policy.At(s)[code % 3] = 1;
            return Solve.Return(Solve.Occupancy(mdp, policy, 0.9), reward);
        });
        var optimal = Solve.Greedy(mdp, Solve.Optimal(mdp, reward, 0.9).Q, splitTies: false);
        Assert.Equal(best, Solve.Return(Solve.Occupancy(mdp, optimal, 0.9), reward), 1e-12);
    }

    [Fact]
    public void Greedy_WithEqualActions_SplitsOrTakesTheFirst()
    {
        var mdp = RandomMdp.Create(2, 3, new(1), new(1));
        double[] q = [1, 3, 3 + 1e-12, -2, -5, -2];
        Close([0, 0.5, 0.5, 0.5, 0, 0.5], Solve.Greedy(mdp, q, splitTies: true).Probabilities, 0);
        Close([0, 0, 1, 1, 0, 0], Solve.Greedy(mdp, q, splitTies: false).Probabilities, 0);
    }

    [Theory, MemberData(nameof(SolveTests.Shapes), MemberType = typeof(SolveTests))]
    public void SoftOptimal_OfRandomProcesses_SatisfiesTheSoftBellmanEquation(int states, int actions, int? branching, double gamma)
    {
        const double temperature = 0.3;
        var rng = new Generator(13);
        var mdp = RandomMdp.Create(states, actions, new(0.5, branching), rng);
        var (reward, prior) = (TabularOracle.RandomReward(mdp, rng), TabularOracle.RandomPolicy(mdp, rng));
        var state = 0;
        var v = TabularOracle.OptimalValues(mdp, reward, gamma, row =>
        {
            var at = prior.At(state++ % states);
            var largest = row.Max();
            var sum = 0.0;
            for (var a = 0; a < row.Length; a++) sum += at[a] * Math.Exp((row[a] - largest) / temperature);
            return largest + temperature * Math.Log(sum);
        }, gamma > 0.99 ? 30_000 : 5000);
        var q = Solve.QValues(mdp, reward, v, gamma);
        double[] expected = [.. q.Select((value, k) => prior.Probabilities[k] * Math.Exp((value - v[k / actions]) / temperature))];
        Close(expected, Solve.SoftOptimal(mdp, reward, gamma, temperature, prior).Probabilities, 1e-7);
    }

    [Fact]
    public void SoftOptimal_AtExtremeTemperatures_IsThePriorOrTheOptimum()
    {
        var rng = new Generator(17);
        var mdp = RandomMdp.Create(10, 3, new(0.5), rng);
        var (reward, prior) = (TabularOracle.RandomReward(mdp, rng), TabularOracle.RandomPolicy(mdp, rng));
        Close(prior.Probabilities, Solve.SoftOptimal(mdp, reward, 0.9, 1e9, prior).Probabilities, 1e-6);
        var optimal = Solve.Greedy(mdp, Solve.Optimal(mdp, reward, 0.9).Q, splitTies: false);
        Close(optimal.Probabilities, Solve.SoftOptimal(mdp, reward, 0.9, 1e-6, prior).Probabilities, 1e-6);
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-6)]
    [InlineData(1e-9)]
    public void SoftOptimal_WithTiesAtATinyTemperature_StillSettles(double temperature)
    {
        // Both actions of every state lead to the same places: whatever the temperature, the prior decides between them.
        var rng = new Generator(19);
        var single = RandomMdp.Create(30, 1, new(0.2), rng);
        int[] start = [.. Enumerable.Range(0, 61).Select(pair => pair * 30)];
        int[] next = [.. single.Next.Chunk(30).SelectMany(row => row.Concat(row))];
        double[] probability = [.. single.Probability.Chunk(30).SelectMany(row => row.Concat(row))];
        var mdp = new TabularMdp(new([], new ActionSpace.Discrete(["a", "b"]), 30), start, next, probability, single.Initial);
        double[] reward = [.. TabularOracle.RandomReward(single, rng).SelectMany(r => new[] { r, r })];
        Close(Policies.Uniform(mdp).Probabilities, Solve.SoftOptimal(mdp, reward, 0.99, temperature).Probabilities, 1e-4);
    }

    [Fact]
    public void Softmax_OfTwoActions_IsTheLogistic()
    {
        var mdp = RandomMdp.Create(1, 2, new(1), new(1));
        var p = 1 / (1 + Math.Exp(-2));   // (Q₀ − Q₁)/τ = (1 − 0)/0.5 = 2
        Close([p, 1 - p], Solve.Softmax(mdp, [1, 0], 0.5).Probabilities, 1e-15);
    }

    [Fact]
    public void Mix_OfTwoPolicies_IsTheirWeightedMeanInEveryState()
    {
        Close([0.925, 0.075], Policies.Mix(new(2, [1, 0]), new(2, [0.25, 0.75]), 0.1).Probabilities, 1e-15);
        Assert.Contains("weight must be in [0, 1], was 1.5", Assert.Throws<ArgumentOutOfRangeException>(() => Policies.Mix(new(1, [1]), new(1, [1]), 1.5)).Message, StringComparison.Ordinal);
    }
}
