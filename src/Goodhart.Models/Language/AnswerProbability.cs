using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>log p(token | all before it) of the tokens of answers, from a body and the map from its hidden states to logits.</summary>
/// <param name="body">Not disposed.</param>
/// <param name="output">// (vocabulary, hidden)</param>
internal sealed class AnswerProbability(Transformer body, Tensor output)
{
    /// <summary>Logits held at once: 64 MB of floats.</summary>
    private const int HeldLogits = 1 << 24;

    /// <summary>One text after another. // (Σ Predicted)</summary>
    public Tensor Of(IReadOnlyList<Encoded> items, Generator? rng, int batchTokens)
    {
        for (var i = 0; i < items.Count; i++)
        {
            body.Require(items[i].Ids, $"Text {i}");
            if (LanguageModel.Predicted(items[i]) == 0) throw new ArgumentException($"Text {i} has no answer token to predict: its answer begins at {items[i].Answer} of {items[i].Ids.Length} tokens.", nameof(items));
        }

        return LengthBatches.Run([.. items.Select(item => item.Ids.Length)], [.. items.Select(LanguageModel.Predicted)], batchTokens, batch => OfBatch([.. batch.Select(i => items[i])], rng));
    }

    private Tensor OfBatch(Encoded[] items, Generator? rng)
    {
        using var scope = NewDisposeScope();
        using var batch = body.Batch([.. items.Select(item => item.Ids)]);
        var (places, targets) = (new List<long>(), new List<long>());
        for (var i = 0; i < items.Length; i++)
        {
            for (var token = Math.Max(1, items[i].Answer); token < items[i].Ids.Length; token++)
            {
                places.Add((i * batch.Width) + batch.Column(i, token - 1));
                targets.Add(items[i].Ids[token]);
            }
        }

        var hidden = body.Forward(batch, tensor(places.ToArray(), device: batch.Ids.device), rng);
        return OfRows(hidden, tensor(targets.ToArray(), device: batch.Ids.device)).MoveToOuterDisposeScope();
    }

    /// <summary>// hidden: (rows, hidden), targets: (rows) → (rows)</summary>
    private Tensor OfRows(Tensor hidden, Tensor targets)
    {
        var (rows, slice, parts) = (hidden.shape[0], Math.Max(1, HeldLogits / body.Config.VocabularySize), new List<Tensor>());
        for (var at = 0L; at < rows; at += slice)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(slice, rows - at);
            var all = nn.functional.log_softmax(nn.functional.linear(hidden.narrow(0, at, count), output), -1);
            parts.Add(all.gather(1, targets.narrow(0, at, count).unsqueeze(1)).squeeze(1).MoveToOuterDisposeScope());
        }

        return parts.Count == 1 ? parts[0] : cat(parts);
    }
}
