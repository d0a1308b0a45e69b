using System.Globalization;
using System.Text;

namespace Goodhart.Models;

/// <summary>How tokens become text again: tokenizer.json's decoder.</summary>
/// <param name="Bytes">Tokens are spelt in <see cref="ByteAlphabet"/>.</param>
/// <param name="Fallback">Tokens such as &lt;0xE2&gt; are bytes.</param>
/// <param name="Between">What stands between tokens.</param>
/// <param name="Replace">Signs in tokens and what they stand for, such as ▁ for a space.</param>
/// <param name="Strip">Spaces to remove from the text's beginning, at most.</param>
internal sealed record TokenDecoder(bool Bytes, bool Fallback, string Between, IReadOnlyList<(string Sign, string Text)> Replace, int Strip)
{
    private static readonly string[] known = ["ByteLevel", "ByteFallback", "Fuse", "Metaspace", "Replace", "Sequence", "Strip"];

    public static TokenDecoder Read(JsonField field, PreTokenizer cut)
    {
        var decoder = new TokenDecoder(cut.Bytes && field.IsNull, false, field.IsNull && !cut.Bytes ? " " : "", [], 0);
        foreach (var part in Flat(field)) decoder = decoder.With(part);
        return decoder;
    }

    /// <param name="tokens">Spellings in order, and whether each is an added token, which is spelt as it is.</param>
    public string Decode(IEnumerable<(string Token, bool Added)> tokens)
    {
        using var utf8 = new MemoryStream();
        var first = true;
        foreach (var (token, added) in tokens)
        {
            if (!first && Between.Length > 0) utf8.Write(Encoding.UTF8.GetBytes(Between));
            first = false;
            if (added) utf8.Write(Encoding.UTF8.GetBytes(token));
            else Write(token, utf8);
        }

        var text = Encoding.UTF8.GetString(utf8.GetBuffer(), 0, (int)utf8.Length);
        var start = 0;
        while (start < Strip && start < text.Length && text[start] == ' ') start++;
        return text[start..];
    }

    private void Write(string token, MemoryStream utf8)
    {
        if (Bytes && token.All(letter => ByteAlphabet.TryByte(letter, out _)))
        {
            foreach (var letter in token)
                if (ByteAlphabet.TryByte(letter, out var value)) utf8.WriteByte(value);
            return;
        }

        if (Fallback && token is ['<', '0', 'x', _, _, '>'] && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var single))
        {
            utf8.WriteByte(single);
            return;
        }

        foreach (var (sign, text) in Replace) token = token.Replace(sign, text, StringComparison.Ordinal);
        utf8.Write(Encoding.UTF8.GetBytes(token));
    }

    private static IEnumerable<JsonField> Flat(JsonField field) => field.IsNull ? [] : field["type"].Text() == "Sequence" ? field["decoders"].Items().SelectMany(Flat) : [field];

    private TokenDecoder With(JsonField part) => part["type"].Text() switch
    {
        "ByteLevel" => this with { Bytes = true },
        "ByteFallback" => this with { Fallback = true },
        "Fuse" => this,
        "Replace" => this with { Replace = [.. Replace, (part["pattern"]["String"].Text(), part["content"].Text())] },
        "Metaspace" => this with { Replace = [.. Replace, (part["replacement"].Text(), " ")], Strip = part["prepend_scheme"] is { IsText: true } scheme && scheme.Text() == "never" ? 0 : 1 },
        "Strip" when part["content"].Text() == " " && part["stop"].Number() == 0 => this with { Strip = part["start"].Number() },
        _ => throw part["type"].Wrong($"one of {string.Join(", ", known)}; Strip removes spaces from the beginning only"),
    };
}
