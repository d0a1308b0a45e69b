namespace Goodhart.Design;

/// <summary>A lineage cannot be read, or does not belong to what is asked of it; the message is one line with file, line and reason.</summary>
public sealed class LineageException(string message, Exception? inner = null) : IOException(message, inner);
