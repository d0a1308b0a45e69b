namespace Goodhart.Data;

/// <summary>Keeps the examples that score highest, the earlier of equals first.</summary>
internal sealed class Worst(int most)
{
    private readonly List<(double Score, Example Example)> kept = [];

    public IReadOnlyList<Example> Examples => [.. kept.Select(found => found.Example)];

    /// <summary>The example is made only if it is kept.</summary>
    public void Offer(double score, Func<Example> example)
    {
        if (kept.Count == most && (most == 0 || score <= kept[^1].Score)) return;
        var at = kept.FindIndex(other => other.Score < score);
        kept.Insert(at < 0 ? kept.Count : at, (score, example()));
        if (kept.Count > most) kept.RemoveAt(most);
    }

    public void Offer(Func<Example> example) => Offer(0, example);
}
