namespace Goodhart.Design;

/// <summary>How the episodes of a trained policy came out: counts per ending, and the last steps of some that failed. It holds observations and labels, no reward.</summary>
/// <param name="Endings">One per label, the most frequent first; of equally frequent ones by name.</param>
/// <param name="Success">The label that is no failure.</param>
public sealed record EpisodeDigest(IReadOnlyList<EndingSummary> Endings, string Success)
{
    /// <summary>Episodes in all.</summary>
    public int Count => Endings.Sum(e => e.Count);

    /// <summary>Share of the episodes that ended so.</summary>
    public double Share(string ending) => Count == 0 ? 0 : (double)Of(ending) / Count;

    /// <summary>How often an episode ended so per unit explored: who stays at home never dies, so deaths per episode say little alone. NaN where nothing tells how much was explored.</summary>
    public double PerExplored(string ending) => Endings.All(e => e.Explored is not null) && Explored > 0 ? Of(ending) / Explored : double.NaN;

    /// <summary>Sum over all episodes of what each explored.</summary>
    public double Explored => Endings.Sum(e => e.Count * (e.Explored ?? 0));

    private int Of(string ending) => Endings.FirstOrDefault(e => e.Ending == ending)?.Count ?? 0;

    /// <summary>The first episode of every copy, from transitions in the order of time. // rows: step·copies + copy</summary>
    /// <remarks>A copy whose episode is not over when the record ends counts by its last row.</remarks>
    public static EpisodeDigest Of(Transitions record, int copies, EpisodeWatch watch)
    {
        watch.Checked();
        if (Ensure.Positive(copies) > record.Count || record.Count % copies != 0) throw new ArgumentException($"A record of {record.Count} rows is none of {copies} copies.", nameof(copies));
        var ends = Enumerable.Range(0, copies).Select(copy => (Row: End(record, copies, copy), Copy: copy)).GroupBy(e => watch.Ending(record, e.Row))
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal);
        return new([.. ends.Select(group => Summary(record, copies, watch, group.Key, [.. group.Select(e => e.Row)]))], watch.Success);
    }

    private static int End(Transitions record, int copies, int copy)
    {
        var row = copy;
        while (!record.Terminated[row] && !record.Truncated[row] && row + copies < record.Count) row += copies;
        return row;
    }

    private static EndingSummary Summary(Transitions record, int copies, EpisodeWatch watch, string ending, int[] rows)
    {
        int[] fields = [.. Told(record.Schema)];
        return new(ending, rows.Length, rows.Average(r => r / copies + 1.0), watch.Explored is { } explored ? rows.Average(r => explored(record, r)) : null,
            [.. fields.Select(f => new FieldMean(record.Schema.Observation[f].Name, rows.Average(r => (double)record.Next(f)[r])))],
            ending == watch.Success ? [] : [.. rows.Take(watch.Shown).Select(r => Last(record, copies, r, watch.LastSteps, fields))]);
    }

    private static IReadOnlyList<WatchedStep> Last(Transitions record, int copies, int end, int steps, int[] fields)
    {
        var first = Math.Max(end % copies, end - (steps - 1) * copies);
        return [.. Enumerable.Range(0, (end - first) / copies + 1).Select(i => first + i * copies)
            .Select(row => new WatchedStep(Action(record, row), [.. fields.Select(f => record.Observation(f)[row])], [.. fields.Select(f => record.Next(f)[row])]))];
    }

    private static string Action(Transitions record, int row) => record.Schema.Actions is ActionSpace.Discrete discrete ? discrete.Names[(int)record.Action()[row]]
        : string.Join(", ", Enumerable.Range(0, record.Schema.Actions.Width).Select(k => FormattableString.Invariant($"{record.Action(k)[row]:G3}")));

    /// <summary>Columns that are worth words: not those of long lists under one name, such as a window of cells.</summary>
    private static IEnumerable<int> Told(Schema schema)
    {
        const int most = 8;
        static string? Group(Field field) => field.Name.LastIndexOf('.') is > 0 and var at ? field.Name[..at] : null;
        var size = schema.Observation.Select(Group).OfType<string>().CountBy(g => g).ToDictionary();
        return Enumerable.Range(0, schema.Observation.Count).Where(f => Group(schema.Observation[f]) is not { } group || size[group] <= most);
    }
}

/// <summary>Episodes that ended alike.</summary>
/// <param name="Ending">The label.</param>
/// <param name="Count">How many.</param>
/// <param name="Steps">Their mean length.</param>
/// <param name="Explored">Mean of what they explored; null where nothing tells.</param>
/// <param name="AtEnd">Means of what was observed last; of a flag, the share in which it was up.</param>
/// <param name="Shown">The last steps of some, the earliest first; none of a success.</param>
public sealed record EndingSummary(string Ending, int Count, double Steps, double? Explored, IReadOnlyList<FieldMean> AtEnd, IReadOnlyList<IReadOnlyList<WatchedStep>> Shown);

/// <summary>Mean of a named observation.</summary>
public sealed record FieldMean(string Name, double Mean);

/// <summary>One step of an episode, by the fields of <see cref="EndingSummary.AtEnd"/> in their order.</summary>
/// <param name="Action">Name of the action; its numbers where actions have no names.</param>
/// <param name="Before">What was observed before it.</param>
/// <param name="After">What was observed after it.</param>
public sealed record WatchedStep(string Action, IReadOnlyList<float> Before, IReadOnlyList<float> After);
