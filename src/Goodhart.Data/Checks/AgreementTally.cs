using Goodhart.Feedback;

namespace Goodhart.Data;

/// <summary>Labels of items that were labelled more than once.</summary>
internal sealed class AgreementTally(DataCheckOptions options)
{
    private readonly Dictionary<string, Dictionary<ulong, Unit>> labels = new(StringComparer.Ordinal);
    private long items;

    public bool IsFull => items >= options.MaxItems;

    public void Add(FeedbackRow row)
    {
        if (row is PreferenceRow pair && pair.Preference.Choice is not Choice.CannotCompare) AddPair(pair);
        else if (row is RatingRow rating)
            foreach (var (attribute, mark) in rating.Rating.Marks)
                if (mark.Value is { } value) Unit(attribute, Fingerprint.Of(rating.Rating.Item), row)?.Add(row.Origin.Annotator, value);
    }

    public IReadOnlyList<AgreementReport> Reports() => [.. labels.Select(label => Report(label.Key, [.. label.Value.Values.Where(unit => unit.Values.Count > 1)])).Where(report => report.Items > 0)];

    /// <summary>Pairs that rows without an annotator judge both ways.</summary>
    public (long Pairs, IReadOnlyList<Example> Examples) Conflicts()
    {
        var (count, worst) = (0L, new Worst(options.Worst));
        foreach (var unit in labels.GetValueOrDefault("choice")?.Values.Where(unit => unit.BothWays) ?? [])
        {
            count++;
            worst.Offer(() => new(unit.Place.ToString(), "a later row prefers the other answer"));
        }

        return (count, worst.Examples);
    }

    /// <summary>Whoever saw the pair in the other order is turned round.</summary>
    private void AddPair(PreferenceRow row)
    {
        ulong a = Fingerprint.Of(row.Preference.First), b = Fingerprint.Of(row.Preference.Second);
        var side = row.Preference.Choice switch { Choice.First => -1, Choice.Second => 1, _ => 0 };
        Unit("choice", Fingerprint.Mix(Math.Min(a, b), Math.Max(a, b)), row)?.Add(row.Origin.Annotator, a <= b ? side : -side);
    }

    private Unit? Unit(string label, ulong item, FeedbackRow row)
    {
        if (!labels.TryGetValue(label, out var units)) labels[label] = units = [];
        if (units.TryGetValue(item, out var unit)) return unit;
        if (IsFull) return null;
        items++;
        return units[item] = new(row.Place);
    }

    private AgreementReport Report(string label, Unit[] units)
    {
        IReadOnlyList<double>[] values = [.. units.Select(unit => unit.Values)];
        var worst = new Worst(options.Worst);
        foreach (var unit in units)
            if (unit.Values.Max() - unit.Values.Min() is > 0 and var spread) worst.Offer(spread, () => new(unit.Place.ToString(), $"{label}: {string.Join(", ", unit.Values)}"));
        return new(label, units.Length, values.Sum(unit => (long)unit.Count), label == "choice" ? Agreement.NominalAlpha(values) : Agreement.IntervalAlpha(values), Kappa(units), worst.Examples);
    }

    private static double? Kappa(Unit[] units)
    {
        const int enough = 10;
        var pairs = new Dictionary<(string, string), (List<int> First, List<int> Second)>();
        foreach (var unit in units)
            for (var i = 0; i < unit.Values.Count; i++)
                for (var j = 0; j < unit.Values.Count; j++)
                {
                    var (a, b) = (unit.Annotators[i], unit.Annotators[j]);
                    if (string.CompareOrdinal(a, b) >= 0) continue;
                    if (!pairs.TryGetValue((a, b), out var both)) pairs[(a, b)] = both = ([], []);
                    both.First.Add(unit.Values[i].GetHashCode());
                    both.Second.Add(unit.Values[j].GetHashCode());
                }

        double[] kappas = [.. pairs.Values.Where(both => both.First.Count >= enough).Select(both => Agreement.CohenKappa([.. both.First], [.. both.Second])).Where(double.IsFinite)];
        return kappas.Length > 0 ? kappas.Average() : null;
    }
}

/// <summary>An item with its labels and who gave them; of rows without an annotator, which may be copies, only whether they agree.</summary>
internal sealed class Unit(RowPlace place)
{
    private bool below, above;

    public RowPlace Place => place;

    public List<double> Values { get; } = new(0);

    public List<string> Annotators { get; } = new(0);

    public bool BothWays => below && above;

    public void Add(string? annotator, double value)
    {
        if (annotator is null)
        {
            (below, above) = (below || value < 0, above || value > 0);
            return;
        }

        Values.Add(value);
        Annotators.Add(annotator);
    }
}
