using System.Numerics;

namespace Goodhart.Data;

/// <summary>MinHash signatures (Broder 1997): the share of equal places in two signatures estimates the Jaccard similarity of the texts' sets of three-word shingles.</summary>
internal static class MinHash
{
    /// <summary>Places of a signature: the estimate's standard error is at most 1/(2·√64) = 0.06.</summary>
    public const int Size = 64;

    // x ↦ a·x + b modulo 2³² with odd a permutes the 32-bit hashes.
    private static readonly uint[] factors = [.. Enumerable.Range(1, Size).Select(i => (uint)Fingerprint.Mix(1, (ulong)i) | 1)];
    private static readonly uint[] offsets = [.. Enumerable.Range(1, Size).Select(i => (uint)Fingerprint.Mix(2, (ulong)i))];

    public static uint[] Of(IEnumerable<string> texts)
    {
        var signature = new uint[Size];
        signature.AsSpan().Fill(uint.MaxValue);
        foreach (var text in texts) Add(signature, Fingerprint.Words(text));
        return signature;
    }

    public static double Similarity(ReadOnlySpan<uint> a, ReadOnlySpan<uint> b)
    {
        var equal = 0;
        for (var i = 0; i < Size; i++) equal += a[i] == b[i] ? 1 : 0;
        return (double)equal / Size;
    }

    private static void Add(uint[] signature, List<ulong> words)
    {
        const int width = 3;
        for (var i = 0; i < Math.Max(1, words.Count - width + 1) && words.Count > 0; i++)
        {
            var shingle = words[i];
            for (var k = 1; k < width && i + k < words.Count; k++) shingle = Fingerprint.Mix(shingle, words[i + k]);
            Lower(signature, (uint)(shingle >> 32));
        }
    }

    private static void Lower(uint[] signature, uint shingle)
    {
        var x = new Vector<uint>(shingle);
        for (var p = 0; p < Size; p += Vector<uint>.Count)
            Vector.Min(new Vector<uint>(signature, p), new Vector<uint>(factors, p) * x + new Vector<uint>(offsets, p)).CopyTo(signature, p);
    }
}
