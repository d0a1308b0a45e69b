namespace Goodhart;

/// <summary>Token ids of several texts in one flat array.</summary>
public sealed class TokenSequences
{
    private readonly int[] ids;
    private readonly bool[] mask;

    /// <param name="ids">Ids of all texts, one after another, without padding.</param>
    /// <param name="mask">True where the model chose the token, false where it was put there (a tool's output, for instance); null when it chose all.</param>
    /// <param name="sequences">Where each text begins; a text may have no token.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public TokenSequences(int[] ids, Offsets sequences, bool[]? mask = null)
    {
        if (sequences.Total != ids.Length) throw new ArgumentException($"Offsets end at {sequences.Total}, but there are {ids.Length} token ids.");
        if (mask is not null && mask.Length != ids.Length) throw new ArgumentException($"The mask has {mask.Length} entries for {ids.Length} token ids.");
        (this.ids, Sequences, this.mask) = (ids, sequences, mask ?? [.. Enumerable.Repeat(true, ids.Length)]);
    }

    public Offsets Sequences { get; }

    /// <summary>Ids of one text. // (tokens of the text)</summary>
    public ReadOnlySpan<int> Ids(int text) => ids.AsSpan(Sequences[text]);

    /// <summary>Which of its tokens the model chose. // (tokens of the text)</summary>
    public ReadOnlySpan<bool> Mask(int text) => mask.AsSpan(Sequences[text]);
}
