using static TorchSharp.torch;

namespace Goodhart.Optimization;

/// <summary>Random orders of a batch, and their parts as minibatches of nearly equal size.</summary>
internal static class Permutation
{
    /// <summary>// → (count), whole numbers</summary>
    public static Tensor Of(int count, Generator rng)
    {
        var order = new long[count];
        for (var i = 0; i < count; i++) order[i] = i;
        rng.Shuffle(order.AsSpan());
        return tensor(order);
    }

    /// <summary>Rows of one of <paramref name="parts"/> parts of the first dimension, without a copy.</summary>
    public static Tensor Part(Tensor rows, int part, int parts)
    {
        long count = rows.shape[0], from = count * part / parts;
        return rows.narrow(0, from, count * (part + 1) / parts - from);
    }
}
