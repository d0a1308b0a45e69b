using System.Text;

namespace Goodhart.Data;

/// <summary>64-bit hashes of texts as a reader sees them: case and the width of white space do not count. Two of a million texts collide with probability 3·10⁻⁸.</summary>
internal static class Fingerprint
{
    private const ulong Seed = 0x9E3779B97F4A7C15;

    public static ulong Of(string text) => Of(text, Seed);

    public static ulong Of(IReadOnlyList<Turn> prompt)
    {
        var hash = Seed;
        foreach (var turn in prompt) hash = Of(turn.Text, hash);
        return hash;
    }

    public static ulong Of(Exchange exchange) => Mix(Of(exchange.Prompt), Of(exchange.Answer));

    public static ulong Mix(ulong a, ulong b)
    {
        var high = Math.BigMul(a ^ 0xA0761D6478BD642F, b ^ 0xE7037ED1A0B428DB, out var low);
        return high ^ low;
    }

    /// <summary>Hashes of the words: runs of letters and digits, in lower case.</summary>
    public static List<ulong> Words(string text)
    {
        List<ulong> words = [];
        var (hash, inside) = (Seed, false);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune)) (hash, inside) = (Mix(hash, (ulong)Rune.ToLowerInvariant(rune).Value), true);
            else if (inside)
            {
                words.Add(hash);
                (hash, inside) = (Seed, false);
            }
        }

        if (inside) words.Add(hash);
        return words;
    }

    private static ulong Of(string text, ulong seed)
    {
        var (hash, blank, kept) = (seed, false, 0);
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c))
            {
                blank = kept > 0;
                continue;
            }

            if (blank) hash = Mix(hash, ' ');
            hash = Mix(hash, char.ToLowerInvariant(c));
            (blank, kept) = (false, kept + 1);
        }

        return Mix(hash, (ulong)kept);
    }
}
