namespace Goodhart.Models;

/// <summary>A tokenizer's file cannot be used; the message is one line with the file, the field, what is wrong in it and what was expected.</summary>
public sealed class TokenizerException(string message, string path, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>The file that failed.</summary>
    public string Path { get; } = path;
}
