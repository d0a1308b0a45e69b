using System.Buffers;

namespace Goodhart.Models;

/// <summary>Finds added tokens in a text: leftmost first, the longest of those that begin at the same character.</summary>
/// <remarks>They are looked for in the text as it stands, also where the file asks to look in the normalised text: known normalisers do not change their spelling.</remarks>
internal sealed class AddedTokens(IReadOnlyList<AddedToken> tokens)
{
    private readonly SearchValues<char> first = SearchValues.Create([.. tokens.Select(token => token.Content[0]).Distinct()]);
    private readonly Dictionary<char, AddedToken[]> byFirst = tokens.GroupBy(token => token.Content[0])
        .ToDictionary(group => group.Key, group => group.OrderByDescending(token => token.Content.Length).ToArray());

    /// <summary>The text in stretches: those between added tokens (null) and the tokens themselves.</summary>
    /// <param name="special">Whether special tokens are found too.</param>
    public IEnumerable<(int Start, int End, AddedToken? Token)> Split(string text, bool special)
    {
        var done = 0;
        for (var at = 0; at < text.Length;)
        {
            var ahead = tokens.Count == 0 ? -1 : text.AsSpan(at).IndexOfAny(first);
            if (ahead < 0) break;
            at += ahead;
            if (Found(text, at, special) is not { } token)
            {
                at++;
                continue;
            }

            var (start, end) = (at, at + token.Content.Length);
            while (token.StripLeft && start > done && char.IsWhiteSpace(text[start - 1])) start--;
            while (token.StripRight && end < text.Length && char.IsWhiteSpace(text[end])) end++;
            if (start > done) yield return (done, start, null);
            yield return (start, end, token);
            done = at = end;
        }

        if (done < text.Length) yield return (done, text.Length, null);
    }

    private AddedToken? Found(string text, int at, bool special)
    {
        foreach (var token in byFirst[text[at]])
        {
            if ((token.Special && !special) || !text.AsSpan(at).StartsWith(token.Content, StringComparison.Ordinal)) continue;
            var end = at + token.Content.Length;
            if (!token.SingleWord || ((at == 0 || !IsWord(text[at - 1])) && (end == text.Length || !IsWord(text[end])))) return token;
        }

        return null;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
