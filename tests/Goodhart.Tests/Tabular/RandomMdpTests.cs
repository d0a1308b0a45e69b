using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests;

public sealed class RandomMdpTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(4)]
    public void Create_Dense_HasTheMomentsOfTheDirichletLaw(double concentration)
    {
        // Var of one component of a symmetric Dirichlet over n outcomes: (1/n)(1 − 1/n)/(nα + 1).
        const int n = 8;
        var mdp = RandomMdp.Create(n, 4000, new(concentration), new(3));
        var mean = mdp.Probability.Average();
        var variance = mdp.Probability.Average(p => (p - mean) * (p - mean));
        var expected = 1.0 / n * (1 - 1.0 / n) / (n * concentration + 1);
        Assert.Equal(1.0 / n, mean, 1e-12);
        Assert.Equal(expected, variance, expected * 0.03);
    }

    [Fact]
    public void Create_WithBranching_LeadsToThatManyDifferentStates()
    {
        var mdp = RandomMdp.Create(9, 3, new(1, 4), new(3));
        for (var pair = 0; pair < 27; pair++) Assert.Equal(4, mdp.Next[mdp.Start[pair]..mdp.Start[pair + 1]].Distinct().Count());
    }

    [Fact]
    public void Create_WithATinyConcentration_HasNoNaN() =>
        Assert.All(RandomMdp.Create(10, 4, new(1e-4), new(3)).Probability, p => Assert.InRange(p, 0, 1));

    [Fact]
    public void Create_WithTheSameSeed_GivesTheSameProcess() =>
        Assert.Equal(RandomMdp.Create(5, 2, new(1, 3), new(9)).Probability, RandomMdp.Create(5, 2, new(1, 3), new(9)).Probability);

    [Fact]
    public void Create_WithImpossibleOptions_IsRefused()
    {
        Assert.Contains("must be in [1, 3], was 4", Assert.Throws<ArgumentOutOfRangeException>(() => RandomMdp.Create(3, 2, new(1, 4), new(1))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomMdp.Create(3, 2, new(0), new(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomMdp.Create(0, 2, new(1), new(1)));
    }
}
