using Goodhart.Audit;
using Goodhart.Design.Evolution;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Goodhart.Design;

/// <summary>Programs and their differences as a reader likes code: numbered lines, soft colours, unchanged passages folded.</summary>
internal static class ProgramHtml
{
    // Unchanged lines shown around a change.
    private const int Context = 2;

    public static Markup Numbered(string text) => Markup.Of($"""
        <pre class="code">{Markup.Join(Coloured(text).Select((line, k) => Markup.Of($"""<span class="row"><span class="no">{k + 1}</span>{line}</span>""")))}</pre>
        """);

    public static Markup Difference(IReadOnlyList<DifferenceLine> lines)
    {
        var shown = new bool[lines.Count];
        for (var i = 0; i < lines.Count; i++)
            if (lines[i].Change != LineChange.Kept) shown.AsSpan(Math.Max(0, i - Context)..Math.Min(lines.Count, i + Context + 1)).Fill(true);
        var rows = new List<Markup>();
        for (var i = 0; i < lines.Count; i++)
        {
            if (shown[i]) rows.Add(Row(lines[i]));
            else if (i == 0 || shown[i - 1])
            {
                var next = Array.IndexOf(shown, true, i);
                var count = (next < 0 ? lines.Count : next) - i;
                rows.Add(Markup.Of($"""<span class="row folded"><span class="no">⋯</span>{(count == 1 ? "1 line" : $"{count} lines")} as before</span>"""));
            }
        }

        return Markup.Of($"""<pre class="code">{Markup.Join(rows)}</pre>""");
    }

    private static Markup Row(DifferenceLine line)
    {
        var (style, sign) = line.Change switch { LineChange.Added => (" added", "+"), LineChange.Removed => (" removed", "−"), _ => ("", "") };
        return Markup.Of($"""<span class="row{style}"><span class="no">{sign}</span>{line.Text}</span>""");
    }

    // Tokens keep their place, so a class body around the members would only shift columns: the text is parsed as it is, as statements of a script.
    private static List<Markup> Coloured(string text)
    {
        text = text.ReplaceLineEndings("\n").Trim('\n');
        var style = new string[text.Length];
        var root = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(kind: SourceCodeKind.Script)).GetRoot();
        foreach (var token in root.DescendantTokens())
            Paint(token.Span.Start, token.Span.End, token.IsKeyword() || token.IsContextualKeyword() ? "keyword" : token.Kind() switch
            {
                SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken => "text",
                SyntaxKind.NumericLiteralToken => "number",
                _ => "",
            });
        foreach (var trivia in root.DescendantTrivia())
            if (trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia) Paint(trivia.SpanStart, trivia.Span.End, "comment");
        return Lines(text, style);

        void Paint(int from, int to, string with) => style.AsSpan(from..Math.Min(to, style.Length)).Fill(with);
    }

    private static List<Markup> Lines(string text, string[] style)
    {
        var lines = new List<Markup>();
        foreach (var (start, length) in Ranges(text))
        {
            var pieces = new List<Markup>();
            for (int i = start, end = start + length, next; i < end; i = next)
            {
                for (next = i + 1; next < end && (style[next] ?? "") == (style[i] ?? "");) next++;
                pieces.Add(string.IsNullOrEmpty(style[i]) ? Markup.Of($"{text[i..next]}") : Markup.Of($"""<span class="{style[i]}">{text[i..next]}</span>"""));
            }

            lines.Add(Markup.Join(pieces));
        }

        return lines;
    }

    private static IEnumerable<(int Start, int Length)> Ranges(string text)
    {
        for (var start = 0; start <= text.Length;)
        {
            var end = text.IndexOf('\n', start);
            if (end < 0) end = text.Length;
            yield return (start, end - start);
            start = end + 1;
        }
    }
}
