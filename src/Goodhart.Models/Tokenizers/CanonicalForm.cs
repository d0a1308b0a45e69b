using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Goodhart.Models;

/// <summary>Unicode's canonical normal forms, NFD and NFC.</summary>
/// <remarks>The library runs without culture data, and .NET then leaves texts as they are: e + ◌́ would stay two characters where Qwen's vocabulary wants é.</remarks>
internal static class CanonicalForm
{
    private const int HangulFirst = 0xAC00, LeadFirst = 0x1100, VowelFirst = 0x1161, TailFirst = 0x11A7, Vowels = 21, Tails = 28, Syllables = 19 * Vowels * Tails;

    private static readonly Tables data = Tables.Read();

    /// <summary>Composed (NFC) or decomposed (NFD) form.</summary>
    public static string Of(string text, bool composed)
    {
        var runes = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes()) Decompose(rune.Value, runes);
        Order(runes);
        if (composed) Compose(runes);
        var result = new StringBuilder(runes.Count);
        foreach (var rune in runes) result.Append(char.ConvertFromUtf32(rune));
        return result.ToString();
    }

    /// <summary>Whether a text has no character that either form would change: all characters below U+0300 but composed letters are of this kind.</summary>
    public static bool IsPlain(string text, bool composed)
    {
        foreach (var c in text)
            if (c >= (composed ? 0x300 : 0xC0)) return false;
        return true;
    }

    private static void Decompose(int rune, List<int> into)
    {
        if (rune - HangulFirst is >= 0 and < Syllables and var index)
        {
            into.Add(LeadFirst + index / (Vowels * Tails));
            into.Add(VowelFirst + index % (Vowels * Tails) / Tails);
            if (index % Tails != 0) into.Add(TailFirst + index % Tails);
        }
        else if (data.Parts.TryGetValue(rune, out var parts))
        {
            foreach (var part in parts) Decompose(part, into);
        }
        else into.Add(rune);
    }

    /// <summary>Sorts runs of combining marks by class, marks of one class in their order.</summary>
    private static void Order(List<int> runes)
    {
        for (var i = 1; i < runes.Count; i++)
            for (var j = i; j > 0 && data.Class(runes[j]) is > 0 and var mark && data.Class(runes[j - 1]) > mark; j--)
                (runes[j], runes[j - 1]) = (runes[j - 1], runes[j]);
    }

    private static void Compose(List<int> runes)
    {
        var (starter, kept, last) = (-1, 0, 0);   // last: class of what was kept after the starter, 0 for nothing, 255 for another starter
        foreach (var rune in runes.ToArray())
        {
            var mark = data.Class(rune);
            if (starter >= 0 && (last < mark || last == 0) && Composed(runes[starter], rune) is { } joined)
            {
                runes[starter] = joined;
                continue;
            }

            if (mark == 0) (starter, last) = (kept, 0);
            else last = mark;
            runes[kept++] = rune;
        }

        runes.RemoveRange(kept, runes.Count - kept);
    }

    private static int? Composed(int left, int right)
    {
        if (left - LeadFirst is >= 0 and < 19 and var lead && right - VowelFirst is >= 0 and < Vowels and var vowel) return HangulFirst + (lead * Vowels + vowel) * Tails;
        if (left - HangulFirst is >= 0 and < Syllables and var syllable && syllable % Tails == 0 && right - TailFirst is > 0 and < Tails and var tail) return left + tail;
        return data.Joined.TryGetValue((left, right), out var joined) ? joined : null;
    }

    /// <param name="Parts">What a character decomposes into.</param>
    /// <param name="Joined">What two characters compose into.</param>
    /// <param name="Classes">Classes of combining marks; absent for 0.</param>
    private sealed record Tables(FrozenDictionary<int, int[]> Parts, FrozenDictionary<(int, int), int> Joined, FrozenDictionary<int, byte> Classes)
    {
        public int Class(int rune) => rune < 0x300 ? 0 : Classes.GetValueOrDefault(rune);

        public static Tables Read()
        {
            using var reader = new StreamReader(typeof(CanonicalForm).Assembly.GetManifestResourceStream("canonical.txt")!);
            var (parts, joined, classes) = (new Dictionary<int, int[]>(), new Dictionary<(int, int), int>(), new Dictionary<int, byte>());
            while (reader.ReadLine() is { } line)
                if (line.StartsWith('#')) continue;
                else if (line.Split('=') is [var whole, var rest])
                {
                    parts[Hex(whole)] = [.. rest.TrimEnd('!').Split('+').Select(Hex)];
                    if (!rest.EndsWith('!')) joined[(parts[Hex(whole)][0], parts[Hex(whole)][1])] = Hex(whole);
                }
                else if (line.Split("..") is [var first, var range] && range.Split(':') is [var last, var mark])
                    for (var rune = Hex(first); rune <= Hex(last); rune++) classes[rune] = byte.Parse(mark, CultureInfo.InvariantCulture);
            return new(parts.ToFrozenDictionary(), joined.ToFrozenDictionary(), classes.ToFrozenDictionary());
        }

        private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
