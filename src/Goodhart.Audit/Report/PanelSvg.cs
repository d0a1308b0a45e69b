using System.Text.RegularExpressions;
using ScottPlot;

namespace Goodhart.Audit;

/// <summary>Draws panels as inline SVG: lines and bands by ScottPlot, words by us.</summary>
/// <remarks>
/// ScottPlot places text by the fonts of the machine that runs it, which may have none, and writes fixed colours. So it draws without words, in marker
/// colours that are exchanged for CSS variables (light and dark), and all words are plain text elements in the reader's own font.
/// </remarks>
internal static partial class PanelSvg
{
    private const int Width = 480, Height = 268, Left = 62, Right = 14, Top = 12, Bottom = 44, Dashed = 0x40;

    /// <param name="id">Distinguishes this plot's clip paths from those of others on the page.</param>
    public static Markup Draw(Panel panel, int id)
    {
        double[] xs = [.. panel.Lines.SelectMany(line => line.X).Where(double.IsFinite)];
        var x = panel.IsDistance ? Axis.Distance(xs, 6) : Axis.Linear(xs, 6, 0.03, 0.03);
        var y = Axis.Linear(panel.Lines.SelectMany(line => line.Y.Concat(line.Low ?? []).Concat(line.High ?? [])).Concat(panel.Reference is { } r ? [r] : []), 5, above: panel.Marks.Count > 0 ? 0.16 : 0.06);
        var label = $"{panel.Title}: {string.Join(", ", panel.Lines.Select(line => line.Name))}";
        return Markup.Of($"""
            <svg class="plot" viewBox="0 0 {Width} {Height}" role="img" aria-label="{label}">{Geometry(panel, x, y, id)}{Words(panel, x, y)}</svg>
            """);
    }

    private static Markup Geometry(Panel panel, Axis x, Axis y, int id)
    {
        using var plot = new Plot();
        plot.FigureBackground.Color = plot.DataBackground.Color = Colors.Transparent;
        plot.Layout.Fixed(new PixelPadding(Left, Right, Bottom, Top));
        Frame(plot, x, y);
        if (panel.Reference is { } reference) plot.Add.HorizontalLine(reference, 1, Of(Ink.Reference, dashed: true));
        foreach (var line in panel.Lines) Band(plot, line, x);
        foreach (var line in panel.Lines) Line(plot, line, x);
        foreach (var mark in panel.Marks.Where(m => double.IsFinite(m.X) && double.IsFinite(m.Y)))
        {
            var marker = plot.Add.Marker(x.Map(mark.X), mark.Y, MarkerShape.OpenCircle, 13, Of(mark.Ink));
            marker.MarkerLineWidth = 1.8f;
        }

        plot.Axes.SetLimits(x.Low, x.High, y.Low, y.High);
        return new(Themed(plot.GetSvgXml(Width, Height), id));
    }

    private static void Frame(Plot plot, Axis x, Axis y)
    {
        plot.Axes.Top.IsVisible = plot.Axes.Right.IsVisible = false;
        plot.Axes.Left.FrameLineStyle.Width = 0;
        plot.Axes.Bottom.FrameLineStyle.Color = Of(Ink.Axis);
        plot.Axes.Bottom.TickGenerator = Ticks(x);
        plot.Axes.Left.TickGenerator = Ticks(y);
        foreach (var axis in new IAxis[] { plot.Axes.Left, plot.Axes.Bottom })
            axis.MajorTickStyle.Length = axis.MinorTickStyle.Length = 0;
        plot.Grid.XAxisStyle.IsVisible = false;
        plot.Grid.MajorLineColor = Of(Ink.Grid);
    }

    private static ScottPlot.TickGenerators.NumericManual Ticks(Axis axis) =>
        new([.. axis.Ticks.Select(tick => tick.At)], [.. axis.Ticks.Select(_ => "")]);

    private static void Band(Plot plot, PanelLine line, Axis x)
    {
        if (line.Low is not { } low || line.High is not { } high) return;
        int[] rows = [.. Rows(line).Where(i => double.IsFinite(low[i]) && double.IsFinite(high[i]))];
        if (rows.Length < 2 || rows.All(i => low[i] == high[i])) return;
        var band = plot.Add.FillY([.. rows.Select(i => x.Map(line.X[i]))], rows.Select(i => low[i]).ToArray(), [.. rows.Select(i => high[i])]);
        band.FillColor = Of(line.Ink).WithAlpha(0.16);
        band.LineWidth = 0;
        band.MarkerSize = 0;
    }

