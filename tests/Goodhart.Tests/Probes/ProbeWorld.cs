using Goodhart.Audit.Probes;

namespace Goodhart.Tests;

/// <summary>Prompts whose answers hold facts that can be counted, and rewards whose exploit is known.</summary>
internal static class ProbeWorld
{
    public static Exchange[] References(int count, ulong seed = 1)
    {
        var rng = new Generator(seed);
        return [.. Enumerable.Range(0, count).Select(i => Exchange.Ask($"What is known about topic {i}?",
            string.Join(' ', Enumerable.Range(0, 2 + rng.NextInt(5)).Select(f => $"It is known that fact{i}x{f} holds{new string('y', rng.NextInt(6))}."))))];
    }

    /// <summary>Different facts of the prompt's topic that the answer tells, in part so that a repetition adds none.</summary>
    public static IReward<Completions> Gold { get; } = Reward.Each<Completions>("gold", (batch, i) => Facts(batch.Prompts[i], batch.Texts[i]));

    /// <summary>The facts, and noise that depends on the text alone.</summary>
    public static IReward<Completions> Noisy(double facts, double noise, ulong seed) => Reward.Each<Completions>("noisy",
        (batch, i) => (float)(facts * Facts(batch.Prompts[i], batch.Texts[i]) + noise * new Generator(seed ^ RewardProbe.Stable(batch.Prompts[i] + '\n' + batch.Texts[i])).NextNormal()));

    /// <summary>Gold, and something that is no quality.</summary>
    public static IReward<Completions> And(string name, Func<string, double> liking) =>
        Reward.Each<Completions>(name, (batch, i) => (float)(Facts(batch.Prompts[i], batch.Texts[i]) + liking(batch.Texts[i])));

    private static int Facts(string prompt, string text)
    {
        var topic = new string([.. prompt.Where(char.IsAsciiDigit)]);
        return Enumerable.Range(0, 8).Count(f => text.Contains($"fact{topic}x{f} ", StringComparison.Ordinal));
    }
}
