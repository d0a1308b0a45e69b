namespace Goodhart.Data;

/// <param name="Reading">How the files are read.</param>
/// <param name="Against">Files whose rows should not be among those checked, such as an evaluation set; none by default.</param>
/// <param name="Near">Similarity, from 0 to 1, from which texts are near duplicates: the share of common three-word runs, estimated with a standard error of 0.06; 0.8 by default. Above 1 turns the search off.</param>
/// <param name="Worst">Examples shown of each finding; 5 by default.</param>
/// <param name="MaxNear">Rows among which near duplicates are searched, about 1 kB of memory each; 200 000 by default. Further rows are compared with these.</param>
/// <param name="MaxItems">Different prompts, answers and labelled items that are kept, about 100 bytes each; 4 million by default.</param>
public sealed record DataCheckOptions(
    FeedbackOptions? Reading = null, IReadOnlyList<string>? Against = null, double Near = 0.8, int Worst = 5, int MaxNear = 200_000, int MaxItems = 4_000_000)
{
    public double Near { get; init; } = Near > 0 ? Near : throw new ArgumentOutOfRangeException(nameof(Near), $"Near must be positive, was {Near}. 0.8 is usual; above 1 turns the search off.");

    public int Worst { get; init; } = Ensure.NotNegative(Worst);

    public int MaxNear { get; init; } = Ensure.Positive(MaxNear);

    public int MaxItems { get; init; } = Ensure.Positive(MaxItems);
}
