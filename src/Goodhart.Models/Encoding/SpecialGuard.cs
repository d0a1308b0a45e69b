namespace Goodhart.Models;

/// <summary>Keeps special tokens that somebody wrote into a turn from being taken for the template's own.</summary>
/// <remarks>A character that Unicode reserves for no use is put within each, and taken out again after the template's tokens were found.</remarks>
internal static class SpecialGuard
{
    /// <summary>A guard that none of the texts contains.</summary>
    public static char For(IEnumerable<string> texts)
    {
        var whole = texts.ToList();
        for (var guard = '\uFDD0'; guard <= '\uFDEF'; guard++)
            if (!whole.Exists(text => text.Contains(guard))) return guard;
        throw new ArgumentException("A text holds all 32 of Unicode's noncharacters U+FDD0 … U+FDEF; expected one of them unused.");
    }

    public static string Write(string text, IReadOnlyList<string> special, char guard)
    {
        foreach (var token in special)
            if (token.Length > 1) text = text.Replace(token, token[..1] + guard + token[1..], StringComparison.Ordinal);
        return text;
    }
}
