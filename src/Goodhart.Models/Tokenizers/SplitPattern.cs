using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Goodhart.Models;

/// <summary>A regular expression of a pre-tokeniser, matched by characters of Unicode rather than by halves of surrogate pairs.</summary>
/// <remarks>
/// .NET matches UTF-16 units, to which half of an emoji or of a rare letter is neither letter, digit nor symbol. Every character beyond U+FFFF is therefore replaced by
/// a stand-in of the same category before matching, and the matches are mapped back.
/// </remarks>
internal sealed class SplitPattern
{
    private readonly Regex regex;
    private readonly JsonField field;

    public SplitPattern(string pattern, JsonField field, TimeSpan? timeout = null)
    {
        this.field = field;
        try
        {
            regex = new(pattern, RegexOptions.CultureInvariant | RegexOptions.Compiled, timeout ?? TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException e)
        {
            throw new TokenizerException($"{field.File}: {field.Path} is a regular expression that cannot be used here: {e.Message}", field.File, e);
        }
    }

    /// <summary>Matches within a stretch of a text, empty ones left out, in order.</summary>
    /// <exception cref="TokenizerException">One match took longer than a second.</exception>
    public List<(int Start, int End)> Matches(ReadOnlySpan<char> text)
    {
        var found = new List<(int, int)>();
        var places = text.IndexOfAnyInRange('\uD800', '\uDFFF') < 0 ? null : StandIns(ref text);
        try
        {
            foreach (var match in regex.EnumerateMatches(text))
            {
                if (match.Length == 0) continue;
                var (start, end) = (match.Index, match.Index + match.Length);
                found.Add(places is null ? (start, end) : (places[start], places[end]));
            }
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new TokenizerException($"{field.File}: {field.Path} is a regular expression that takes longer than {regex.MatchTimeout.TotalSeconds} s to match {text.Length} characters.", field.File, e);
        }

        return found;
    }

    private static int[] StandIns(ref ReadOnlySpan<char> text)
    {
        var (standing, places, at) = (new StringBuilder(text.Length), new List<int>(text.Length + 1), 0);
        foreach (var rune in text.EnumerateRunes())
        {
            standing.Append(rune.IsBmp ? (char)rune.Value : StandIn(Rune.GetUnicodeCategory(rune)));
            places.Add(at);
            at += rune.Utf16SequenceLength;
        }

        text = standing.ToString();
        return [.. places, at];
    }

    private static char StandIn(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter => 'Ж',
        UnicodeCategory.LowercaseLetter => 'ж',
        UnicodeCategory.TitlecaseLetter => 'ǅ',
        UnicodeCategory.ModifierLetter => 'ʰ',
        UnicodeCategory.OtherLetter => '一',
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => '\u0300',
        UnicodeCategory.SpacingCombiningMark => '\u0903',
        UnicodeCategory.DecimalDigitNumber => '٣',
        UnicodeCategory.LetterNumber => 'Ⅷ',
        UnicodeCategory.OtherNumber => '½',
        UnicodeCategory.ConnectorPunctuation => '‿',
        UnicodeCategory.DashPunctuation => '—',
        UnicodeCategory.OpenPunctuation => '「',
        UnicodeCategory.ClosePunctuation => '」',
        UnicodeCategory.InitialQuotePunctuation => '«',
        UnicodeCategory.FinalQuotePunctuation => '»',
        UnicodeCategory.OtherPunctuation => '‽',
        UnicodeCategory.MathSymbol => '∑',
        UnicodeCategory.CurrencySymbol => '€',
        UnicodeCategory.ModifierSymbol => '˅',
        UnicodeCategory.Format => '\u2060',
        UnicodeCategory.PrivateUse => '\uE000',
        UnicodeCategory.OtherNotAssigned => '\uFDD0',
        _ => '☃',
    };
}
