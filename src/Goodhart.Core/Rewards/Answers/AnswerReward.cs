namespace Goodhart;

/// <summary>Scores of answers that can be checked.</summary>
/// <param name="Column">The batch's column of references: bare answers, or solutions that end with one.</param>
/// <param name="Right">Score of a right answer.</param>
/// <param name="Wrong">Score of a wrong one.</param>
/// <param name="Missing">Score of a text without any; null for the same as a wrong one.</param>
/// <param name="Tolerance">Largest difference of equal numbers, relative to the larger one's size.</param>
public sealed record AnswerRewardOptions(string Column = "answer", float Right = 1, float Wrong = 0, float? Missing = null, double Tolerance = 1e-6);

/// <summary>The verifiable reward of tasks with one right answer: whether a completion's final answer is the reference.</summary>
/// <remarks>It checks the end alone: a wrong derivation of the right number scores as a right one.</remarks>
public sealed class AnswerReward(AnswerRewardOptions? options = null, string name = "answer") : IReward<Completions>
{
    private readonly AnswerRewardOptions options = options ?? new();

    public string Name => name;

    public string Unit => "1";

    public IReadOnlyList<IReward<Completions>> Parts => [];

    /// <exception cref="ArgumentException">There is no column of references, or one of them is empty.</exception>
    public void Score(Completions batch, Span<float> scores, PartTrace? trace = null)
    {
        var references = batch.Column<string>(options.Column);
        for (var i = 0; i < scores.Length; i++)
            scores[i] = FinalAnswer.Find(batch.Texts[i]) is not { } found ? options.Missing ?? options.Wrong
                : found.Matches(FinalAnswer.Reference(references[i]), options.Tolerance) ? options.Right : options.Wrong;
    }
}
