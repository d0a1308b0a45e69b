namespace Goodhart.Data;

/// <summary>Reads feedback about answers from the files that people and tools keep it in.</summary>
/// <remarks>
/// JSON lines, JSON and Parquet, each also packed by gzip; a file, a folder, or several. The format is detected from the first rows of each file. Good rows are
/// streamed, and every bad one is told with file, row, field and reason: <c>FeedbackFile.Read("pairs.jsonl").Preferences()</c>.
/// </remarks>
public static class FeedbackFile
{
    /// <summary>The formats that are known: name and what a row looks like.</summary>
    public static IReadOnlyList<(string Name, string Looks)> Formats => [.. FeedbackFormats.All.Select(format => (format.Name, format.Looks))];

    /// <summary>Feedback of a file, or of the data files of a folder in the order of their names.</summary>
    /// <exception cref="FileNotFoundException">There is no such file; the message names one that is near.</exception>
    public static FeedbackStream Read(string path, FeedbackOptions? options = null) => Read([path], options);

    /// <summary>Feedback of several files or folders, one after another.</summary>
    public static FeedbackStream Read(IEnumerable<string> paths, FeedbackOptions? options = null)
    {
        options ??= FeedbackOptions.Default;
        string[] files = [.. paths.SelectMany(DataFile.Files)];
        return new(options, tell => files.Select(file => DataFile.Read(file, options.Limits, tell)), files);
    }

    /// <summary>Feedback of a stream, which can be read once; <paramref name="name"/> stands for the file in messages.</summary>
    public static FeedbackStream Read(Stream stream, string name, FeedbackOptions? options = null)
    {
        options ??= FeedbackOptions.Default;
        return new(options, tell => [DataFile.Read(stream, name, options.Limits, tell)], [name]);
    }
}
