namespace Goodhart.Data;

/// <summary>Positions of a text as Python counts them, by code points, in those that .NET counts.</summary>
internal sealed class Characters(string text)
{
    private readonly int[]? starts = text.Any(char.IsSurrogate) ? [.. Starts(text)] : null;

    /// <summary>Code points of the text.</summary>
    public int Count => starts?.Length - 1 ?? text.Length;

    public int ToUtf16(int codePoint) => starts?[codePoint] ?? codePoint;

    private static IEnumerable<int> Starts(string text)
    {
        for (var i = 0; i < text.Length; i += char.IsSurrogatePair(text, i) ? 2 : 1) yield return i;
        yield return text.Length;
    }
}
