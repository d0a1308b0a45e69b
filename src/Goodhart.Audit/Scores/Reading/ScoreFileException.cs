namespace Goodhart.Audit.Scores;

/// <summary>A score file that cannot be used; the message names file, row, line and column and what was expected.</summary>
public sealed class ScoreFileException : Exception
{
    public ScoreFileException(string message, Exception? inner = null) : base(OneLine(message), inner)
    {
    }

    internal ScoreFileException(string file, Place place, string? column, string problem, Exception? inner = null)
        : this($"{file}, row {place.Row} (line {place.Line}){(column is null ? "" : $", column '{column}'")}: {problem}.", inner)
    {
    }

    /// <summary>Messages quote what a file holds, which may be long or full of control characters.</summary>
    private static string OneLine(string message) =>
        string.Concat((message.Length <= 500 ? message : message[..500] + "…").Select(c => char.IsControl(c) ? ' ' : c));
}

/// <summary>Where a row begins.</summary>
/// <param name="Row">Row of data from 1.</param>
/// <param name="Line">Line of the (unpacked) text from 1.</param>
internal readonly record struct Place(long Row, long Line);
