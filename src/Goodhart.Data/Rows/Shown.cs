namespace Goodhart.Data;

/// <summary>Pieces of a file's text fit for a message: short, on one line.</summary>
internal static class Shown
{
    /// <summary>Without control characters and of at most 500 characters.</summary>
    public static string OneLine(string message) =>
        string.Concat((message.Length <= 500 ? message : message[..500] + "…").Select(c => char.IsControl(c) ? ' ' : c));

    /// <summary>In quotation marks, cut after 40 characters.</summary>
    public static string Quoted(string text) => $"'{OneLine(text.Length > 40 ? text[..40] + "…" : text)}'";
}
