namespace Goodhart.Audit.Orderings;

/// <summary>A test of rewards: one stretch of behaviour must score above another.</summary>
/// <param name="Name">Where it stands, as in "orderings.jsonl:3".</param>
/// <param name="Why">Why it must, in its author's words; empty where none are given.</param>
/// <param name="Better">Steps of one episode.</param>
/// <param name="Worse">Steps of another.</param>
/// <param name="Margin">By how much at least, in the reward's unit; 0 for at all.</param>
public sealed record Ordering(string Name, string Why, Transitions Better, Transitions Worse, double Margin = 0);

/// <summary>How a reward ordered it.</summary>
/// <param name="Ordering">The test.</param>
/// <param name="Better">Summed score of what should be better.</param>
/// <param name="Worse">Summed score of what should be worse.</param>
/// <param name="Failure">Why it could not be scored; null when it could.</param>
public sealed record OrderingResult(Ordering Ordering, double Better, double Worse, string? Failure = null)
{
    public bool Holds => Failure is null && Better > Worse && Better - Worse >= Ordering.Margin;
}

/// <summary>Runs orderings against rewards.</summary>
public static class OrderingTest
{
    /// <summary>One result per ordering, in order. A reward that fails on one is reported there, and the others are run.</summary>
    public static IReadOnlyList<OrderingResult> Run(IReward<Transitions> reward, IEnumerable<Ordering> orderings) => [.. orderings.Select(ordering =>
    {
        try
        {
            return new OrderingResult(ordering, Sum(reward, ordering.Better), Sum(reward, ordering.Worse));
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            return new OrderingResult(ordering, double.NaN, double.NaN, failed.Message);
        }
    })];

    private static double Sum(IReward<Transitions> reward, Transitions episode)
    {
        var scores = new float[episode.Count];
        reward.Begin(1);
        reward.Evaluate(episode, scores);
        return scores.Sum(s => (double)s);
    }
}
