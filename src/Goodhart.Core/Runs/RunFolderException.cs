namespace Goodhart.Runs;

/// <summary>A run folder could not be made, read or written; the message is one line with the path, the reason and what was kept.</summary>
public sealed class RunFolderException(string message, string path, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>The file or folder that failed.</summary>
    public string Path { get; } = path;

    internal static RunFolderException Writing(string path, Exception reason, string kept) =>
        new($"Cannot write '{path}': {Reason(reason)}. {kept}", path, reason);

    internal static RunFolderException Reading(string path, Exception reason) => new($"Cannot read '{path}': {Reason(reason)}.", path, reason);

    /// <summary>The system's own words without the path, which the message already names.</summary>
    private static string Reason(Exception reason)
    {
        var words = reason.Message.ReplaceLineEndings(" ");
        var path = words.IndexOf(" : '", StringComparison.Ordinal);
        return (path < 0 ? words : words[..path]).TrimEnd('.', ' ');
    }
}
