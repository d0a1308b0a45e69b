namespace Goodhart.Learning;

/// <summary>An item with a label for every position that is read in it: steps of a solution, tokens of an answer.</summary>
/// <param name="Item">What is scored.</param>
/// <param name="Labels">Per position the probability that it is right, or, for a scorer of several outputs, the number of its class; null where nobody said.</param>
public sealed record Positions<T>(T Item, IReadOnlyList<double?> Labels)
{
    /// <summary>Name of the row it comes from, for messages.</summary>
    public string? Id { get; init; }
}
