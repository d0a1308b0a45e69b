using System.Runtime.CompilerServices;
using System.Text;

namespace Goodhart.Audit;

/// <summary>Text that is markup already and must not be escaped again.</summary>
internal readonly record struct Markup(string Text)
{
    public static Markup None => new("");

    /// <summary>Markup from a literal with holes; what fills a hole is escaped unless it is markup itself.</summary>
    public static Markup Of(HtmlHandler html) => html.ToMarkup();

    /// <summary>Pieces one after the other.</summary>
    public static Markup Join(IEnumerable<Markup> pieces) => new(string.Concat(pieces.Select(piece => piece.Text)));

    public override string ToString() => Text;
}

/// <summary>Interpolated strings whose holes are escaped: a name from outside cannot become markup.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlHandler(int literalLength, int formattedCount)
{
    private readonly StringBuilder text = new(literalLength + 16 * formattedCount);

    public void AppendLiteral(string literal) => text.Append(literal);

    public void AppendFormatted(Markup markup) => text.Append(markup.Text);

    public void AppendFormatted(string? value) => Escape(value ?? "", text);

    public void AppendFormatted(int value) => text.Append(value);

    /// <summary>A coordinate, to a hundredth of a pixel.</summary>
    public void AppendFormatted(double value) => text.Append(Math.Round(value, 2));

    public Markup ToMarkup() => new(text.ToString());

    private static void Escape(string value, StringBuilder text)
    {
        foreach (var c in value)
            _ = c switch
            {
                '&' => text.Append("&amp;"),
                '<' => text.Append("&lt;"),
                '>' => text.Append("&gt;"),
                '"' => text.Append("&quot;"),
                '\'' => text.Append("&#39;"),
                '\n' or '\t' => text.Append(c),
                < ' ' or (>= '\u007f' and <= '\u009f') or '\u202a' or '\u202b' or '\u202c' or '\u202d' or '\u202e' => text.Append('\ufffd'),   // controls and overrides of direction
                _ => text.Append(c),
            };
    }
}
