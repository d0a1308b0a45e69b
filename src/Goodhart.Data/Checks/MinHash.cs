namespace Goodhart.Data;

/// <summary>MinHash signatures (Broder 1997): the share of equal places in two signatures estimates the Jaccard similarity of the texts' sets of three-word shingles.</summary>
internal static class MinHash
{
    /// <summary>Places of a signature: the estimate's standard error is at most 1/(2·√64) = 0.06.</summary>
    public const int Size = 64;

    private static readonly (ulong A, ulong B)[] permutations = [.. Draw()];

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
            for (var p = 0; p < Size; p++)
            {
                var (a, b) = permutations[p];
                signature[p] = Math.Min(signature[p], (uint)((a * shingle + b) >> 32));
            }
        }
    }

    private static IEnumerable<(ulong, ulong)> Draw()
    {
        var state = 1UL;
        for (var i = 0; i < Size; i++) yield return ((state = Fingerprint.Mix(state, 2 * (ulong)i + 1)) | 1, state = Fingerprint.Mix(state, 2 * (ulong)i + 2));
    }
}
