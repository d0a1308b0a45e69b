namespace Goodhart.Design;

/// <summary>Layer 0: a linear scan before anything is parsed. A text that passes cannot be too deep for the parser, and cannot close the class around it.</summary>
internal sealed class TextLimits
{
    /// <summary>Most operators, brackets and branching words between two ends of a statement, whose nesting no bracket shows: <c>!!!x</c>, <c>a ? b : c ? …</c>, <c>else if … else if</c>.</summary>
    private const int Operators = 400;

    private readonly string text;
    private readonly ProgramLimits limits;
    private readonly int[] opened, operators, dots, angles;
    private readonly char[] brackets;
    private int at, depth, tokens;
    private bool ended, endedByBrace;
    private RewardDiagnostic? found;

    private TextLimits(string text, ProgramLimits limits)
    {
        (this.text, this.limits) = (text, limits);
        var levels = limits.Nesting + 2;
        (opened, operators, dots, angles, brackets) = (new int[levels], new int[levels], new int[levels], new int[levels], new char[levels]);
    }

    /// <summary>The first limit the text breaks, if any.</summary>
    public static RewardDiagnostic? Check(string text, ProgramLimits limits)
    {
        if (text.Length > limits.Characters)
            return new("RP0001", SandboxLayer.Text, 1, 1, $"The program has {text.Length} characters; it may have {limits.Characters}.", "Write a shorter program.");
        if (string.IsNullOrWhiteSpace(text)) return new("RP0002", SandboxLayer.Text, 1, 1, "The program is empty.", "Write a method " + EntryPoint.Signature + ".");
        return new TextLimits(text, limits).Scan();
    }

    private RewardDiagnostic? Scan()
    {
        while (at < text.Length && found is null)
        {
            var c = text[at];
            if (IsLineEnd(c) || c is ' ' or '\t') at++;
            else if (c == '/' && Peek == '/') while (at < text.Length && !IsLineEnd(text[at])) at++;
            else if (c == '/' && Peek == '*') BlockComment();
            else if (c == '"') Text();
            else if (char.IsAsciiLetter(c) || c == '_') Word();
            else if (char.IsAsciiDigit(c)) Number();
            else Mark(c);
        }

        if (found is null && depth > 0) Fail("RP0004", opened[depth], $"The '{brackets[depth]}' opened here is never closed.", $"Add the missing '{Closing(brackets[depth])}'.");
        return found;
    }

    private char Peek => at + 1 < text.Length ? text[at + 1] : '\0';

    // C# also ends a line, and with it a // comment, at these.
    private static bool IsLineEnd(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    private void BlockComment()
    {
        var start = at;
        at += 2;
        while (at < text.Length && !(text[at] == '*' && Peek == '/')) at++;
        if (at >= text.Length) Fail("RP0005", start, "A comment is never closed.", "Close it with */, or use //.");
        at += 2;
    }

    private void Text()
    {
        var start = at++;
        if (at + 1 < text.Length && text[at] == '"' && text[at + 1] == '"')
        {
            Fail("RP0007", start, "Raw strings are not allowed.", "Write names in plain quotes, as in parts[\"near\"].");
            return;
        }

        for (; at < text.Length && text[at] != '"'; at++)
        {
            if (IsLineEnd(text[at]) || at == text.Length - 1)
            {
                Fail("RP0005", start, "A string is never closed on its line.", "Close it with \".");
                return;
            }

            if (text[at] is < ' ' or > '~' or '\\') Fail("RP0007", at, $"{Shown(text[at])} is not allowed in a string.", "Use letters, digits and spaces only.");
        }

        if (at >= text.Length) Fail("RP0005", start, "A string is never closed on its line.", "Close it with \".");
        at++;
        Token("\"", start);
    }

    private void Word()
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_')) at++;
        var word = text[start..at];
        if (word.StartsWith("__", StringComparison.Ordinal)) Fail("RP0008", start, $"Names beginning with two underscores are reserved, was '{word}'.", "Choose another name.");
        Token(word, start);
    }

