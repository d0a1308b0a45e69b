namespace Goodhart.Data;

/// <summary>From a file's rows to its feedback: detects the format on the first rows, then reads each, and turns what fails into faults.</summary>
internal static class FeedbackRows
{
    /// <summary>Rows that the format is detected on.</summary>
    private const int Looked = 32;

    public static IEnumerable<FeedbackRow> Of(IEnumerable<DataRow> file, FeedbackOptions options, ReadingLog log)
    {
        using var rows = file.GetEnumerator();
        List<DataRow> ahead = [];
        while (ahead.Count < Looked && rows.MoveNext()) ahead.Add(rows.Current.Keep());
        if (ahead.Count == 0)
        {
            if (log.FaultCount > 0) yield break;
            throw new DataFileException("The file holds no row.");
        }

        var format = options.Format is { } name ? FeedbackFormats.Find(name) : FeedbackFormats.Detect(ahead);
        log.Found(ahead[0].Place.File, format.Name);
        var sink = new FeedbackSink(log);
        var reader = format.Begin();
        foreach (var row in ahead)
            foreach (var found in Take(row)) yield return found;
        while (rows.MoveNext())
            foreach (var found in Take(rows.Current)) yield return found;
        Guarded(() => reader.End(sink), sink);
        foreach (var found in sink.Flush()) yield return found;

        IReadOnlyList<FeedbackRow> Take(DataRow row)
        {
            log.Read();
            sink.At(row);
            Guarded(() => reader.Read(row, sink), sink);
            return sink.Flush();
        }
    }

    /// <summary>A fault costs what the row would have said, but not the row after it.</summary>
    private static void Guarded(Action read, FeedbackSink sink)
    {
        try
        {
            read();
        }
        catch (RowException e)
        {
            sink.Fault(e.Fault);
        }
        catch (ArgumentException e)
        {
            var reason = e.ParamName is null ? e.Message : e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal);
            sink.Fault(new(sink.Place, null, reason.TrimEnd('.')));
        }
    }
}
