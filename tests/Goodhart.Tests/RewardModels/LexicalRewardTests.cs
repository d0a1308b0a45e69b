using Goodhart.Studies.Rewards;

namespace Goodhart.Tests.RewardModels;

public class LexicalRewardTests
{
    /// <summary>One column, differences 1: ½λw² + n·log(1 + e^−w) is least where λw = n·σ(−w); for λ = 1 and n = 2, w = 0.674831….</summary>
    [Fact]
    public void Fit_OneColumn_SolvesTheScalarEquation()
    {
        var w = PairwiseLogistic.Fit([new([0], [1]), new([0], [1])], 1, 1)[0];
        Assert.Equal(2 / (1 + Math.Exp(w)), w, 9);
        Assert.InRange(w, 0.67483, 0.67484);
    }

    [Fact]
    public void Fit_AnyDifferences_EndsWhereTheGradientIsZero()
    {
        var rng = new Generator(5);
        SparseRow[] differences = [.. Enumerable.Range(0, 60).Select(_ => new SparseRow([0, 3, 7], [rng.NextNormal(), rng.NextNormal() + 0.5, rng.NextNormal()]))];
        var w = PairwiseLogistic.Fit(differences, 9, 0.5);
        var gradient = PairwiseLogistic.Derivatives(differences, w, 0.5).Gradient;
        Assert.True(gradient.All(g => Math.Abs(g) < 1e-6), string.Join(", ", gradient));
        Assert.Equal(0, w[1]);
        w[3] += 1e-3;
        Assert.True(PairwiseLogistic.Objective(differences, w, 0.5) > PairwiseLogistic.Objective(differences, PairwiseLogistic.Fit(differences, 9, 0.5), 0.5));
    }

    [Fact]
    public void Gradient_IsThatOfTheObjective()
    {
        SparseRow[] differences = [new([0, 1], [1, -2]), new([1], [0.5])];
        double[] w = [0.3, -0.2];
        var (gradient, _) = PairwiseLogistic.Derivatives(differences, w, 2);
        for (var i = 0; i < 2; i++)
        {
            double[] up = [.. w], down = [.. w];
            (up[i], down[i]) = (w[i] + 1e-5, w[i] - 1e-5);
            Assert.Equal((PairwiseLogistic.Objective(differences, up, 2) - PairwiseLogistic.Objective(differences, down, 2)) / 2e-5, gradient[i], 8);
        }
    }

    [Fact]
    public void Learn_FindsTheWordThatDecides()
    {
        var pairs = RewardPairs.Of(Enumerable.Range(0, 20).Select(i => PairsTests.Pair($"q{i}", $"The answer {i % 5} is Kind, indeed", $"the answer {i % 5} is rude indeed")));
        var reward = LexicalReward.Learn(pairs);
        Assert.Equal("kind", reward.Weights.MaxBy(w => w.Weight).Word);
        Assert.Equal("rude", reward.Weights.MinBy(w => w.Weight).Word);
        Assert.All(PairOutcomes.Of(reward, pairs).Right, right => Assert.Equal(1, right));
        var scores = new float[2];
        reward.Evaluate(Completions.Of([Exchange.Ask("q", ""), Exchange.Ask("q", "unheard of")]), scores);
        Assert.Equal([0, 0], scores);
    }
}
