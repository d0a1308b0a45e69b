using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace Goodhart.Models;

/// <summary>Byte-pair encoding as tokenizer.json defines it.</summary>
/// <remarks>
/// The loop is our own because Microsoft.ML.Tokenizers knows no <c>ignore_merges</c> (Llama-3) and, without SentencePiece's own file, no byte fallback (Llama-2), and because
/// its time grows with the square of a piece's length, while Llama-2's pieces are as long as the text. Tests hold the loop against it on byte-level vocabularies, which it knows.
/// </remarks>
internal sealed class BpeModel : IPieceModel
{
    /// <summary>Pieces whose tokens are remembered: the words of a language are few, and most are short.</summary>
    private const int CachedPieces = 1 << 16, CachedLength = 48;

    private readonly Vocabulary vocabulary;
    private readonly BpeMerges merges;
    private readonly bool bytes, whole, fuse;
    private readonly int? unknown;
    private readonly int[]? fallback;
    private readonly ConcurrentDictionary<string, (int Id, int Bytes)[]> known = new(StringComparer.Ordinal);

    private BpeModel(JsonField model, Vocabulary vocabulary, bool bytes, int? unknown)
    {
        (this.vocabulary, this.bytes, this.unknown) = (vocabulary, bytes, unknown);
        merges = BpeMerges.Read(model["merges"], vocabulary);
        (whole, fuse) = (model["ignore_merges"].Flag(), model["fuse_unk"].Flag());
        fallback = model["byte_fallback"].Flag() ? Fallback(vocabulary) : null;
    }

    /// <param name="model">tokenizer.json's "model".</param>
    /// <param name="vocabulary">All tokens.</param>
    /// <param name="bytes">Pieces come spelt in <see cref="ByteAlphabet"/>, one character per byte.</param>
    /// <param name="unknown">Token of characters that the vocabulary lacks; null to leave them out.</param>
    public static BpeModel Read(JsonField model, Vocabulary vocabulary, bool bytes, int? unknown)
    {
        foreach (var name in (ReadOnlySpan<string>)["continuing_subword_prefix", "end_of_word_suffix"])
            if (model[name] is { IsNull: false } affix && affix.Text().Length > 0) throw affix.Wrong("empty or null: affixes of words are not known here");
        return new(model, vocabulary, bytes, unknown);
    }

    public void Encode(ReadOnlySpan<char> piece, List<(int Id, int Bytes)> found)
    {
        var lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(piece, out var tokens))
        {
            tokens = [.. Tokens(piece)];
            if (piece.Length <= CachedLength && known.Count < CachedPieces) lookup[piece] = tokens;
        }

        found.AddRange(tokens);
    }

    private List<(int Id, int Bytes)> Tokens(ReadOnlySpan<char> piece)
    {
        if (whole && vocabulary.TryId(piece, out var id)) return [(id, bytes ? piece.Length : Encoding.UTF8.GetByteCount(piece))];
        var symbols = new List<(int Id, int Bytes)>(piece.Length);
        for (var i = 0; i < piece.Length;)
        {
            var length = char.IsHighSurrogate(piece[i]) && i + 1 < piece.Length && char.IsLowSurrogate(piece[i + 1]) ? 2 : 1;
            Add(symbols, piece.Slice(i, length));
            i += length;
        }

        merges.Join(symbols);
        return symbols;
    }

    private void Add(List<(int Id, int Bytes)> symbols, ReadOnlySpan<char> character)
    {
        var size = bytes ? 1 : Encoding.UTF8.GetByteCount(character);
        if (vocabulary.TryId(character, out var id)) symbols.Add((id, size));
        else if (fallback is not null)
        {
            Span<byte> utf8 = stackalloc byte[4];
            foreach (var value in utf8[..Encoding.UTF8.GetBytes(character, utf8)]) symbols.Add((fallback[value], 1));
        }
        else if (unknown is { } missing)
        {
            if (fuse && symbols.Count > 0 && symbols[^1].Id == missing) CollectionsMarshal.AsSpan(symbols)[^1].Bytes += size;
            else symbols.Add((missing, size));
        }
        else if (symbols.Count > 0) CollectionsMarshal.AsSpan(symbols)[^1].Bytes += size;
    }

    /// <summary>Tokens of the 256 bytes, spelt &lt;0x00&gt; … &lt;0xFF&gt;; null when one is missing.</summary>
    private static int[]? Fallback(Vocabulary vocabulary)
    {
        var ids = new int[256];
        for (var value = 0; value < 256; value++)
            if (!vocabulary.TryId($"<0x{value:X2}>", out ids[value])) return null;
        return ids;
    }
}
