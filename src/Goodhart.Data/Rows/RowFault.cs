namespace Goodhart.Data;

/// <summary>What is wrong with one row of a file.</summary>
/// <param name="Place">Where the row stands.</param>
/// <param name="Field">The field at fault, such as <c>chosen[2].role</c>; null where the row as a whole is.</param>
/// <param name="Reason">What was found and what was expected.</param>
public sealed record RowFault(RowPlace Place, string? Field, string Reason)
{
    public override string ToString() => $"{Place}{(Field is null ? "" : $", field '{Field}'")}: {Reason}";
}

/// <summary>Where a row stands.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Row">Row of data from 1.</param>
/// <param name="Line">Line of the (unpacked) text on which the row begins, from 1; 0 in files without lines.</param>
public readonly record struct RowPlace(string File, long Row, long Line = 0)
{
    public override string ToString() => $"{File}, row {Row}{(Line > 0 ? $" (line {Line})" : "")}";
}
