namespace Goodhart.Data;

/// <summary>What a reading met besides its feedback.</summary>
public sealed class ReadingLog
{
    /// <summary>Faults that are kept with their words; all are counted.</summary>
    public const int Kept = 1000;

    private readonly FeedbackOptions options;
    private readonly List<RowFault> faults = [];
    private readonly SortedDictionary<string, long> notes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> formats = [];

    internal ReadingLog(FeedbackOptions options) => this.options = options;

    /// <summary>Rows of the files, good and bad.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows that could not be used.</summary>
    public long FaultCount { get; private set; }

    /// <summary>The first <see cref="Kept"/> of them.</summary>
    public IReadOnlyList<RowFault> Faults => faults;

    /// <summary>What was passed over or repaired, and in how many rows.</summary>
    public IReadOnlyDictionary<string, long> Notes => notes;

    /// <summary>The format of each file.</summary>
    public IReadOnlyDictionary<string, string> Formats => formats;

    internal void Read() => Rows++;

    internal void Note(string what) => notes[what] = notes.GetValueOrDefault(what) + 1;

    internal void Found(string file, string format) => formats[file] = format;

    /// <summary>A row that is no row: it was not read, so it is counted here.</summary>
    internal void Fault(RowFault fault)
    {
        Rows++;
        Bad(fault);
    }

    internal void Bad(RowFault fault)
    {
        if (faults.Count < Kept) faults.Add(fault);
        options.Faults?.Report(fault);
        if (++FaultCount > options.MaxFaults) throw new DataFileException($"More than {options.MaxFaults} rows cannot be used; the last: {fault}.");
    }
}
