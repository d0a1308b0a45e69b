using Goodhart.Optimization.Tabular;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests;

public class ReinforceTests
{
    [Fact]
    public void LogGradient_IsThatOfFiniteDifferences()
    {
        const double h = 1e-5;
        var (table, rng) = (new SoftmaxTable(3, 4), new Generator(1));
        for (var k = 0; k < 12; k++) table.Theta[k] = 3 * rng.NextNormal();
        for (var action = 0; action < 4; action++)
        {
            var gradient = new double[12];
            table.AddLogGradient(1, action, 2.5, gradient);
            for (var k = 0; k < 12; k++)
            {
                var kept = table.Theta[k];
                table.Theta[k] = kept + h;
                var up = table.LogProbability(1, action);
                table.Theta[k] = kept - h;
                var down = table.LogProbability(1, action);
                table.Theta[k] = kept;
                Assert.Equal(2.5 * (up - down) / (2 * h), gradient[k], 1e-8);
            }
        }
    }

    [Fact]
    public void Probabilities_AreSoftmax_AlsoForHugeParameters()
    {
        var table = new SoftmaxTable(1, 2);
        (table.Theta[0], table.Theta[1]) = (1000 + Math.Log(3), 1000);
        Assert.Equal([.75, .25], table.ToPolicy().Probabilities.Select(p => Math.Round(p, 12)));
        Assert.Equal(Math.Log(.25), table.LogProbability(0, 1), 1e-9);
    }

    [Fact]
    public void ReturnsToGo_ByHand()
    {
        TabularStep[] episode = [new(0, 0, 1, 0, 1, false), new(1, 0, 2, 1, 2, false), new(2, 0, 3, 2, 4, true)];
        var returns = new double[3];
        Returns.ToGo(episode, .5, returns);
        Assert.Equal([3, 4, 4], returns);   // 4; 2 + ½·4; 1 + ½·4
    }

    [Fact]
    public void TheExpectedGradient_IsThatOfTheExactReturn()
    {
        // Two actions in one state, ending at once: J = Σ π(a)·r(a), so ∂J/∂θ_b = π(b)·(r(b) − J), and every episode's gradient is r(a)·∇log π(a).
        double[] rewards = [1, 4];
        var table = new SoftmaxTable(1, 2);
        (table.Theta[0], table.Theta[1]) = (Math.Log(3), 0);
        var j = .75 * 1 + .25 * 4;
        var expected = new double[2];
        for (var a = 0; a < 2; a++)
        {
            var one = Reinforce.Gradient(table, [[new TabularStep(0, a, 1, a, rewards[a], true)]], 1);
            for (var b = 0; b < 2; b++) expected[b] += (a == 0 ? .75 : .25) * one[b];
        }

        Assert.Equal([Math.Round(.75 * (1 - j), 12), Math.Round(.25 * (4 - j), 12)], expected.Select(x => Math.Round(x, 12)));
    }

    [Fact]
    public void Episode_UpdatesEverySecond_FromTheLatestFive()
    {
        using var learner = new Reinforce(QLearningTests.Chain(3), QLearningTests.Arrival(3), new(Horizon: 20), new(1));
        learner.Episode();
        Assert.All(learner.Policy.Theta, θ => Assert.Equal(0, θ));
        learner.Run(9);
        Assert.Contains(learner.Policy.Theta, θ => θ != 0);
        Assert.Equal((10, 5), (learner.Episodes, learner.Latest.Count));
        Assert.All(learner.Latest, episode => Assert.Equal(episode[^1].Terminated ? 1 : 0, episode[^1].Reward));
    }

    [Fact]
    public void InAChain_ThePolicyWalksToTheGoal_AndTheSameSeedGivesTheSameBits()
    {
        var mdp = QLearningTests.Chain(6);
        double[] Learn(ulong seed)
        {
            using var learner = new Reinforce(mdp, QLearningTests.Arrival(6), new(Discount: .9, LearningRate: .5), new(seed));
            learner.Run(3000);
            return learner.Policy.ToPolicy().Probabilities;
        }

        var learnt = Learn(1);
        for (var s = 0; s < 6; s++) Assert.True(learnt[2 * s + 1] > .8, $"right in {s}: {learnt[2 * s + 1]}");
        Assert.Equal(learnt, Learn(1));
        Assert.NotEqual(learnt, Learn(2));
        var expected = mdp.Expect(mdp.Tabulate(QLearningTests.Arrival(6)));
        var value = Solve.Values(mdp, new(2, learnt), expected, .9)[0];
        Assert.InRange(value, .9 * Math.Pow(.9, 5), Math.Pow(.9, 5));   // the optimum is γ⁵
    }

    [Fact]
    public void CountBonus_IsInTheRewardsItLearnsFrom()
    {
        using var learner = new Reinforce(QLearningTests.Chain(1), new double[2], new(CountBonus: 1, Horizon: 3), new(3));
        learner.Episode();
        var bonuses = learner.Latest.Single();
        for (var t = 0; t < bonuses.Length; t++) Assert.Equal(bonuses[t].Terminated ? 0 : 1 / Math.Sqrt(1 + t), bonuses[t].Reward, 1e-12);
    }

    [Fact]
    public void BadOptions_AreNamed()
    {
        Says("LearningRate must be positive, was 0.", new(LearningRate: 0));
        Says("Every must be positive, was 0.", new(Every: 0));
        Says("Latest must be positive, was 0.", new(Latest: 0));

        static void Says(string message, ReinforceOptions options) =>
            Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(() => new Reinforce(QLearningTests.Chain(2), new double[4], options, new(1))).Message);
    }
}
