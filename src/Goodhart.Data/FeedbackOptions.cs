namespace Goodhart.Data;

/// <param name="Format">Name of the file's format, for files whose rows look like another's; by default it is detected. <see cref="FeedbackFile.Formats"/> lists them.</param>
/// <param name="Faults">Told of every row that cannot be used, as it is met.</param>
/// <param name="MaxFaults">Rows that may be unusable before reading ends with an error; no bound by default.</param>
/// <param name="Limits">Bounds on what a file may ask of its reader.</param>
public sealed record FeedbackOptions(string? Format = null, IProgress<RowFault>? Faults = null, long MaxFaults = long.MaxValue, RowLimits? Limits = null)
{
    public static FeedbackOptions Default { get; } = new();

    public string? Format { get; init; } = Format is null ? null : FeedbackFormats.Find(Format).Name;

    public long MaxFaults { get; init; } = Ensure.NotNegative(MaxFaults);
}
