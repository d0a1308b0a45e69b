using Goodhart.Feedback;

namespace Goodhart.Data;

/// <summary>Pairs whose answers are also rated, in the same files: do both kinds of label say the same? The cheapest audit of either.</summary>
internal sealed class ContradictionTally(DataCheckOptions options)
{
    private static readonly string[] overall = [Rating.Overall, "helpfulness", "quality", "score"];

    private readonly Dictionary<ulong, (double Sum, int Count)> marks = [];
    private readonly List<(ulong Better, ulong Worse, RowPlace Place)> pairs = [];

    public bool IsFull => pairs.Count >= options.MaxItems || marks.Count >= options.MaxItems;

    public void Add(FeedbackRow row)
    {
        if (IsFull) return;
        if (row is PreferenceRow { Preference.Ordered: var (better, worse) }) pairs.Add((Fingerprint.Of(better), Fingerprint.Of(worse), row.Place));
        else if (row is RatingRow { Rating: var rating } && Share(rating) is { } mark)
        {
            var key = Fingerprint.Of(rating.Item);
            var (sum, count) = marks.GetValueOrDefault(key);
            marks[key] = (sum + mark, count + 1);
        }
    }

    public ContradictionReport? Report()
    {
        var (against, equal, worst) = (new Proportion(), 0L, new Worst(options.Worst));
        foreach (var (better, worse, place) in pairs)
        {
            if (!marks.TryGetValue(better, out var high) || !marks.TryGetValue(worse, out var low)) continue;
            var gap = low.Sum / low.Count - high.Sum / high.Count;
            if (gap == 0) equal++;
            against.Add(gap > 0 ? 1 : 0);
            against.EndRow();
            if (gap <= 0) continue;
            worst.Offer(gap, () => new(place.ToString(), $"the preferred answer is rated {gap:P0} of the scale below the other"));
        }

        return against.Cases == 0 ? null : new((long)against.Cases, against.Report(), equal, worst.Examples);
    }

    /// <summary>The overall mark where there is one, else the mean of all, from 0 to 1.</summary>
    internal static double? Share(Rating<Exchange> rating)
    {
        foreach (var name in overall)
            if (rating.Marks.TryGetValue(name, out var mark) && mark.Share is { } share) return share;
        double[] shares = [.. rating.Marks.Values.Select(mark => mark.Share).OfType<double>()];
        return shares.Length > 0 ? shares.Average() : null;
    }
}
