namespace Goodhart.Audit.Scores;

/// <summary>A score file that cannot be used; the message names file, row, line and column and what was expected.</summary>
public sealed class ScoreFileException : Exception
{
    public ScoreFileException(string message, Exception? inner = null) : base(message, inner)
    {
    }

    internal ScoreFileException(string file, Place place, string? column, string problem, Exception? inner = null)
        : base($"{file}, row {place.Row} (line {place.Line}){(column is null ? "" : $", column '{column}'")}: {problem}.", inner)
    {
    }
}

/// <summary>Where a row begins.</summary>
/// <param name="Row">Row of data from 1.</param>
/// <param name="Line">Line of the (unpacked) text from 1.</param>
internal readonly record struct Place(long Row, long Line);
