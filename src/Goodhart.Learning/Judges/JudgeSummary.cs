using Goodhart.Chat;

namespace Goodhart.Learning.Judges;

/// <summary>What judging has come to so far, and what it has used up.</summary>
/// <param name="Verdicts">Verdicts asked for, those given from the cache included.</param>
/// <param name="Repaired">Verdicts that could be read only after a repair.</param>
/// <param name="Unreadable">Verdicts that could not be read.</param>
/// <param name="TooLong">Replies that were too long.</param>
/// <param name="NoAnswer">Requests without an answer.</param>
/// <param name="FromCache">Requests that the cache answered.</param>
/// <param name="Usage">Requests made, tokens and cost; the cost is 0 where no prices were given.</param>
public sealed record JudgeSummary(long Verdicts, long Repaired, long Unreadable, long TooLong, long NoAnswer, long FromCache, ChatUsage Usage)
{
    /// <summary>Verdicts that are none, for whatever reason.</summary>
    public long Missing => Unreadable + TooLong + NoAnswer;
}
