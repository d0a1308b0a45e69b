namespace Goodhart.Models;

/// <summary>Texts of similar length together, so that little is filled.</summary>
internal static class LengthBatches
{
    /// <summary>Rows of each batch, longest texts first, at most <paramref name="tokens"/> tokens in each, or one text.</summary>
    public static List<int[]> Of(IReadOnlyList<int> lengths, int tokens)
    {
        int[] order = [.. Enumerable.Range(0, lengths.Count).OrderByDescending(row => lengths[row])];   // stable
        var batches = new List<int[]>();
        for (var at = 0; at < order.Length;)
        {
            var count = Math.Clamp(tokens / Math.Max(1, lengths[order[at]]), 1, order.Length - at);
            batches.Add(order[at..(at + count)]);
            at += count;
        }

        return batches;
    }
}
