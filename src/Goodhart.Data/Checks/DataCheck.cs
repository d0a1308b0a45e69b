namespace Goodhart.Data;

/// <summary>Tells what is in files of feedback and what is wrong with it, in one pass and bounded memory.</summary>
public static class DataCheck
{
    /// <summary>Checks files or folders.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="options">What is compared, and how much is kept.</param>
    /// <param name="progress">Told the number of rows now and then.</param>
    /// <param name="cancellation">Ends the check.</param>
    /// <exception cref="DataFileException">A file cannot be read, or is of no known format.</exception>
    public static DataReport Run(IReadOnlyList<string> paths, DataCheckOptions? options = null, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new();
        var other = options.Against is { } against ? FeedbackFile.Read(against, options.Reading is null ? null : options.Reading with { Format = null, Faults = null }) : null;
        return Run(FeedbackFile.Read(paths, options.Reading), other, options, progress, cancellation);
    }

    /// <summary>Checks feedback that is being read.</summary>
    public static DataReport Run(FeedbackStream feedback, FeedbackStream? against, DataCheckOptions options, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        var leakage = against is null ? null : new LeakageTally(against, options, cancellation);
        var kinds = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var (sides, agreement, duplicates, contradictions, prompts) = (new SideTally(options.Worst), new AgreementTally(options), new DuplicateTally(options), new ContradictionTally(options), new PromptTally(options));
        foreach (var row in Whole(Counted()))
        {
            prompts.Add(row);
            duplicates.Add(row);
            leakage?.Add(row);
        }

        var (log, conflicts) = (feedback.Log, agreement.Conflicts());
        return new(
            log.Formats, log.Rows, log.FaultCount, [.. log.Faults.Take(options.Worst)], log.Notes, kinds, prompts.Report(), sides.Report(), agreement.Reports(), conflicts.Pairs, conflicts.Examples,
            duplicates.Report(), leakage?.Report(), contradictions.Report(),
            [.. Limits(options, duplicates.IsFull || leakage is { IsFull: true }, agreement.IsFull || contradictions.IsFull || prompts.IsFull)]);

        IEnumerable<FeedbackRow> Counted()
        {
            var count = 0L;
            foreach (var piece in feedback)
            {
                cancellation.ThrowIfCancellationRequested();
                if (++count % 10_000 == 0) progress?.Report(count);
                kinds[Kind(piece)] = kinds.GetValueOrDefault(Kind(piece)) + 1;
                foreach (var pair in Pairs(piece)) sides.Add(pair, piece is PreferenceRow && FeedbackFormats.Find(feedback.Log.Formats[piece.Place.File]).KeepsOrder);
                agreement.Add(piece);
                contradictions.Add(piece);
                yield return piece;
            }
        }
    }

    /// <summary>The pieces of each row of a file together: they stand one after another.</summary>
    internal static IEnumerable<WholeRow> Whole(IEnumerable<FeedbackRow> pieces)
    {
        List<FeedbackRow> row = [];
        foreach (var piece in pieces)
        {
            if (row.Count > 0 && row[0].Place != piece.Place)
            {
                yield return WholeRow.Of(row);
                row.Clear();
            }

            row.Add(piece);
        }

        if (row.Count > 0) yield return WholeRow.Of(row);
    }

    internal static string Kind(FeedbackRow row) => row switch
    {
        PreferenceRow => "preferences",
        RankingRow => "rankings",
        RatingRow => "ratings",
        StepsRow => "solutions with step labels",
        SpansRow => "answers with marked spans",
        DemonstrationRow => "demonstrations",
        PromptRow => "prompts",
        _ => throw new NotSupportedException(row.GetType().Name),
    };

    private static IEnumerable<PreferenceRow> Pairs(FeedbackRow row) => row switch
    {
        PreferenceRow pair => [pair],
        RankingRow ranking => ranking.Decided().Select(pair => new PreferenceRow(row.Id, row.Place, pair)),
        _ => [],
    };

    private static IEnumerable<string> Limits(DataCheckOptions options, bool near, bool items)
    {
        if (near) yield return $"Near duplicates were searched among the first {options.MaxNear:N0} rows.";
        if (items) yield return $"Prompts, agreement and contradictions were counted for the first {options.MaxItems:N0} items; their counts are lower bounds.";
    }
}
