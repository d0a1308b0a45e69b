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
    string Title, int Rows, int Columns, IReadOnlyList<double> Mass, IReadOnlyList<bool> Walls, IReadOnlyList<GridMark> Marks, string Caption = "");
