using System.Diagnostics;
using Goodhart.Worlds.Control;

namespace Goodhart.Benchmarks;

/// <summary>Steps per second of CartPole on one thread, autoreset, flags and both observation columns included.</summary>
internal static class CartPoleSpeed
{
    private const int Copies = 4096, Batches = 16, Steps = 20_000;

    public static Speed Measure()
    {
        var world = new CartPole(Copies);
        world.Reset(1);
        var actions = new float[Batches * Copies];
        var rng = new Generator(1);
        for (var i = 0; i < actions.Length; i++) actions[i] = rng.NextInt(2);

        var rate = Speed.Median(5, () =>
        {
            var watch = Stopwatch.StartNew();
            for (var t = 0; t < Steps; t++) world.Step(actions.AsSpan(t % Batches * Copies, Copies));
            return (double)Steps * Copies / watch.Elapsed.TotalSeconds / 1e6;
        });
        return new($"CartPole, {Copies} copies, random actions, 1 thread", rate, "M steps/s", 60);
    }
}
