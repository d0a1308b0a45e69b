namespace Goodhart.Audit.Scores;

/// <summary>Shortens step scores without changing what any of the eight aggregates says about a group.</summary>
internal static class StepRounding
{
    private const int Fewest = 4, Most = 15;

    /// <summary>
    /// The steps with the fewest decimals (at least four) at which every aggregate orders the right candidate against every other as the full scores do;
    /// strict and tie accuracy, reciprocal rank, pairwise accuracy and best-of-n gold are then unchanged.
    /// </summary>
    public static StepGroup Shorten(StepGroup group)
    {
        var orders = Orders(group);
        for (var decimals = Fewest; decimals <= Most; decimals++)
        {
            var rounded = group with { Steps = [.. group.Steps.Select(steps => (double[])[.. steps.Select(p => Math.Round(p, decimals))])] };
            if (Orders(rounded).SequenceEqual(orders)) return rounded;
        }

        return group;
    }

    private static List<int> Orders(StepGroup group)
    {
        var right = Array.IndexOf(group.Gold, 1.0);
        List<int> orders = [];
        foreach (var how in StepAggregator.All)
        {
            var scores = group.Aggregate(how).Scores;
            orders.AddRange(scores.Select(score => scores[right].CompareTo(score)));
        }

        return orders;
    }
}
