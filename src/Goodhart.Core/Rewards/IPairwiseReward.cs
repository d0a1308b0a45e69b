namespace Goodhart;

/// <summary>Compares answers two at a time: a judge, or a model of preferences that has no scalar reward behind it.</summary>
/// <typeparam name="TBatch">What is compared.</typeparam>
public interface IPairwiseReward<in TBatch> where TBatch : IBatch
{
    /// <summary>Short name; it becomes the metric's tag.</summary>
    string Name { get; }

    /// <summary>Writes for every pair the probability that the second is better, 0 … 1; ½ is a tie. // secondWins: (first.Count)</summary>
    /// <param name="first">What is shown first; an implementation that shows both orders says so.</param>
    /// <param name="second">As many samples, answers to the same prompts.</param>
    /// <param name="secondWins">Where the probabilities go.</param>
    void Prefer(TBatch first, TBatch second, Span<float> secondWins);
}
