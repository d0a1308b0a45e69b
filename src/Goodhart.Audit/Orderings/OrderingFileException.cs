namespace Goodhart.Audit.Orderings;

/// <summary>A file of orderings cannot be read: file, line, field and what was expected, in one line.</summary>
public sealed class OrderingFileException(string message) : FormatException(message);
