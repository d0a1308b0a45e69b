using System.Text;

namespace Goodhart.Models;

/// <summary>GPT-2's table that writes every byte as a visible character, so that a vocabulary of bytes can be spelt in JSON.</summary>
/// <remarks>Visible Latin-1 characters stand for themselves; the other 68 bytes are U+0100, U+0101, … in their order: a space is Ġ, a line feed Ċ.</remarks>
internal static class ByteAlphabet
{
    private static readonly char[] letters = Letters();
    private static readonly Dictionary<char, byte> bytes = Enumerable.Range(0, 256).ToDictionary(i => letters[i], i => (byte)i);

    public static char Letter(byte value) => letters[value];

    public static bool TryByte(char letter, out byte value) => bytes.TryGetValue(letter, out value);

    public static string Spell(ReadOnlySpan<char> text)
    {
        var utf8 = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, utf8);
        return string.Create(utf8.Length, utf8, (spelt, source) =>
        {
            for (var i = 0; i < spelt.Length; i++) spelt[i] = letters[source[i]];
        });
    }

    private static char[] Letters()
    {
        var next = 256;
        return [.. Enumerable.Range(0, 256).Select(b => b is >= '!' and <= '~' or >= '¡' and <= '¬' or >= '®' and <= 'ÿ' ? (char)b : (char)next++)];
    }
}
