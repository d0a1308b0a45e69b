namespace Goodhart.Audit;

/// <summary>Draws where policies spend their time in a grid, on one logarithmic colour scale.</summary>
internal static class GridSvg
{
    // Decades below the busiest cell at which a cell counts as empty.
    private const double Decades = 4;
    private const int Cell = 30;

    /// <summary>The busiest cell of all maps, which the scale ends at.</summary>
    public static double Busiest(IEnumerable<GridMap> maps) =>
        maps.SelectMany(map => map.Mass.Where((mass, i) => !map.Walls[i] && double.IsFinite(mass))).DefaultIfEmpty(0).Max();

    /// <exception cref="ArgumentException">The map's lists do not have one entry per cell.</exception>
    public static Markup Draw(GridMap map, double busiest)
    {
        var cells = Ensure.Positive(map.Rows) * Ensure.Positive(map.Columns);
        if (map.Mass.Count != cells || map.Walls.Count != cells)
            throw new ArgumentException($"Map '{map.Title}' has {map.Rows} × {map.Columns} cells, {map.Mass.Count} masses and {map.Walls.Count} walls.", nameof(map));
        return Markup.Of($"""
            <svg class="grid" viewBox="0 0 {map.Columns * Cell + 2} {map.Rows * Cell + 2}" role="img" aria-label="{map.Title}"><g transform="translate(1 1)">
            {Markup.Join(Enumerable.Range(0, cells).Select(i => Square(map, i, busiest)))}{Markup.Join(map.Marks.Select(Glyph))}</g></svg>
            """);
    }

    /// <summary>The colour scale and what the symbols mean.</summary>
    public static Markup Legend(IReadOnlyList<GridMap> maps, double busiest)
    {
        var steps = Enumerable.Range(0, 5).Select(k => Markup.Of(
            $"""<span class="swatch heat" style="opacity:{Opacity(Math.Pow(10, k - Decades), 1)}"></span><span>{Say.Percent(busiest * Math.Pow(10, k - Decades))}</span>"""));
        var symbols = maps.SelectMany(map => map.Marks).DistinctBy(mark => (mark.Symbol, mark.Name)).Select(mark => Markup.Of(
            $"""<span class="key"><svg viewBox="0 0 {Cell} {Cell}" width="20" height="20" aria-hidden="true">{Glyph(mark with { Row = 0, Column = 0 })}</svg>{mark.Name}</span>"""));
        return Markup.Of($"""<p class="legend"><span>Share of time</span>{Markup.Join(steps)}{Markup.Join(symbols)}</p>""");
    }

    private static Markup Square(GridMap map, int i, double busiest)
    {
        int x = i % map.Columns * Cell, y = i / map.Columns * Cell;
        if (map.Walls[i]) return Markup.Of($"""<rect class="wall" x="{x}" y="{y}" width="{Cell}" height="{Cell}"/>""");
        return Markup.Of($"""
            <rect class="floor" x="{x}" y="{y}" width="{Cell}" height="{Cell}"/><rect class="mass" x="{x}" y="{y}" width="{Cell}" height="{Cell}" fill-opacity="{Opacity(map.Mass[i], busiest)}"><title>{Say.Percent(map.Mass[i])}</title></rect>
            """);
    }

    private static double Opacity(double mass, double busiest) =>
        mass > 0 && busiest > 0 ? Math.Clamp(1 + Math.Log10(mass / busiest) / Decades, 0.03, 1) : 0;

    private static Markup Glyph(GridMark mark) => Markup.Of($"""
        <g class="glyph {mark.Symbol.ToString().ToLowerInvariant()}" transform="translate({mark.Column * Cell + Cell / 2} {mark.Row * Cell + Cell / 2})"><title>{mark.Name}</title>{Shape(mark.Symbol)}</g>
        """);

    // Within a cell of 30, centred.
    private static Markup Shape(GridSymbol symbol) => new(symbol switch
    {
        GridSymbol.Plant => """<circle cy="2" r="6"/><path d="M0-4Q1-8 5-9Q5-5 0-4Q-1-8-5-9Q-5-5 0-4Z"/>""",
        GridSymbol.Bucket => """<path d="M-8-4H8L5.500 9H-5.500Z"/><path class="line" d="M-7-4A7 7 0 0 1 7-4"/>""",
        GridSymbol.Goal => """<path d="M0-9L9 0L0 9L-9 0Z"/>""",
        GridSymbol.Start => """<circle class="line" r="7.500"/>""",
        GridSymbol.Hazard => """<path d="M0-9L9 8H-9Z"/>""",
        _ => throw new ArgumentOutOfRangeException(nameof(symbol), symbol, "Unknown symbol."),
    });
}
