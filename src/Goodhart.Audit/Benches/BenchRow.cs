namespace Goodhart.Audit.Benches;

/// <summary>One row of a bench: answers to a prompt, each with its gold.</summary>
/// <param name="Id">Unique in its subset.</param>
/// <param name="Answers">At least two.</param>
/// <param name="Gold">1 for a right answer and 0 for a wrong one, or grades. // (Answers.Count)</param>
public sealed record BenchRow(string Id, IReadOnlyList<Exchange> Answers, double[] Gold)
{
    /// <summary>The subset of rows whose data names none.</summary>
    public const string NoSubset = "all";

    /// <exception cref="ArgumentException">Empty.</exception>
    public string Subset
    {
        get;
        init => field = string.IsNullOrWhiteSpace(value) ? throw new ArgumentException($"Row '{Id}' has an empty subset.") : value;
    } = NoSubset;

    /// <summary>What several rows ask about alike; null where nobody says.</summary>
    public string? Question { get; init; }

    /// <summary>Who wrote each answer, or in what style, where known. // (Answers.Count)</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>The row's name in score tables: its id, after its subset where it has one.</summary>
    public string Name => Subset == NoSubset ? Id : $"{Subset}/{Id}";

    /// <summary>A row whose first answers are right and whose others are wrong.</summary>
    public static BenchRow Of(string id, IReadOnlyList<Exchange> right, IReadOnlyList<Exchange> wrong, string subset = NoSubset) =>
        new(id, [.. right, .. wrong], [.. Enumerable.Repeat(1.0, right.Count), .. new double[wrong.Count]]) { Subset = subset };
}
