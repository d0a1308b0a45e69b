namespace Goodhart.Data;

/// <summary>Writes feedback in another format, and tells what that format cannot carry.</summary>
public static class DataConversion
{
    /// <summary>Names of the formats that can be written.</summary>
    public static IReadOnlyList<string> Targets => [.. FeedbackTargets.All.Select(target => target.Name)];

    /// <summary>Converts files or folders into one file, whose ending tells how it is written: .jsonl, .json (either with .gz) or .parquet.</summary>
    /// <exception cref="DataFileException">A file cannot be read; nothing is written then.</exception>
    public static ConversionReport Run(IReadOnlyList<string> from, string to, ConversionOptions options, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        DataWriter.Require(to);
        var feedback = FeedbackFile.Read(from, options.Reading);
        using var writer = DataWriter.Create(to);
        var tally = new ConversionTally(options);
        var read = 0L;
        foreach (var row in Convert(Counted(), tally)) writer.Write(row);
        writer.Close();
        var log = feedback.Log;
        return new(options.To, read, writer.Count, tally.Dropped, tally.Lost, log.FaultCount, [.. log.Faults.Take(5)], log.Notes);

        IEnumerable<FeedbackRow> Counted()
        {
            foreach (var row in feedback)
            {
                cancellation.ThrowIfCancellationRequested();
                if (++read % 10_000 == 0) progress?.Report(read);
                yield return row;
            }
        }
    }

    /// <summary>Rows of a target format that say what the feedback says.</summary>
    /// <param name="feedback">Feedback in the order of its file: several annotators' judgements of a pair, and ratings of answers to one prompt, stand beside each other.</param>
    /// <param name="options">The target, and how feedback is made into what it holds.</param>
    public static IEnumerable<IReadOnlyDictionary<string, object?>> Convert(IEnumerable<FeedbackRow> feedback, ConversionOptions options) => Convert(feedback, new ConversionTally(options));

    private static IEnumerable<Dictionary<string, object?>> Convert(IEnumerable<FeedbackRow> feedback, ConversionTally tally)
    {
        var target = FeedbackTargets.Find(tally.Options.To);
        var combined = AnnotatedRows.Combine(feedback, tally.Options.Annotators, tally.Options.Combining, _ => tally.Drop("pairs whose annotators disagree too much, or prefer neither"));
        var pieces = target.WantsPairs ? PairRows.Of(combined, tally) : combined;
        return pieces.SelectMany(piece => target.Rows(piece, tally));
    }
}
