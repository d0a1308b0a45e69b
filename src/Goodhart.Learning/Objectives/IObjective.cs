using static TorchSharp.torch;

namespace Goodhart.Learning;

/// <summary>What is wanted of a scorer: which items an example holds, and what their outputs cost.</summary>
/// <typeparam name="TExample">A piece of feedback: a pair, a rating, a ranking.</typeparam>
/// <typeparam name="TItem">What is scored.</typeparam>
public interface IObjective<TExample, TItem>
{
    /// <summary>Whether losses read features; the scorer must then be an <see cref="Goodhart.Models.IFeatureScorer{T}"/>.</summary>
    bool ReadsFeatures => false;

    /// <summary>Appends the items to score, in the order in which their rows come.</summary>
    void Items(TExample example, List<TItem> into);

    /// <summary>What an example counts for in a batch's mean, Σ losses / Σ counts: 1, or its number of labels.</summary>
    double Count(TExample example) => 1;

    /// <summary>What each example costs, not reduced. // (examples)</summary>
    Tensor Losses(IReadOnlyList<TExample> examples, Outputs outputs);

    /// <summary>By how much each decision is right (positive) or wrong (negative), for accuracy; null where there is nothing to be right about. // (decisions)</summary>
    Tensor? Leads(IReadOnlyList<TExample> examples, Outputs outputs) => null;

    /// <summary>The row an example comes from, to name it in a message; null if it has no name.</summary>
    string? Id(TExample example) => null;
}

/// <summary>What a scorer said of the items of some examples.</summary>
/// <param name="Rows">Output rows of all items, one after another. // (Σ rows, outputs)</param>
/// <param name="RowsOf">Number of rows of each item. // (items)</param>
/// <param name="Features">What the last layer read, where the objective asked for it. // (Σ rows, width)</param>
public sealed record Outputs(Tensor Rows, IReadOnlyList<int> RowsOf, Tensor? Features = null)
{
    /// <summary>One output of every row. // (Σ rows)</summary>
    public Tensor Column(int column) => column >= 0 && column < Rows.shape[1] ? Rows.select(1, column)
        : throw new ArgumentException($"The objective reads output {column}; the scorer has {Rows.shape[1]}, counted from 0.");

    internal void OnePerItem(string what)
    {
        if (Rows.shape[0] != RowsOf.Count)
            throw new ArgumentException($"A {what} needs one output row per item, got {Rows.shape[0]} rows for {RowsOf.Count} items: read each at one position.");
    }
}
