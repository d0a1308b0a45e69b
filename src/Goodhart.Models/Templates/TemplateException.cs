namespace Goodhart.Models;

/// <summary>A chat template cannot be read, or refuses what it should render; the message is one line with the place in the template.</summary>
public sealed class TemplateException(string message, int line, int column) : Exception($"Chat template, line {line}, column {column}: {message}")
{
    /// <summary>Line in the template, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>Column in the line, from 1.</summary>
    public int Column { get; } = column;
}
