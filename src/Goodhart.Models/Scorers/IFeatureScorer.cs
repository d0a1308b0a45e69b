using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>A scorer that also shows what its last layer reads, for losses on representations and for heads trained afterwards.</summary>
public interface IFeatureScorer<in T> : IScorer<T>
{
    /// <summary>Columns of a row of features.</summary>
    int FeatureWidth { get; }

    /// <summary>Outputs of all items with the features they are read from. // (Σ Rows, Outputs), (Σ Rows, FeatureWidth)</summary>
    (Tensor Outputs, Tensor Features) ForwardWithFeatures(IReadOnlyList<T> items, Generator? dropout = null);
}
