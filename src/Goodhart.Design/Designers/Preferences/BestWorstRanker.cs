using Goodhart.Feedback;

namespace Goodhart.Design;

/// <summary>How carefully a best and a worst are sought.</summary>
/// <param name="Repeats">Most times one pair is asked, 1 or an odd number above it: the majority counts, and asking stops once it is certain. A tie is no vote.</param>
/// <param name="Recheck">
/// Whether the best is also shown beside everything it beat only by way of others, for judges whose answers run in circles: K − 1 questions at most, and those
/// among the members of a circle that was found. Without it no question is asked whose answer could contradict another.
/// </param>
public sealed record BestWorstOptions(int Repeats = 1, bool Recheck = false)
{
    internal BestWorstOptions Checked() => Ensure.Positive(Repeats) % 2 == 1 ? this
        : throw new ArgumentOutOfRangeException(nameof(Repeats), $"Repeats must be odd, so that there is a majority; was {Repeats}.");
}

/// <summary>What was found.</summary>
/// <param name="Best">Number of the best item.</param>
/// <param name="Worst">Number of the worst; the best's own only where there is one item.</param>
/// <param name="Answers">Every question in the order of asking, with what was answered: so many questions were paid for.</param>
/// <param name="Cycles">Circles among the answers, each better than the next and the last better than the first.</param>
public sealed record BestWorst(int Best, int Worst, IReadOnlyList<Preference<int>> Answers, IReadOnlyList<IReadOnlyList<int>> Cycles)
{
    /// <summary>Questions that were asked, ties and "can't tell" included.</summary>
    public int Queries => Answers.Count;
}

/// <summary>Finds the best and the worst of K items by comparing two at a time.</summary>
/// <remarks>
/// Items meet in pairs; the best is sought among those that did not lose, the worst among those that did not win: ⌈3K/2⌉ − 2 questions for any judge, which no scheme can
/// better for all (Pohl 1972), and at most the (K − 1) + (K − 2) of looking for one after the other: 7 and 9 for K = 6. A tie or "can't tell" costs its question
/// like any other and leaves the item that came first in its place, so any judge comes to an end.
/// </remarks>
public sealed class BestWorstRanker(BestWorstOptions? options = null)
{
    private readonly BestWorstOptions options = (options ?? new()).Checked();

    /// <summary>Finds both among items 0 … <paramref name="count"/> − 1.</summary>
    /// <param name="count">K, at least 1.</param>
    /// <param name="compare">Asks which of two items is better.</param>
    public BestWorst Rank(int count, Func<int, int, Choice> compare)
    {
        var order = new AskedOrder(Ensure.Positive(count), options.Repeats, compare);
        for (var i = 0; i + 1 < count; i += 2) order.Ask(i, i + 1);
        int[] high = [.. Enumerable.Range(0, count).Where(i => i % 2 == 0 ? i + 1 == count || !order.Beats(i + 1, i) : order.Beats(i, i - 1))];
        var best = high.Aggregate((held, next) => order.Ask(held, next) == Choice.Second ? next : held);
        if (options.Recheck) best = Rechecked(order, best, count);

        int[] low = [.. Enumerable.Range(0, count).Where(i => i != best && (!high.Contains(i) || (i == count - 1 && count % 2 == 1)))];
        var worst = low.Length == 0 ? best : low.Aggregate((held, next) => order.Ask(held, next) == Choice.First ? next : held);
        return new(best, worst, order.Answers, order.Cycles);
    }

    /// <summary>Meets everybody; where somebody wins, all of that circle meet each other and the one with most wins is the best, the earlier held one where wins are equal.</summary>
    private static int Rechecked(AskedOrder order, int best, int count)
    {
        var circle = new SortedSet<int>();
        for (var other = 0; other < count; other++)
            if (other != best && order.Met(best, other) is null && order.Meet(best, other) == Choice.Second) circle.UnionWith([best, other]);
        foreach (var cycle in order.Cycles) circle.UnionWith(cycle);
        if (circle.Count == 0) return best;
        foreach (var a in circle)
            foreach (var b in circle.Where(b => b > a && order.Met(a, b) is null)) order.Meet(a, b);
        int Wins(int item) => circle.Count(other => other != item && order.Met(item, other) == Choice.First);
        return circle.OrderByDescending(Wins).ThenByDescending(item => item == best).First();
    }
}
