namespace Goodhart.Data;

/// <summary>Counts what a conversion cannot carry.</summary>
internal sealed class ConversionTally(ConversionOptions options)
{
    private readonly HashSet<ulong> written = [];

    public ConversionOptions Options => options;

    public SortedDictionary<string, long> Dropped { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, long> Lost { get; } = new(StringComparer.Ordinal);

    /// <summary>A piece that is not written.</summary>
    public void Drop(string why) => Dropped[why] = Dropped.GetValueOrDefault(why) + 1;

    /// <summary>A detail that a written row lacks.</summary>
    public void Lose(string what) => Lost[what] = Lost.GetValueOrDefault(what) + 1;

    /// <summary>Whether something is met for the first time.</summary>
    public bool IsNew(ulong fingerprint) => written.Add(fingerprint);

    /// <summary>A rating as a share of its scale, by the attribute asked for.</summary>
    public double? Share(RatingRow row)
    {
        if (options.Attribute is not { } name) return ContradictionTally.Share(row.Rating);
        return row.Rating.Marks.TryGetValue(name, out var mark) ? mark.Share : null;
    }
}
