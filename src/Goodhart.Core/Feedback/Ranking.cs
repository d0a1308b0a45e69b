namespace Goodhart.Feedback;

/// <summary>Several items in order of preference.</summary>
public sealed record Ranking<T>
{
    /// <param name="items">At least two.</param>
    /// <param name="ranks">One rank per item from 1, the best; equal ranks are ties. // (items)</param>
    /// <exception cref="ArgumentException">Fewer than two items, unequal lengths, or a rank below 1.</exception>
    public Ranking(IReadOnlyList<T> items, IReadOnlyList<int> ranks)
    {
        if (items.Count < 2) throw new ArgumentException($"A ranking needs at least two items, got {items.Count}.", nameof(items));
        if (ranks.Count != items.Count) throw new ArgumentException($"There are {ranks.Count} ranks for {items.Count} items; expected one per item.", nameof(ranks));
        for (var i = 0; i < ranks.Count; i++)
            if (ranks[i] < 1) throw new ArgumentException($"Rank of item {i} is {ranks[i]}; ranks count from 1, the best.", nameof(ranks));
        (Items, Ranks) = (items, ranks);
    }

    public IReadOnlyList<T> Items { get; }

    /// <summary>1 is the best; equal ranks are ties. // (Items.Count)</summary>
    public IReadOnlyList<int> Ranks { get; }

    /// <summary>Why, in the annotator's words.</summary>
    public string? Reason { get; init; }

    public Origin Origin { get; init; } = Origin.Unknown;

    /// <summary>A ranking without ties, given best first.</summary>
    public static Ranking<T> BestFirst(params IReadOnlyList<T> items) => new(items, [.. Enumerable.Range(1, items.Count)]);

    /// <summary>All k(k − 1)/2 pairs it implies; pairs of one ranking are not independent, so keep them in one batch.</summary>
    public IEnumerable<Preference<T>> ToPreferences()
    {
        for (var i = 0; i < Items.Count; i++)
            for (var j = i + 1; j < Items.Count; j++)
            {
                var choice = Ranks[i] < Ranks[j] ? Choice.First : Ranks[i] > Ranks[j] ? Choice.Second : Choice.Tie;
                yield return new(Items[i], Items[j], choice) { Reason = Reason, Origin = Origin };
            }
    }
}
