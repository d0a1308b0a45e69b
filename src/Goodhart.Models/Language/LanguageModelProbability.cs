using static TorchSharp.torch;

namespace Goodhart.Models;

public sealed partial class LanguageModel
{
    /// <summary>Tokens of an answer that have a probability: all of it, but for a text's very first token.</summary>
    public static int Predicted(Encoded item) => item.Ids.Length - Math.Max(1, item.Answer);

    /// <summary>log p(token | all before it) of every token of every answer, one text after another. // (Σ Predicted)</summary>
    /// <remarks>Logits are taken where an answer is predicted, a slice at a time; without gradients no more than one slice is ever held.</remarks>
    /// <param name="items">Texts and where their answers begin; at least one.</param>
    /// <param name="rng">Source of dropout in training; null for none.</param>
    /// <param name="batchTokens">Most tokens, padding included, that go through the body at once.</param>
    /// <exception cref="ArgumentException">A text cannot be read, or no token is left to predict.</exception>
    public Tensor LogProbabilities(IReadOnlyList<Encoded> items, Generator? rng = null, int batchTokens = 4096) => new AnswerProbability(Body, Output).Of(items, rng, batchTokens);

    /// <summary>log p(answer | prompt) of every text: the sum over its answer's tokens. // (texts)</summary>
    /// <inheritdoc cref="LogProbabilities"/>
    public Tensor AnswerLogProbabilities(IReadOnlyList<Encoded> items, Generator? rng = null, int batchTokens = 4096)
    {
        using var scope = NewDisposeScope();
        var each = LogProbabilities(items, rng, batchTokens);
        long[] owners = [.. items.SelectMany((item, i) => Enumerable.Repeat((long)i, Predicted(item)))];
        return zeros([items.Count], each.dtype, each.device).index_add(0, tensor(owners, device: each.device), each, 1).MoveToOuterDisposeScope();
    }
}
