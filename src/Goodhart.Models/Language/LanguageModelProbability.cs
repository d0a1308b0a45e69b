using static TorchSharp.torch;

namespace Goodhart.Models;

public sealed partial class LanguageModel
{
    /// <summary>Logits held at once: 64 MB of floats.</summary>
    private const int HeldLogits = 1 << 24;

    /// <summary>Tokens of an answer that have a probability: all of it, but for a text's very first token.</summary>
    public static int Predicted(Encoded item) => item.Ids.Length - Math.Max(1, item.Answer);

    /// <summary>log p(token | all before it) of every token of every answer, one text after another. // (Σ Predicted)</summary>
    /// <remarks>Logits are taken where an answer is predicted, a slice at a time; without gradients no more than one slice is ever held.</remarks>
    /// <param name="items">Texts and where their answers begin; at least one.</param>
    /// <param name="rng">Source of dropout in training; null for none.</param>
    /// <param name="batchTokens">Most tokens, padding included, that go through the body at once.</param>
    /// <exception cref="ArgumentException">A text cannot be read, or no token is left to predict.</exception>
    public Tensor LogProbabilities(IReadOnlyList<Encoded> items, Generator? rng = null, int batchTokens = 4096)
    {
        for (var i = 0; i < items.Count; i++)
        {
            Body.Require(items[i].Ids, $"Text {i}");
            if (Predicted(items[i]) == 0) throw new ArgumentException($"Text {i} has no answer token to predict: its answer begins at {items[i].Answer} of {items[i].Ids.Length} tokens.", nameof(items));
        }

        return LengthBatches.Run([.. items.Select(item => item.Ids.Length)], [.. items.Select(Predicted)], batchTokens, batch => OfBatch([.. batch.Select(i => items[i])], rng));
    }

    /// <summary>log p(answer | prompt) of every text: the sum over its answer's tokens. // (texts)</summary>
    /// <inheritdoc cref="LogProbabilities"/>
    public Tensor AnswerLogProbabilities(IReadOnlyList<Encoded> items, Generator? rng = null, int batchTokens = 4096)
    {
        using var scope = NewDisposeScope();
        var each = LogProbabilities(items, rng, batchTokens);
        long[] owners = [.. items.SelectMany((item, i) => Enumerable.Repeat((long)i, Predicted(item)))];
        return zeros([items.Count], each.dtype, each.device).index_add(0, tensor(owners, device: each.device), each, 1).MoveToOuterDisposeScope();
    }

    private Tensor OfBatch(Encoded[] items, Generator? rng)
    {
        using var scope = NewDisposeScope();
        using var batch = Body.Batch([.. items.Select(item => item.Ids)]);
        var (places, targets) = (new List<long>(), new List<long>());
        for (var i = 0; i < items.Length; i++)
        {
            for (var token = Math.Max(1, items[i].Answer); token < items[i].Ids.Length; token++)
            {
                places.Add((i * batch.Width) + batch.Column(i, token - 1));
                targets.Add(items[i].Ids[token]);
            }
        }

        var hidden = Body.Forward(batch, tensor(places.ToArray(), device: batch.Ids.device), rng);
        return OfRows(hidden, tensor(targets.ToArray(), device: batch.Ids.device)).MoveToOuterDisposeScope();
    }

    /// <summary>// hidden: (rows, hidden), targets: (rows) → (rows)</summary>
    private Tensor OfRows(Tensor hidden, Tensor targets)
    {
        var (rows, slice, parts) = (hidden.shape[0], Math.Max(1, HeldLogits / Config.VocabularySize), new List<Tensor>());
        for (var at = 0L; at < rows; at += slice)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(slice, rows - at);
            var all = nn.functional.log_softmax(Logits(hidden.narrow(0, at, count)), -1);
            parts.Add(all.gather(1, targets.narrow(0, at, count).unsqueeze(1)).squeeze(1).MoveToOuterDisposeScope());
        }

        return parts.Count == 1 ? parts[0] : cat(parts);
    }
}
