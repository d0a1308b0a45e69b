using Goodhart.Audit.Distances;
using Goodhart.Worlds.Control;

namespace Goodhart.Tests;

public sealed class RewardDiffTests
{
    private static readonly IReward<Transitions> x = Reward.Each<Transitions>("x", (t, i) => t.Next("x")[i]);

    [Fact]
    public void A_rescaled_reward_differs_in_nothing_that_matters()
    {
        var diff = RewardDiff.Between(FiveCells.World, x, Reward.Each<Transitions>("3x + 1", (t, i) => 3 * t.Next("x")[i] + 1));
        Assert.Equal(1, diff.Pearson, 1e-6);
        Assert.Equal(1, diff.Spearman, 1e-6);
        Assert.Equal(0, diff.FlippedShare);
        Assert.Empty(diff.Flips);
        Assert.Equal(3, diff.Distances.Count);
        Assert.All(diff.Distances.Skip(1), d => Assert.Equal(0, d.Distance, 1e-3));   // EPIC and DARD ignore scale and constants
    }

    [Fact]
    public void An_opposite_reward_flips_every_pair_and_shows_the_clearest()
    {
        var diff = RewardDiff.Between(FiveCells.World, x, Reward.Each<Transitions>("−x", (t, i) => -t.Next("x")[i]), examples: 3);
        Assert.Equal(-1, diff.Spearman, 1e-6);
        Assert.Equal(1, diff.FlippedShare);
        Assert.Equal(3, diff.Flips.Count);
        Assert.True(diff.Flips[0].FirstOne > diff.Flips[0].FirstOther && diff.Flips[0].SecondOne < diff.Flips[0].SecondOther);
        Assert.Equal(2, diff.Distances[0].Distance, 1e-3);   // STARC's largest
    }

    [Fact]
    public void Sampled_worlds_get_estimates_with_their_noise()
    {
        var diff = RewardDiff.Between(count => new CartPole(count), CartPoleRewards.Centred, CartPoleRewards.Deviation);
        Assert.Equal(2, diff.Distances.Count);
        Assert.All(diff.Distances, d => Assert.NotNull(d.Noise));
        Assert.True(diff.Spearman > 0.5);
    }
}
