using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>A language model as what trainers train: an output row is log p of one token of a text's answer.</summary>
/// <remarks>With it a language model is trained, watched, stopped and resumed exactly as a reward model is.</remarks>
/// <param name="model">Trained in place, or its adapter where it has one; it stays the caller's.</param>
/// <param name="batchTokens">Most tokens, padding included, that go through the body at once.</param>
public sealed class LikelihoodScorer(LanguageModel model, int batchTokens = 4096) : IScorer<Encoded>
{
    private readonly int batchTokens = Ensure.Positive(batchTokens);

    public ParameterVector Parameters => model.Parameters;

    public int Outputs => 1;

    public int Rows(Encoded item) => LanguageModel.Predicted(item);

    public Tensor Forward(IReadOnlyList<Encoded> items, Generator? dropout = null)
    {
        using var scope = NewDisposeScope();
        return model.LogProbabilities(items, dropout, batchTokens).unsqueeze(1).MoveToOuterDisposeScope();
    }

    public void Dispose() { }
}
