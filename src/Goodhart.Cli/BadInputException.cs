namespace Goodhart.Cli;

/// <summary>Something on the command line that cannot be done; the message is one line.</summary>
internal sealed class BadInputException(string message) : Exception(message);
