namespace Goodhart.Learning.Judges;

/// <summary>What an answer of a judge counts for that could not be read, even after it was asked to repair it, or that never came.</summary>
public enum WhenUnreadable
{
    /// <summary>Scoring ends with a <see cref="JudgeException"/> that names the sample; what was answered so far is kept where a cache is.</summary>
    Fail,

    /// <summary>It says nothing: ½ for a pair, 1/k for a choice of k, the middle of the scale for a mark. It is counted in the summary.</summary>
    Neutral,

    /// <summary>The lowest mark, so that an answer gains nothing by breaking its judge; a comparison has no lowest mark and refuses this.</summary>
    Worst,
}

/// <param name="Temperature">Spread of the judge's answers; 0, as RewardBench judges; null for the model's own.</param>
/// <param name="AtOnce">Requests under way at once; it changes the time, never the result.</param>
/// <param name="Repairs">Times a judge is asked to put an unreadable answer right.</param>
/// <param name="LongestReply">Characters of a reply beyond which it is not looked at.</param>
/// <param name="MostTokens">Most tokens of a reply, sent along with the request; a verdict with its reasons takes a few hundred.</param>
/// <param name="Unreadable">What an unreadable answer counts for.</param>
public sealed record JudgeOptions(
    float? Temperature = 0, int AtOnce = 4, int Repairs = 1, int LongestReply = 20_000, int MostTokens = 1024, WhenUnreadable Unreadable = WhenUnreadable.Fail)
{
    public int AtOnce { get; init; } = Ensure.Positive(AtOnce);

    public int Repairs { get; init; } = Ensure.NotNegative(Repairs);

    public int LongestReply { get; init; } = Ensure.Positive(LongestReply);

    public int MostTokens { get; init; } = Ensure.Positive(MostTokens);
}
