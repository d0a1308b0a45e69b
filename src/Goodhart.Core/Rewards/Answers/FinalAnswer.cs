using System.Text.RegularExpressions;

namespace Goodhart;

/// <summary>Where an answer was found in a text.</summary>
public enum AnswerMark
{
    /// <summary>After GSM8K's <c>####</c>.</summary>
    Hashes,

    /// <summary>In <c>\boxed{…}</c>, as mathematics is answered in LaTeX.</summary>
    Boxed,

    /// <summary>The last number of the text.</summary>
    LastNumber,

    /// <summary>The text is the answer itself.</summary>
    Whole,
}

/// <summary>The answer that a worked solution ends with, and whether it is the right one.</summary>
/// <remarks>Numbers are compared as numbers: thousands' commas, currency, percent signs, units, trailing zeros and fractions do not count; other answers as texts without white space.</remarks>
/// <param name="Text">The answer as it was written.</param>
/// <param name="Mark">What it was found by.</param>
public sealed partial record FinalAnswer(string Text, AnswerMark Mark)
{
    private const string Box = @"\boxed{";

    /// <summary>Its value; null where it is no number.</summary>
    public double? Value { get; } = AnswerNumber.Read(Text);

    /// <summary>The answer of a text: what stands after the last <c>####</c>, else in the last <c>\boxed{…}</c>, else its last number; null where it has none of them.</summary>
    public static FinalAnswer? Find(string text) => Hashed(text) ?? Boxed(text) ?? Last(text);

    /// <summary>A reference, which may be a worked solution or the bare answer.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public static FinalAnswer Reference(string text) => string.IsNullOrWhiteSpace(text)
        ? throw new ArgumentException("A reference answer is empty; expected a number, a text, or a solution that ends with '#### answer' or '\\boxed{answer}'.")
        : Hashed(text) ?? Boxed(text) ?? (AnswerNumber.Read(text) is null && text.AsSpan().Trim().Contains('\n') ? Last(text) : null) ?? new(text.Trim(), AnswerMark.Whole);

    /// <summary>Whether both are the same answer.</summary>
    /// <param name="other">The other.</param>
    /// <param name="tolerance">Largest difference of equal numbers, as a share of the larger one's size, or of 1 for smaller ones.</param>
    public bool Matches(FinalAnswer other, double tolerance = 1e-6) => (Value, other.Value) is ({ } a, { } b)
        ? a == b || Math.Abs(a - b) <= tolerance * Math.Max(1, Math.Max(Math.Abs(a), Math.Abs(b)))
        : AnswerNumber.Plain(Text) is var plain && plain.Length > 0 && plain == AnswerNumber.Plain(other.Text);

    private static FinalAnswer? Hashed(string text)
    {
        var at = text.LastIndexOf("####", StringComparison.Ordinal);
        if (at < 0) return null;
        var line = text.AsSpan(at + 4).TrimStart();
        var end = line.IndexOfAny('\r', '\n');
        var found = (end < 0 ? line : line[..end]).Trim().ToString();
        return found.Length == 0 ? null : new(found, AnswerMark.Hashes);
    }

    /// <summary>The last box that is closed; braces within it are balanced.</summary>
    private static FinalAnswer? Boxed(string text)
    {
        for (var at = text.LastIndexOf(Box, StringComparison.Ordinal); at >= 0; at = at == 0 ? -1 : text.LastIndexOf(Box, at - 1, StringComparison.Ordinal))
        {
            var (start, depth) = (at + Box.Length, 1);
            for (var i = start; i < text.Length; i++)
            {
                depth += text[i] switch { '{' => 1, '}' => -1, _ => 0 };
                if (depth == 0) return string.IsNullOrWhiteSpace(text[start..i]) ? null : new(text[start..i].Trim(), AnswerMark.Boxed);
            }
        }

        return null;
    }

    private static FinalAnswer? Last(string text)
    {
        var found = Numbers().Match(text);
        return found.Success ? new(found.Value, AnswerMark.LastNumber) : null;
    }

    /// <summary>A number, or a fraction of two, from the right; a minus counts where no digit or letter stands before it.</summary>
    [GeneratedRegex(@"(?:(?<![\w)\]])[-−])?[$€£]?(?<![\d.,])(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:/\d+(?:\.\d+)?)?%?", RegexOptions.RightToLeft | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Numbers();
}
