using Goodhart.Data;

namespace Goodhart.Studies.Rewards;

/// <summary>One answer of a file with its score.</summary>
/// <param name="Id">The row's identifier.</param>
/// <param name="Answer">Which answer of the row, from 0.</param>
/// <param name="Exchange">What was scored.</param>
/// <param name="Score">The reward.</param>
/// <param name="Parts">Scores of what the reward is made of, such as an ensemble's members; empty where it has no parts.</param>
public sealed record ScoredAnswer(string Id, int Answer, Exchange Exchange, float Score, IReadOnlyDictionary<string, float> Parts);

/// <summary>Scores every answer of feedback files, a batch at a time, so that a file of any size is scored.</summary>
public static class ScoredAnswers
{
    /// <param name="rows">Feedback of any kind.</param>
    /// <param name="reward">A score must not depend on the other answers of its batch.</param>
    /// <param name="batch">Answers scored at once.</param>
    public static IEnumerable<ScoredAnswer> Of(IEnumerable<FeedbackRow> rows, IReward<Completions> reward, int batch = 64)
    {
        var waiting = rows.SelectMany(row => row.Exchanges.Select((exchange, i) => (row.Id, Answer: i, Exchange: exchange)));
        var trace = PartTrace.Of(reward, keep: true);
        foreach (var chunk in waiting.Chunk(Ensure.Positive(batch)))
        {
            var scores = new float[chunk.Length];
            reward.Evaluate(Completions.Of([.. chunk.Select(item => item.Exchange)]), scores, trace);
            for (var i = 0; i < chunk.Length; i++)
                yield return new(chunk[i].Id, chunk[i].Answer, chunk[i].Exchange, scores[i], trace.Children.ToDictionary(part => part.Path[(part.Path.IndexOf('/', StringComparison.Ordinal) + 1)..], part => part.Last[i]));
        }
    }
}
