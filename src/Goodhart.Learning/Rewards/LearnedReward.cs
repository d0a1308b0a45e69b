using Goodhart.Models;
using static TorchSharp.torch;

namespace Goodhart.Learning;

/// <summary>How the output rows of one item become its score.</summary>
/// <param name="rows">Row by row. // (rows × outputs)</param>
/// <param name="outputs">Columns of a row.</param>
public delegate float ReadScore(ReadOnlySpan<float> rows, int outputs);

/// <summary>Trained scorers as rewards. They score as the scorer stands: train on, and the reward changes.</summary>
public static class LearnedReward
{
    /// <summary>A scorer of rows of features.</summary>
    /// <param name="name">Name of the reward.</param>
    /// <param name="scorer">Not disposed by the reward.</param>
    /// <param name="column">Output that is the score.</param>
    /// <param name="batch">Rows that are scored at a time.</param>
    public static IReward<FeatureRows> Of(string name, FeatureScorer scorer, int column = 0, int batch = 4096)
    {
        Ensure.InRange(column, 0, scorer.Outputs - 1);
        Ensure.Positive(batch);
        return Reward.From<FeatureRows>(name, (rows, scores) =>
        {
            using var threads = TorchThreads.One();
            using var nothing = no_grad();
            for (var at = 0; at < scores.Length; at += batch)
            {
                using var scope = NewDisposeScope();
                var count = Math.Min(batch, scores.Length - at);
                var input = empty(count, rows.Width);
                rows.Values.Span.Slice(at * rows.Width, count * rows.Width).CopyTo(input.Floats());
                var scored = scorer.Forward(input).select(1, column).contiguous();
                scored.Floats().CopyTo(scores[at..]);
            }
        });
    }

    /// <summary>A scorer of any items of a batch.</summary>
    /// <param name="name">Name of the reward.</param>
    /// <param name="scorer">Not disposed by the reward.</param>
    /// <param name="item">The item that stands for a sample.</param>
    /// <param name="read">How an item's rows become its score; null for the first output of its last row.</param>
    /// <param name="batch">Items that are scored at a time.</param>
    public static IReward<TBatch> Of<TBatch, TItem>(string name, IScorer<TItem> scorer, Func<TBatch, int, TItem> item, ReadScore? read = null, int batch = 16) where TBatch : IBatch
    {
        Ensure.Positive(batch);
        read ??= (rows, outputs) => rows[^outputs];
        return Reward.From<TBatch>(name, (samples, scores) =>
        {
            using var nothing = no_grad();
            var own = scores;
            for (var at = 0; at < own.Length; at += batch)
            {
                var items = new TItem[Math.Min(batch, own.Length - at)];
                for (var i = 0; i < items.Length; i++) items[i] = item(samples, at + i);
                Score(scorer, items, read, own.Slice(at, items.Length));
            }
        });
    }

    /// <summary>A scorer of tokenised texts, as a reward of completions.</summary>
    /// <param name="name">Name of the reward.</param>
    /// <param name="scorer">Not disposed by the reward.</param>
    /// <param name="encode">Template and tokenizer: an exchange as the scorer reads it.</param>
    /// <param name="read">How an item's rows become its score; null for the first output of its last row.</param>
    /// <param name="batch">Texts that are scored at a time.</param>
    public static IReward<Completions> OfTexts(string name, IScorer<Encoded> scorer, Func<Exchange, Encoded> encode, ReadScore? read = null, int batch = 16) =>
        Of<Completions, Encoded>(name, scorer, (batch, i) => encode(batch[i]), read, batch);

    private static void Score<TItem>(IScorer<TItem> scorer, TItem[] items, ReadScore read, Span<float> scores)
    {
        using var scope = NewDisposeScope();
        var rows = scorer.Forward(items).to(ScalarType.Float32).cpu().contiguous();
        var floats = rows.Floats();
        var (at, outputs) = (0, scorer.Outputs);
        for (var i = 0; i < items.Length; i++)
        {
            var length = scorer.Rows(items[i]) * outputs;
            scores[i] = read(floats.Slice(at, length), outputs);
            at += length;
        }
    }
}