    private static void Line(Plot plot, PanelLine line, Axis x)
    {
        int[] rows = [.. Rows(line)];
        if (rows.Length == 0) return;
        var scatter = plot.Add.Scatter(rows.Select(i => x.Map(line.X[i])).ToArray(), rows.Select(i => line.Y[i]).ToArray(), Of(line.Ink, line.Dashed));
        scatter.LineWidth = line.Joined ? 2.2f : 0;
        scatter.MarkerSize = line.Joined ? line.Markers && rows.Length <= 40 || rows.Length == 1 ? 6 : 0 : 5;
        scatter.MarkerShape = line.Dashed ? MarkerShape.FilledSquare : MarkerShape.FilledCircle;
    }

    private static IEnumerable<int> Rows(PanelLine line) =>
        Enumerable.Range(0, line.X.Count).Where(i => double.IsFinite(line.X[i]) && double.IsFinite(line.Y[i]));

    private static Markup Words(Panel panel, Axis x, Axis y)
    {
        double Right(double at) => Left + (at - x.Low) / (x.High - x.Low) * (Width - Left - PanelSvg.Right);
        double Down(double at) => Height - Bottom - (at - y.Low) / (y.High - y.Low) * (Height - Top - Bottom);
        return Markup.Join([
            .. x.Ticks.Select(t => Markup.Of($"""<text class="tick" x="{Right(t.At)}" y="{Height - Bottom + 16}" text-anchor="middle">{t.Label}</text>""")),
            .. y.Ticks.Select(t => Markup.Of($"""<text class="tick" x="{Left - 8}" y="{Down(t.At) + 4}" text-anchor="end">{t.Label}</text>""")),
            Markup.Of($"""<text class="axis" x="{(Left + Width - PanelSvg.Right) / 2.0}" y="{Height - 8}" text-anchor="middle">{panel.XLabel}</text>"""),
            Markup.Of($"""<text class="axis" transform="translate(13 {(Top + Height - Bottom) / 2.0}) rotate(-90)" text-anchor="middle">{panel.YLabel}</text>"""),
            .. panel.Marks.Where(m => double.IsFinite(m.X) && double.IsFinite(m.Y)).Select(m => Word(m, Right(x.Map(m.X)), Down(m.Y))),
        ]);
    }

    // Above the point, towards the side with room.
    private static Markup Word(PanelMark mark, double x, double y)
    {
        var (anchor, dx) = x > Width - Right - 90 ? ("end", -7) : ("start", 7);
        return Markup.Of($"""<text class="mark" x="{x + dx}" y="{y - 9}" text-anchor="{anchor}">{mark.Label}</text>""");
    }

    // The SVG canvas below ScottPlot knows no dashes, so they travel in the colour too.
    private static Color Of(Ink ink, bool dashed = false) => Color.FromHex($"#C0FE{(int)ink + (dashed ? Dashed : 0):X2}");

    private static string Themed(string svg, int id)
    {
        var inside = svg[(svg.IndexOf('>', svg.IndexOf("<svg", StringComparison.Ordinal)) + 1)..svg.LastIndexOf("</svg>", StringComparison.Ordinal)];
        var clips = new List<string>();   // numbered afresh: the drawing library counts over the whole process
        inside = ClipPath().Replace(inside, match => $"p{id}-{Index(clips, match.Value)}");
        inside = MarkerColour().Replace(inside, match => Attribute(match.Groups[1].Value, Convert.ToInt32(match.Groups[2].Value, 16)));
        return Space().Replace(Text().Replace(inside, ""), " ");
    }

    [GeneratedRegex("cl_[0-9a-f]+")]
    private static partial Regex ClipPath();

    private static int Index(List<string> seen, string name)
    {
        if (!seen.Contains(name)) seen.Add(name);
        return seen.IndexOf(name);
    }

    private static string Attribute(string name, int code)
    {
        var colour = $"{name}=\"var(--{((Ink)(code % Dashed)).ToString().ToLowerInvariant()})\"";
        if (code < Dashed || name != "stroke") return colour;
        return $"{colour} stroke-dasharray=\"{((Ink)(code % Dashed) == Ink.Reference ? "2 3" : "6 4")}\"";
    }

    [GeneratedRegex("(fill|stroke)=\"#C0FE([0-9A-F]{2})\"")]
    private static partial Regex MarkerColour();

    [GeneratedRegex("<text.*?</text>|<script.*?</script>", RegexOptions.Singleline)]
    private static partial Regex Text();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
