namespace Goodhart.Data;

/// <summary>Finds an earlier text like this one among those added, by bands of their signatures (locality-sensitive hashing), without comparing all with all.</summary>
/// <param name="most">Texts that are kept, about 1 kB each; those after them are looked up and not added.</param>
internal sealed class NearIndex(int most)
{
    // 16 bands of 4: texts of similarity 0.8 meet in some band with probability 1 − (1 − 0.8⁴)¹⁶ = 0.9998, those of 0.3 with 0.12.
    private const int Bands = 16, Width = MinHash.Size / Bands;

    private readonly Dictionary<ulong, int>[] bands = [.. Enumerable.Range(0, Bands).Select(_ => new Dictionary<ulong, int>())];
    private readonly List<(uint[] Prompt, uint[] Answers, string Row)> kept = [];

    public bool IsFull => kept.Count >= most;

    /// <summary>The earlier row whose prompt and answers are both at least as similar as asked, and how similar its answers are; null if there is none.</summary>
    public (string Row, double Similarity)? Find(uint[] prompt, uint[] answers, double similarity)
    {
        (string, double)? best = null;
        for (var band = 0; band < Bands; band++)
        {
            if (!bands[band].TryGetValue(Key(answers, band), out var at)) continue;
            var found = MinHash.Similarity(answers, kept[at].Answers);
            if (found >= similarity && found > (best?.Item2 ?? 0) && MinHash.Similarity(prompt, kept[at].Prompt) >= similarity) best = (kept[at].Row, found);
        }

        return best;
    }

    public void Add(uint[] prompt, uint[] answers, string row)
    {
        if (IsFull) return;
        for (var band = 0; band < Bands; band++) bands[band].TryAdd(Key(answers, band), kept.Count);
        kept.Add((prompt, answers, row));
    }

    private static ulong Key(uint[] signature, int band)
    {
        var key = (ulong)band;
        for (var i = 0; i < Width; i++) key = Fingerprint.Mix(key, signature[band * Width + i]);
        return key;
    }
}