    private void Number()
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_' || (text[at] == '.' && char.IsAsciiDigit(Peek))
            || (text[at] is '+' or '-' && text[at - 1] is 'e' or 'E' && !text.AsSpan(start, at - start).StartsWith("0x", StringComparison.OrdinalIgnoreCase)))) at++;
        Token("0", start);
    }

    private void Mark(char c)
    {
        var start = at++;
        if (c == '#') Fail("RP0006", start, "Lines beginning with # are not allowed.", "Remove the directive.");
        else if (c is <= ' ' or > '~' or '\\' or '@' or '$' or '\'' or '`')
            Fail("RP0007", start, $"{Shown(c)} is not allowed in a program.", c == '$' ? "There is no text in a reward program." : "Use plain ASCII names and operators.");
        else if (c is '(' or '[' or '{') Open(c, start);
        else if (c is ')' or ']' or '}') Close(c, start);
        else
        {
            if (at < text.Length && text.AsSpan(start, 2) is "=>" or ">=" or "<=" or "==" or "!=" or "&&" or "||" or "+=" or "-=" or "*=" or "/=") at++;
            Token(text[start..at], start);
        }
    }

    private void Open(char c, int start)
    {
        Token(c.ToString(), start);
        if (depth >= limits.Nesting)
        {
            Fail("RP0003", start, $"Brackets are nested more than {limits.Nesting} deep.", "Move the inner part into a method of its own.");
            return;
        }

        depth++;
        (opened[depth], brackets[depth], operators[depth], dots[depth], angles[depth]) = (start, c, 0, 0, 0);
    }

    private void Close(char c, int start)
    {
        if (depth == 0 || Closing(brackets[depth]) != c)
        {
            Fail("RP0004", start, depth == 0 ? $"This '{c}' closes nothing." : $"This '{c}' does not match the '{brackets[depth]}' of line {LineOf(opened[depth])}.",
                depth == 0 ? "Write the members only, without a class around them, and remove it." : $"Close that with '{Closing(brackets[depth])}' first.");
            return;
        }

        ended = false;
        depth--;
        if (c != '}') return;
        (ended, endedByBrace) = (true, true);
        if (depth == 0) tokens = 0;
    }

    private void Token(string token, int start)
    {
        if (ended && !(token is "else" || (endedByBrace && token is "switch" or "is" or "as" or "and" or "or" or "." or "?"))) (operators[depth], dots[depth], angles[depth]) = (0, 0, 0);
        ended = false;
        if (++tokens > limits.Tokens) Fail("RP0009", start, $"A method has more than {limits.Tokens} words and marks.", "Split it into several methods.");
        if (token is ";" or ",")
        {
            if (token == ",") (operators[depth], dots[depth]) = (0, 0);
            else (ended, endedByBrace) = (true, false);
            if (token == ";" && depth == 0) tokens = 0;
            return;
        }

        Chain(token, start);
    }

    private void Chain(string token, int start)
    {
        var word = char.IsAsciiLetterOrDigit(token[0]) || token[0] is '_' or '"';
        if (token == ".") dots[depth]++;
        else if (!word && token is not ("(" or "[")) dots[depth] = 0;
        if (token == "<") angles[depth]++;
        else if (token == ">") angles[depth] = Math.Max(0, angles[depth] - 1);
        else if (token is "&&" or "||") angles[depth] = 0;
        if (!word && token is not ("." or ":")) operators[depth]++;
        else if (token is "if" or "else" or "while" or "for" or "foreach" or "do" or "switch" or "not" or "and" or "or" or "is" or "as" or "new") operators[depth]++;
        if (dots[depth] > limits.Chain) Fail("RP0010", start, $"A chain has more than {limits.Chain} dots.", "Keep intermediate results in variables.");
        else if (operators[depth] > Operators) Fail("RP0010", start, $"A statement has more than {Operators} operators, or branches hanging on each other.", "Split it into several statements.");
        else if (angles[depth] > limits.Nesting) Fail("RP0003", start, $"Angle brackets are nested more than {limits.Nesting} deep.", "Use simpler types.");
    }

    private static char Closing(char open) => open switch { '(' => ')', '[' => ']', _ => '}' };

    private static string Shown(char c) => c is > ' ' and not '\u007f' ? $"'{c}'" : $"The character U+{(int)c:X4}";

    private int LineOf(int position)
    {
        var number = 1;
        for (var i = 0; i < position; i++)
            if (IsLineEnd(text[i]) && !(text[i] == '\n' && i > 0 && text[i - 1] == '\r')) number++;
        return number;
    }

    private void Fail(string id, int start, string message, string suggestion)
    {
        var lineStarts = text.LastIndexOfAny(['\n', '\r', '\u0085', '\u2028', '\u2029'], Math.Max(0, start - 1), Math.Max(0, start)) + 1;
        found ??= new(id, SandboxLayer.Text, LineOf(start), start - lineStarts + 1, message, suggestion);
    }
}
