using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>Keys and values of the tokens read so far, so that a further token costs one position instead of all. // each: (texts, key heads, capacity, head)</summary>
internal sealed class KeyValueCache : IDisposable
{
    private const int Block = 128;

    private readonly Tensor[] keys, values;
    private Tensor starts;

    /// <param name="config">Sizes.</param>
    /// <param name="batch">Texts that are read first.</param>
    /// <param name="type">Type of the numbers.</param>
    public KeyValueCache(LanguageConfig config, TokenBatch batch, ScalarType type)
    {
        Capacity = Rounded(batch.Width + 1);
        starts = batch.Starts().DetachFromDisposeScope();
        IsShifted = batch.IsShifted;
        long[] shape = [batch.Lengths.Count, config.KeyValueHeads, Capacity, config.HeadDim];
        keys = [.. Enumerable.Range(0, config.Layers).Select(_ => zeros(shape, type, batch.Ids.device).DetachFromDisposeScope())];
        values = [.. keys.Select(key => zeros_like(key).DetachFromDisposeScope())];
    }

    /// <summary>Tokens held of each text, padding included.</summary>
    public int Length { get; private set; }

    public bool IsShifted { get; }

    /// <summary>First column of each text. // (texts)</summary>
    public Tensor Starts => starts;

    private int Capacity { get; set; }

    /// <summary>Adds the keys and values of new tokens and returns all of them. // (texts, key heads, t, head) → (texts, key heads, Length + t, head)</summary>
    public (Tensor Keys, Tensor Values) Append(int layer, Tensor key, Tensor value)
    {
        var t = key.shape[2];
        keys[layer].narrow(2, Length, t).copy_(key);
        values[layer].narrow(2, Length, t).copy_(value);
        return (keys[layer].narrow(2, 0, Length + t), values[layer].narrow(2, 0, Length + t));
    }

    /// <summary>Makes room for new tokens.</summary>
    public void Reserve(int tokens)
    {
        if (Length + tokens <= Capacity) return;
        Capacity = Rounded(Math.Max(Length + tokens, Capacity + (Capacity / 2)));
        Replace(Widened);
    }

    /// <summary>New tokens were added in every layer.</summary>
    public void Advance(int tokens) => Length += tokens;

    /// <summary>Keeps some texts. // rows: (kept)</summary>
    public void Keep(Tensor rows)
    {
        Replace(held => held.index_select(0, rows));
        var kept = starts.index_select(0, rows).DetachFromDisposeScope();
        starts.Dispose();
        starts = kept;
    }

    public void Dispose()
    {
        foreach (var held in keys.Concat(values)) held.Dispose();
        starts.Dispose();
    }

    private static int Rounded(int tokens) => (tokens + Block - 1) / Block * Block;

    private Tensor Widened(Tensor held)
    {
        var wide = zeros([held.shape[0], held.shape[1], Capacity, held.shape[3]], held.dtype, held.device);
        wide.narrow(2, 0, Length).copy_(held.narrow(2, 0, Length));
        return wide;
    }

    private void Replace(Func<Tensor, Tensor> change)
    {
        foreach (var side in (Tensor[][])[keys, values])
        {
            for (var layer = 0; layer < side.Length; layer++)
            {
                using var scope = NewDisposeScope();
                var changed = change(side[layer]).DetachFromDisposeScope();
                side[layer].Dispose();
                side[layer] = changed;
            }
        }
    }
}
