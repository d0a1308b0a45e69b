namespace Goodhart;

/// <summary>Scores every sample of a batch, and knows the parts it is composed of.</summary>
/// <remarks>
/// Implementations compute; they do not check or log. Call <see cref="Scoring.Evaluate"/>, which scores, refuses NaN and infinity with the name of the
/// part and the sample, and records. Composed rewards evaluate their parts through it too, so the recorded total is the number that is trained on.
/// </remarks>
/// <typeparam name="TBatch">What is scored.</typeparam>
public interface IReward<in TBatch> where TBatch : IBatch
{
    /// <summary>Short name, unique among its siblings; it becomes the metric's tag.</summary>
    string Name { get; }

    /// <summary>Unit of a score, "1" where it is a pure number.</summary>
    string Unit { get; }

    /// <summary>Direct parts in the order they are evaluated; empty for a leaf.</summary>
    IReadOnlyList<IReward<TBatch>> Parts { get; }

    /// <summary>Writes one score per sample. // scores: (batch.Count)</summary>
    /// <param name="batch">The samples.</param>
    /// <param name="scores">Where the scores go; its length is the batch's count.</param>
    /// <param name="trace">Recorder of this reward; its children, one per part, are handed to the parts. Null when nothing is recorded.</param>
    void Score(TBatch batch, Span<float> scores, PartTrace? trace = null);
}
