namespace Goodhart.Audit;

/// <summary>The sections of a report that are not arms.</summary>
internal static class Sections
{
    private static readonly Ink[] inks = [Ink.First, Ink.Second, Ink.Third, Ink.Fourth, Ink.Fifth, Ink.Sixth];

    public static Markup Headed(string title, Markup body) => body.Text.Length == 0 ? Markup.None : Markup.Of($"""<section><h2>{title}</h2>{body}</section>""");

    public static Markup Maps(IReadOnlyList<GridMap> maps)
    {
        if (maps.Count == 0) return Markup.None;
        var busiest = GridSvg.Busiest(maps);
        return Markup.Of($"""
            <div class="maps">{Markup.Join(maps.Select(map => Markup.Of($"""<figure><figcaption>{map.Title}</figcaption>{GridSvg.Draw(map, busiest)}<p class="caption">{map.Caption}</p></figure>""")))}</div>
            {GridSvg.Legend(maps, busiest)}
            """);
    }

    public static Markup Charts(IReadOnlyList<ReportChart> charts, Counter ids) =>
        charts.Count == 0 ? Markup.None : Markup.Of($"""<div class="pair">{Markup.Join(charts.Select(chart => Chart(chart, ids)))}</div>""");

    private static Markup Chart(ReportChart chart, Counter ids)
    {
        PanelLine[] lines = [.. chart.Series.Select((s, k) => new PanelLine(s.Name, s.X, s.Y, inks[k % inks.Length], s.Low, s.High, k % 2 == 1, s.X.Count <= 25))];
        foreach (var s in chart.Series)
            if (s.Y.Count != s.X.Count || (s.Low?.Count ?? s.X.Count) != s.X.Count || (s.High?.Count ?? s.X.Count) != s.X.Count)
                throw new ArgumentException($"Series '{s.Name}' of chart '{chart.Title}' has {s.X.Count} x, {s.Y.Count} y, {s.Low?.Count} low and {s.High?.Count} high values.");
        return Markup.Of($"""
            <figure><figcaption>{chart.Title}</figcaption>{PanelSvg.Draw(new(chart.Title, chart.XLabel, chart.YLabel, lines), ids.Next())}
            <p class="legend">{Markup.Join(lines.Select(Key))}</p><p class="caption">{chart.Caption}</p></figure>
            """);
    }

    private static Markup Key(PanelLine line) => Markup.Of(
        $"""<span class="key"><span class="swatch {line.Ink.ToString().ToLowerInvariant()}{(line.Dashed ? " dashed" : "")}"></span>{line.Name}</span>""");

    public static Markup Tables(IReadOnlyList<ReportTable> tables) => Markup.Join(tables.Select(table =>
    {
        foreach (var row in table.Rows)
            if (row.Count != table.Headers.Count) throw new ArgumentException($"A row of table '{table.Title}' has {row.Count} cells, expected {table.Headers.Count}.");
        bool[] numbers = [.. table.Headers.Select((_, k) => table.Rows.Count > 0 && table.Rows.All(row => IsNumber(row[k])))];
        return Markup.Of($"""
            <h3>{table.Title}</h3><div class="scroll"><table><thead><tr>{Markup.Join(table.Headers.Select((h, k) => Markup.Of($"""<th{Class(numbers[k])}>{h}</th>""")))}</tr></thead><tbody>
            {Markup.Join(table.Rows.Select(row => Markup.Of($"""<tr>{Markup.Join(row.Select((cell, k) => Markup.Of($"""<td{Class(numbers[k])}>{cell}</td>""")))}</tr>""")))}</tbody></table></div>
            <p class="caption">{table.Caption}</p>
            """);
    }));

    private static Markup Class(bool number) => new(number ? " class=\"num\"" : "");

    private static bool IsNumber(string cell) => cell.Length == 0 || (char.IsAsciiDigit(cell[0]) || cell[0] is '-' or '−' or '+' or '.' or '∞') && cell.Count(char.IsAsciiLetter) <= 1;

    public static Markup Findings(FindingsSection? section) => section is null ? Markup.None : Markup.Of($"""
        <p class="lead">{section.Title}</p><p>{section.Claim}</p><div class="scroll"><table><thead><tr><th>Holds</th><th>What was checked</th><th class="num">Measured</th><th class="num">Expected</th></tr></thead><tbody>
        {Markup.Join(section.Findings.Select(f => Markup.Of($"""
            <tr><td><span class="holds {(f.Holds ? "yes" : "no")}">{(f.Holds ? "✓ yes" : "✗ no")}</span></td><td>{(f.IsControl ? "Negative control: " : "")}{f.What}</td><td class="num">{Say.Value(f.Measured)}</td><td class="num">{f.Expected}</td></tr>
            """)))}</tbody></table></div>
        """);

    public static Markup Facts(IReadOnlyList<Fact> facts) => facts.Count == 0 ? Markup.None
        : Markup.Of($"""<dl class="facts">{Markup.Join(facts.Select(fact => ArmSection.Fact(fact.Name, fact.Value)))}</dl>""");

    public static Markup Notes(IReadOnlyList<string> notes) => notes.Count == 0 ? Markup.None
        : Markup.Of($"""<ul>{Markup.Join(notes.Select(note => Markup.Of($"<li>{note}</li>")))}</ul>""");
}
