using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>A network that can be trained to score items: a reward model without its data.</summary>
/// <remarks>
/// A row of outputs belongs to an item, or, where steps or tokens are scored, to each position that is read in it. A score must not depend on the other items of
/// the call, on their order or on padding.
/// </remarks>
/// <typeparam name="T">What is scored: a row of features, a tokenised exchange.</typeparam>
public interface IScorer<in T> : IDisposable
{
    /// <summary>What training changes.</summary>
    ParameterVector Parameters { get; }

    /// <summary>Columns of an output row: 1 for a scalar reward, one per attribute for several.</summary>
    int Outputs { get; }

    /// <summary>Output rows of an item: 1, or the number of positions read in it.</summary>
    int Rows(T item);

    /// <summary>Outputs of all items, one after another. // (Σ Rows, Outputs)</summary>
    /// <param name="items">What is scored; at least one.</param>
    /// <param name="dropout">Source of dropout during training; null for none.</param>
    Tensor Forward(IReadOnlyList<T> items, Generator? dropout = null);
}
