using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>Texts of similar length together, so that little is filled.</summary>
internal static class LengthBatches
{
    /// <summary>Texts of each batch, longest first, at most <paramref name="tokens"/> tokens in each, or one text.</summary>
    public static List<int[]> Of(IReadOnlyList<int> lengths, int tokens)
    {
        int[] order = [.. Enumerable.Range(0, lengths.Count).OrderByDescending(text => lengths[text])];   // stable
        var batches = new List<int[]>();
        for (var at = 0; at < order.Length;)
        {
            var count = Math.Clamp(tokens / Math.Max(1, lengths[order[at]]), 1, order.Length - at);
            batches.Add(order[at..(at + count)]);
            at += count;
        }

        return batches;
    }

    /// <summary>Runs every batch and puts what comes out into the order of the texts. // (Σ rows, …)</summary>
    /// <param name="lengths">Tokens of each text.</param>
    /// <param name="rows">Rows that come out for each text.</param>
    /// <param name="tokens">Most tokens of a batch, or one text.</param>
    /// <param name="forward">From the texts of a batch to their rows, one text after another.</param>
    public static Tensor Run(IReadOnlyList<int> lengths, IReadOnlyList<int> rows, int tokens, Func<int[], Tensor> forward)
    {
        using var scope = NewDisposeScope();
        var offsets = new int[rows.Count];
        for (var i = 1; i < offsets.Length; i++) offsets[i] = offsets[i - 1] + rows[i - 1];
        var (parts, places, at) = (new List<Tensor>(), new long[rows.Sum()], 0L);
        foreach (var batch in Of(lengths, tokens))
        {
            parts.Add(forward(batch));
            foreach (var text in batch)
                for (var row = 0; row < rows[text]; row++) places[offsets[text] + row] = at++;
        }

        var all = parts.Count == 1 ? parts[0] : cat(parts);
        return all.index_select(0, tensor(places, device: all.device)).MoveToOuterDisposeScope();
    }
}
