namespace Goodhart.Design;

/// <summary>What became of the texts compiled last; the oldest go when there are too many.</summary>
internal sealed class ImageCache
{
    private const int most = 512;
    private readonly Dictionary<string, (ProgramImage?, IReadOnlyList<RewardDiagnostic>)> known = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();

    /// <summary>Compiles outside of the lock: two threads with the same new text may both compile it, and get the same.</summary>
    public (ProgramImage?, IReadOnlyList<RewardDiagnostic>) Get(string key, Func<(ProgramImage?, IReadOnlyList<RewardDiagnostic>)> compile)
    {
        lock (known)
            if (known.TryGetValue(key, out var found)) return found;
        var made = compile();
        lock (known)
        {
            if (known.TryAdd(key, made)) order.Enqueue(key);
            if (order.Count > most) known.Remove(order.Dequeue());
        }

        return made;
    }
}
