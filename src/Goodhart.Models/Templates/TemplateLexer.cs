using System.Globalization;
using System.Text;

namespace Goodhart.Models;

/// <summary>Cuts a template into tokens, with white space treated as transformers has it: trim_blocks and lstrip_blocks.</summary>
internal sealed class TemplateLexer
{
    private static readonly string[] operators = ["**", "//", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "~", "|", "(", ")", "[", "]", "{", "}", ",", ":", ".", "=", "<", ">"];

    private readonly string source;
    private readonly List<TemplateToken> tokens = [];
    private int at, line = 1, lineStart;

    private TemplateLexer(string source) => this.source = source;

    public static List<TemplateToken> Tokens(string source)
    {
        source = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        return new TemplateLexer(source.EndsWith('\n') ? source[..^1] : source).Run();
    }

    private Place Here => new(line, at - lineStart + 1);

    private List<TemplateToken> Run()
    {
        var trimmed = '\0';   // what ended the tag before: '-' swallows all white space, '%' and '#' one line end
        while (at < source.Length)
        {
            Text(trimmed);
            if (at >= source.Length) break;
            trimmed = source[at + 1] == '#' ? Comment() : Tag();
        }

        tokens.Add(new(TokenKind.End, "", Here));
        return tokens;
    }

    /// <summary>Plain text up to the next tag.</summary>
    private void Text(char trimmed)
    {
        if (trimmed == '-') while (at < source.Length && char.IsWhiteSpace(source[at])) Move(1);
        else if (trimmed is '%' or '#' && at < source.Length && source[at] == '\n') Move(1);
        var (start, place, end) = (at, Here, at);
        while (end < source.Length && !(source[end] == '{' && end + 1 < source.Length && source[end + 1] is '{' or '%' or '#')) end++;
        var text = source[start..end];
        if (end + 2 < source.Length && source[end + 2] == '-') text = text.TrimEnd();
        else if (end + 2 < source.Length && source[end + 1] != '{' && source[end + 2] != '+') text = WithoutIndent(text, start);
        if (text.Length > 0) tokens.Add(new(TokenKind.Text, text, place));
        Move(end - start);
    }

    /// <summary>lstrip_blocks: blanks between the beginning of a line and a block are not the text's.</summary>
    private string WithoutIndent(string text, int start)
    {
        var kept = text.TrimEnd(' ', '\t');
        return kept.Length > 0 ? kept[^1] == '\n' ? kept : text : start == 0 || source[start - 1] == '\n' ? kept : text;
    }

    private char Comment()
    {
        var place = Here;
        var end = source.IndexOf("#}", at + 2, StringComparison.Ordinal);
        if (end < 0) throw place.Wrong("the comment has no end '#}'.");
        var sign = source[end - 1] is '-' && end - 1 > at + 1 ? '-' : '#';
        Move(end + 2 - at);
        return sign;
    }

    private char Tag()
    {
        var (place, output) = (Here, source[at + 1] == '{');
        tokens.Add(new(output ? TokenKind.OutputStart : TokenKind.BlockStart, source.Substring(at, 2), place));
        Move(2);
        if (at < source.Length && source[at] is '-' or '+') Move(1);
        var (close, depth) = (output ? "}}" : "%}", 0);
        while (true)
        {
            while (at < source.Length && char.IsWhiteSpace(source[at])) Move(1);
            if (at >= source.Length) throw place.Wrong($"the tag has no end '{close}'.");
            var signed = source[at] is '-' or '+' && string.CompareOrdinal(source, at + 1, close, 0, 2) == 0;
            if (depth == 0 && (signed || string.CompareOrdinal(source, at, close, 0, 2) == 0))
            {
                var sign = signed ? source[at] : output ? '\0' : '%';
                tokens.Add(new(output ? TokenKind.OutputEnd : TokenKind.BlockEnd, close, Here));
                Move(signed ? 3 : 2);
                return sign;
            }

            depth += Inner();
        }
    }

    /// <summary>One token within a tag; returns by how much it deepens brackets.</summary>
    private int Inner()
    {
        var (place, c, start) = (Here, source[at], at);
        if (char.IsLetter(c) || c == '_')
        {
            while (at < source.Length && (char.IsLetterOrDigit(source[at]) || source[at] == '_')) Move(1);
            tokens.Add(new(TokenKind.Name, source[start..at], place));
        }
        else if (char.IsAsciiDigit(c)) Number(place);
        else if (c is '\'' or '"') tokens.Add(new(TokenKind.String, Quoted(place, c), place));
        else
        {
            var sign = operators.FirstOrDefault(sign => string.CompareOrdinal(source, at, sign, 0, sign.Length) == 0) ?? throw place.Wrong($"the character '{c}' means nothing here.");
            tokens.Add(new(TokenKind.Operator, sign, place));
            Move(sign.Length);
            return sign is "(" or "[" or "{" ? 1 : sign is ")" or "]" or "}" ? -1 : 0;
        }

        return 0;
    }

    private void Number(Place place)
    {
        var start = at;
        while (at < source.Length && (char.IsAsciiDigit(source[at]) || source[at] == '_')) Move(1);
        var whole = at + 1 >= source.Length || source[at] != '.' || !char.IsAsciiDigit(source[at + 1]);
        if (!whole)
        {
            Move(1);
            while (at < source.Length && char.IsAsciiDigit(source[at])) Move(1);
        }

        var sign = at + 1 < source.Length && source[at + 1] is ('+' or '-') ? 1 : 0;
        if (at + 1 + sign < source.Length && source[at] is ('e' or 'E') && char.IsAsciiDigit(source[at + 1 + sign]))
        {
            whole = false;
            Move(2 + sign);
            while (at < source.Length && char.IsAsciiDigit(source[at])) Move(1);
        }

        tokens.Add(new(whole ? TokenKind.Integer : TokenKind.Number, source[start..at].Replace("_", "", StringComparison.Ordinal), place));
    }

    private string Quoted(Place place, char quote)
    {
        var text = new StringBuilder();
        for (Move(1); at < source.Length && source[at] != quote; Move(1))
            if (source[at] != '\\') text.Append(source[at]);
            else
            {
                Move(1);
                if (at < source.Length) text.Append(Escape());
            }

        if (at >= source.Length) throw place.Wrong("the text has no closing quote.");
        Move(1);
        return text.ToString();
    }

    private string Escape()
    {
        var digits = source[at] switch { 'x' => 2, 'u' => 4, _ => 0 };
        if (digits > 0 && at + digits < source.Length && int.TryParse(source.AsSpan(at + 1, digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code))
        {
            Move(digits);
            return ((char)code).ToString();
        }

        return source[at] switch { 'n' => "\n", 't' => "\t", 'r' => "\r", '0' => "\0", '\\' => "\\", '\'' => "'", '"' => "\"", '\n' => "", var other => $"\\{other}" };
    }

    private void Move(int count)
    {
        for (; count > 0; count--)
            if (source[at++] == '\n') (line, lineStart) = (line + 1, at);
    }
}
