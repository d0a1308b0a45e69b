using Goodhart.Statistics;

namespace Goodhart.Audit.Cards;

/// <summary>Something that was measured of a reward.</summary>
/// <param name="What">What, such as "held-out pairs" or "RewardBench 2".</param>
/// <param name="Metric">How, such as "accuracy".</param>
/// <param name="Value">How much, with its interval.</param>
/// <param name="Samples">Of how many independent samples, such as prompts.</param>
public sealed record CardResult(string What, string Metric, Interval Value, int Samples)
{
    /// <summary>The same measured of somebody who knows nothing, or little: "chance", "length", "lexical".</summary>
    public IReadOnlyList<CardBaseline> Baselines { get; init; } = [];

    /// <summary>What follows from it, in a sentence.</summary>
    public string? Verdict { get; init; }
}

/// <summary>What a simple rule reaches on the same samples.</summary>
/// <param name="Name">The rule.</param>
/// <param name="Value">What it reaches.</param>
public sealed record CardBaseline(string Name, Interval Value);

/// <summary>A way to a high score that is not a good answer.</summary>
/// <param name="What">What was done to the answer, such as "repeated its first sentence".</param>
/// <param name="Gain">How much it raised the score, in standard deviations of honest answers.</param>
/// <param name="Example">The worst that was found.</param>
public sealed record CardExploit(string What, double Gain, string? Example = null);
