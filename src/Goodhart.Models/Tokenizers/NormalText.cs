using System.Globalization;
using System.Text;

namespace Goodhart.Models;

/// <summary>A text as normalisers left it, with the character of the original that each of its characters comes from.</summary>
internal sealed record NormalText(string Text, int[]? Sources, int Offset)
{
    /// <summary>Place in the original of the character at <paramref name="index"/>; of the end, for its length.</summary>
    public int Source(int index) => Offset + (Sources is null ? index : Sources[index]);

    public NormalText Prepend(string prefix) => new(prefix + Text, [.. Enumerable.Repeat(At(0), prefix.Length), .. Enumerable.Range(0, Text.Length + 1).Select(At)], Offset);

    public NormalText Replace(string old, string by)
    {
        if (!Text.Contains(old, StringComparison.Ordinal)) return this;
        if (old.Length == by.Length) return this with { Text = Text.Replace(old, by, StringComparison.Ordinal) };
        var (text, sources) = (new StringBuilder(), new List<int>());
        for (var i = 0; i < Text.Length;)
        {
            var hit = string.CompareOrdinal(Text, i, old, 0, old.Length) == 0;
            var piece = hit ? by : Text[i].ToString();
            text.Append(piece);
            sources.AddRange(Enumerable.Repeat(At(i), piece.Length));
            i += hit ? old.Length : 1;
        }

        return new(text.ToString(), [.. sources, At(Text.Length)], Offset);
    }

    /// <summary>Unicode's canonical form, taken text element by text element, within which all composition happens.</summary>
    public NormalText Canonical(bool composed) => CanonicalForm.IsPlain(Text, composed) || CanonicalForm.Of(Text, composed) is var form && form == Text
        ? this : Elementwise(element => CanonicalForm.Of(element, composed));

    public NormalText Lower() => Elementwise(element => element.ToLowerInvariant());

    /// <summary>Removes white space at the ends.</summary>
    public NormalText Strip(bool left, bool right)
    {
        var (start, end) = (0, Text.Length);
        while (left && start < end && char.IsWhiteSpace(Text[start])) start++;
        while (right && end > start && char.IsWhiteSpace(Text[end - 1])) end--;
        return new(Text[start..end], [.. Enumerable.Range(start, end - start + 1).Select(At)], Offset);
    }

    private int At(int index) => Sources is null ? index : Sources[index];

    private NormalText Elementwise(Func<string, string> map)
    {
        var (text, sources) = (new StringBuilder(), new List<int>());
        for (var i = 0; i < Text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(Text, i);
            var element = map(Text.Substring(i, length));
            text.Append(element);
            sources.AddRange(Enumerable.Repeat(At(i), element.Length));
            i += length;
        }

        return new(text.ToString(), [.. sources, At(Text.Length)], Offset);
    }
}
