using Goodhart.Audit.Distances;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests.Distances;

public sealed class MisrankingTests
{
    // One state that is visited again and again, three actions, γ = 0: a policy is its action probabilities, J its expected reward.
    private static readonly TabularMdp bandit = new(
        new([], new ActionSpace.Discrete(["a", "b", "c"]), 1), [0, 1, 2, 3], [0, 0, 0], [1, 1, 1], [1]);

    [Fact]
    public void Worst_InABandit_IsTheWidestCutOfTheTriangle()
    {
        // Corners (J₁, J₂) = (0, 0), (1, 1), (0.25, 0.75). At J₂ = 0.75 the triangle spans J₁ from 0.25 to 0.75: a loss of 0.5.
        var worst = Misranking.Worst(bandit, [0, 1, 0.25], [0, 1, 0.75], 0);
        Assert.Equal(0.5, worst.Loss, 9);
        Assert.Equal([0.25, 0.75, 0], worst.Better.Probabilities, (x, y) => Math.Abs(x - y) < 1e-9);
        Assert.Equal([0, 0, 1], worst.Worse.Probabilities, (x, y) => Math.Abs(x - y) < 1e-9);
    }

    [Fact]
    public void Worst_OfTheOppositeReward_IsEverything() => Assert.Equal(1, Misranking.Worst(bandit, [0, 1, 0.25], [0, -1, -0.25], 0).Loss, 9);

    [Fact]
    public void Worst_OfTheSameReward_IsNothing() => Assert.Equal(0, Misranking.Worst(TwoByTwo.Mdp, TwoByTwo.R1, TwoByTwo.R3, TwoByTwo.Gamma).Loss, 9);

    [Fact]
    public void Regret_InABandit_IsReadOffTheTable()
    {
        // The proxy picks c, worth 2 of a range from 1 to 5, and shuns a, worth 1: the least.
        var regret = Regret.Of(bandit, [1, 5, 2], [0, 1, 3], 0);
        Assert.Equal(0.75, regret.Normalised, 12);
        Assert.Equal(0, regret.Mirrored, 12);
        Assert.Equal((5, 1, 2, 1), (regret.Best, regret.Worst, regret.Chosen, regret.Shunned));
    }
}
