using Goodhart.Optimization;
using Goodhart.Worlds.Control;

namespace Goodhart.Tests.Optimization;

public sealed class CartPoleTrainingTests
{
    /// <summary>The benchmark's settings are settings that learn: mean return of 475 over 100 episodes within 300 000 steps, on at least 4 of 5 seeds.</summary>
    [Fact]
    public void Iterate_CartPole_ReachesItsFullReturn()
    {
        var reached = Enumerable.Range(0, 5).Select(seed => Reach((ulong)seed)).ToArray();
        Assert.True(reached.Count(steps => steps <= 300_000) >= 4, $"Steps until a mean return of 475: {string.Join(", ", reached)}.");
    }

    private static long Reach(ulong seed)
    {
        using var trainer = new PolicyGradientTrainer(new CartPole(64), CartPoleRewards.Upright, PolicyGradientOptions.CartPole, seed);
        while (trainer.Steps < 300_000)
            if (trainer.Iterate().EpisodeReturn >= 475) return trainer.Steps;
        return long.MaxValue;
    }
}
