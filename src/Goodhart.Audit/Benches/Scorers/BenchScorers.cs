namespace Goodhart.Audit.Benches;

/// <summary>The scorers that specs name.</summary>
public static class BenchScorers
{
    public static IBenchScorer Pairwise { get; } = new Pairwise();

    public static IBenchScorer BestOfK { get; } = new BestOfK();

    public static IBenchScorer TiesMargin { get; } = new TiesMargin();

    public static IBenchScorer Mrr { get; } = new Mrr();

    public static IBenchScorer StyleMatrix { get; } = new StyleMatrix();

    public static IBenchScorer AccPlus { get; } = new AccPlus();

    public static IReadOnlyList<IBenchScorer> All { get; } = [Pairwise, BestOfK, TiesMargin, Mrr, StyleMatrix, AccPlus];

    /// <exception cref="ArgumentException">There is no such scorer; the message names those there are.</exception>
    public static IBenchScorer Find(string name) => All.FirstOrDefault(s => s.Name == name)
        ?? throw new ArgumentException($"There is no scorer '{name}'.{Nearest.Hint(name, [.. All.Select(s => s.Name)])}", nameof(name));
}
