using Goodhart.Audit;
using Goodhart.Statistics;

namespace Goodhart.Design;

/// <summary>One row of the comparison on fresh seeds.</summary>
/// <param name="Name">Whose score.</param>
/// <param name="Fresh">On fresh seeds.</param>
/// <param name="Search">What the search had seen; null for a baseline.</param>
internal sealed record ForestRow(string Name, Interval Fresh, double? Search);

/// <summary>Scores on fresh seeds with their intervals, and beside them what the search had seen.</summary>
internal static class ForestSvg
{
    private const double Width = 1010, Left = 250, Right = 130, RowHeight = 34, Top = 12;

    public static Markup Draw(IReadOnlyList<ForestRow> rows, string unit)
    {
        var axis = Axis.Linear(rows.SelectMany(r => new[] { r.Fresh.Estimate, r.Fresh.Low, r.Fresh.High, r.Search ?? r.Fresh.Estimate }).Append(0), 7, 0.03, 0.03);
        double At(double value) => Left + (axis.Map(Math.Clamp(value, axis.Low, axis.High)) - axis.Low) / (axis.High - axis.Low) * (Width - Left - Right);
        var bottom = Top + rows.Count * RowHeight;
        return Markup.Of($"""
            <div class="scroll"><svg class="tree forest" viewBox="0 0 {Width} {bottom + 46}" role="img" aria-label="Fitness on fresh seeds">
            {Markup.Join(axis.Ticks.Select(t => Markup.Of($"""<path class="tick" d="M{At(t.At)} {Top}V{bottom}"/><text x="{At(t.At)}" y="{bottom + 18}" text-anchor="middle">{t.Label}</text>""")))}
            <text x="{(Left + Width - Right) / 2}" y="{bottom + 40}" text-anchor="middle">{unit}</text>
            {Markup.Join(rows.Select((row, k) => Row(row, Top + (k + 0.5) * RowHeight, At)))}</svg></div>
            <p class="legend"><span class="key"><svg class="tree forest" style="min-width:0;width:40px" viewBox="0 0 40 14" aria-hidden="true"><path class="reach ours" d="M3 7H37"/><circle class="ours" cx="20" cy="7" r="5"/></svg>mean on fresh seeds, 95 % interval</span>
            <span class="key"><svg class="tree forest" style="min-width:0;width:16px" viewBox="0 0 16 14" aria-hidden="true"><path class="search" d="M8 1.500l5.500 5.500l-5.500 5.500l-5.500-5.500z"/></svg>what the search had seen, selected for and so too high</span></p>
            """);
    }

    private static Markup Row(ForestRow row, double y, Func<double, double> at)
    {
        var style = row.Search is null ? "theirs" : "ours";
        var x = at(row.Fresh.Estimate);
        return Markup.Of($"""
            <g><title>{row.Name}: {Say.Value(row.Fresh)}{(row.Search is { } s ? $"; the search had seen {Say.Number(s)}" : "")}</title><text class="{(row.Search is null ? "" : "strong")}" x="{Left - 18}" y="{y + 4}" text-anchor="end">{row.Name}</text>
            {(double.IsFinite(row.Fresh.Low) && double.IsFinite(row.Fresh.High) ? Markup.Of($"""<path class="reach {style}" d="M{at(row.Fresh.Low)} {y}H{at(row.Fresh.High)}"/>""") : Markup.None)}
            {(row.Search is { } seen && double.IsFinite(seen) ? Markup.Of($"""<path class="gap" d="M{x} {y}H{at(seen)}"/><path class="search" d="M{at(seen)} {y - 6.5}l6.500 6.500l-6.500 6.500l-6.500-6.500z"/>""") : Markup.None)}
            {(double.IsFinite(row.Fresh.Estimate) ? Markup.Of($"""<circle class="{style}" cx="{x}" cy="{y}" r="5.500"/>""") : Markup.None)}
            <text x="{Width - Right + 18}" y="{y + 4}">{Say.Number(row.Fresh.Estimate)}</text></g>
            """);
    }
}
