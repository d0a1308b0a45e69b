using System.Diagnostics;
using Goodhart.Optimization;
using Goodhart.Worlds.Control;

namespace Goodhart.Benchmarks;

/// <summary>PPO on CartPole with the settings that solve it: rollouts, rewards, advantages and learning, from the first step to the 300 000th.</summary>
internal static class PpoSpeed
{
    private const int Steps = 300_000;

    public static Speed Measure() => new("PPO on CartPole, learning included, 64 copies, policy and critic on a thread each", Speed.Median(5, StepsPerSecond), "env steps/s", 100_000);

    private static double StepsPerSecond()
    {
        using var trainer = new PolicyGradientTrainer(new CartPole(64), CartPoleRewards.Upright, PolicyGradientOptions.CartPole, seed: 1);
        var watch = Stopwatch.StartNew();
        while (trainer.Steps < Steps) trainer.Iterate();
        return trainer.Steps / watch.Elapsed.TotalSeconds;
    }
}
