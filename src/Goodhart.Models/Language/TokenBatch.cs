using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>On which side shorter texts of a batch are filled.</summary>
public enum PaddingSide
{
    /// <summary>After the text: cheapest, since a causal model needs no mask then.</summary>
    Right,

    /// <summary>Before the text, so that all texts end in the same column, where generation goes on.</summary>
    Left,
}

/// <summary>Texts of a batch as one rectangle of token ids; what fills it is never seen by a text, and positions count a text's own tokens.</summary>
public sealed class TokenBatch : IDisposable
{
    private TokenBatch(Tensor ids, int[] lengths, int width, PaddingSide side) => (Ids, Lengths, Width, Side) = (ids, lengths, width, side);

    /// <summary>// (texts, width), 64-bit</summary>
    public Tensor Ids { get; }

    /// <summary>Tokens of each text.</summary>
    public IReadOnlyList<int> Lengths { get; }

    /// <summary>Tokens of the longest text.</summary>
    public int Width { get; }

    public PaddingSide Side { get; }

    /// <param name="texts">Token ids; at least one text, and one token in each.</param>
    /// <param name="side">Where shorter texts are filled. The numbers do not depend on it.</param>
    /// <param name="pad">What they are filled with; any id below the vocabulary's size. The numbers do not depend on it.</param>
    /// <param name="device">Where the ids lie; the CPU by default.</param>
    /// <exception cref="ArgumentException">There is no text, or one is empty.</exception>
    internal static TokenBatch Of(IReadOnlyList<int[]> texts, PaddingSide side = PaddingSide.Right, int pad = 0, Device? device = null)
    {
        if (texts.Count == 0) throw new ArgumentException("A batch needs at least one text.", nameof(texts));
        for (var i = 0; i < texts.Count; i++)
            if (texts[i].Length == 0) throw new ArgumentException($"Text {i} has no tokens; expected at least one.", nameof(texts));
        int[] lengths = [.. texts.Select(text => text.Length)];
        var width = lengths.Max();
        var ids = new long[texts.Count * width];
        Array.Fill(ids, pad);
        for (var i = 0; i < texts.Count; i++)
        {
            var at = (i * width) + (side is PaddingSide.Left ? width - lengths[i] : 0);
            foreach (var id in texts[i]) ids[at++] = id;
        }

        return new(tensor(ids, [texts.Count, width], device: device).DetachFromDisposeScope(), lengths, width, side);
    }

    /// <summary>Column of a text's token.</summary>
    public int Column(int text, int token) => token + (Side is PaddingSide.Left ? Width - Lengths[text] : 0);

    /// <summary>Whether something stands before a text, which attention must not see.</summary>
    internal bool IsShifted => Side is PaddingSide.Left && Lengths.Any(length => length < Width);

    /// <summary>First column of each text. // (texts), 64-bit</summary>
    internal Tensor Starts() => tensor([.. Enumerable.Range(0, Lengths.Count).Select(i => (long)Column(i, 0))], device: Ids.device);

    public void Dispose() => Ids.Dispose();
}
