namespace Goodhart.Studies;

/// <summary>A mistake in a study file; the message is one line: <c>study.yaml:12: arms[1].lambda: expected a positive number, got "abc"</c>.</summary>
public sealed class StudyFileException(string file, long line, string field, string problem, Exception? inner = null)
    : FormatException($"{file}:{(line > 0 ? $"{line}:" : "")} {(field.Length > 0 ? $"{field}: " : "")}{problem}", inner)
{
    /// <summary>The file as it was named.</summary>
    public string File { get; } = file;

    /// <summary>Line of the mistake, from 1; 0 where the file as a whole is at fault.</summary>
    public long Line { get; } = line;

    /// <summary>The field, such as <c>arms[1].lambda</c>; empty for the file as a whole.</summary>
    public string Field { get; } = field;
}
