using Goodhart.Worlds.Tabular;

namespace Goodhart.Audit;

/// <summary>What stands in a cell of a grid.</summary>
public enum GridSymbol { Plant, Bucket, Goal, Start, Hazard }

/// <param name="Row">From the top, from 0.</param>
/// <param name="Column">From the left, from 0.</param>
/// <param name="Symbol">How it is drawn.</param>
/// <param name="Name">What it is called in the legend.</param>
public sealed record GridMark(int Row, int Column, GridSymbol Symbol, string Name);

/// <summary>Where a policy spends its time in a grid.</summary>
/// <param name="Title">Whose occupancy.</param>
/// <param name="Rows">Height of the grid.</param>
/// <param name="Columns">Width of the grid.</param>
/// <param name="Mass">Share of time in each cell, at row·columns + column. // (rows·columns)</param>
/// <param name="Walls">Cells that cannot be entered. // (rows·columns)</param>
/// <param name="Marks">What stands in the grid.</param>
/// <param name="Caption">What to see in it.</param>
public sealed record GridMap(
    string Title, int Rows, int Columns, IReadOnlyList<double> Mass, IReadOnlyList<bool> Walls, IReadOnlyList<GridMark> Marks, string Caption = "")
{
    /// <summary>The map of an occupancy on a world's grid, whose '#' are walls.</summary>
    /// <param name="title">Whose occupancy.</param>
    /// <param name="occupancy">Share of time per state or per state and action. // (states) or (states·actions)</param>
    /// <param name="caption">What to see in it.</param>
    /// <param name="symbols">How the world's glyphs are drawn and called; others are not drawn.</param>
    public static GridMap Of(
        string title, Grid grid, ReadOnlySpan<double> occupancy, string caption, params IReadOnlyList<(char Glyph, GridSymbol Symbol, string Name)> symbols)
    {
        var mass = grid.Fold(occupancy);
        (int Row, int Column)[] cells = [.. Enumerable.Range(0, grid.Rows * grid.Columns).Select(i => (i / grid.Columns, i % grid.Columns))];
        var marks = cells.SelectMany(at => symbols.Where(s => s.Glyph == grid.Glyph(at.Row, at.Column)).Select(s => new GridMark(at.Row, at.Column, s.Symbol, s.Name)));
        return new(title, grid.Rows, grid.Columns,
            [.. cells.Select(at => mass[at.Row, at.Column])], [.. cells.Select(at => grid.Glyph(at.Row, at.Column) == '#')], [.. marks], caption);
    }
}
