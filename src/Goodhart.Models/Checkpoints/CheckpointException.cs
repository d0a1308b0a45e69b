namespace Goodhart.Models;

/// <summary>A model folder or one of its files cannot be used; the message is one line with the file, what is wrong in it and what was expected.</summary>
public sealed class CheckpointException(string message, string path, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>The file or folder that failed.</summary>
    public string Path { get; } = path;
}
