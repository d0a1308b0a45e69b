namespace Goodhart.Worlds.Tabular;

/// <summary>Where the states of a process lie on a grid, so that a report can draw what a policy visits.</summary>
/// <param name="map">One string per row, all of one length; '#' is a wall.</param>
/// <param name="cells">Row and column of each state. // (states)</param>
public sealed class Grid(IReadOnlyList<string> map, IReadOnlyList<(int Row, int Column)> cells)
{
    public int Rows => map.Count;

    public int Columns => map[0].Length;

    /// <summary>What stands in a cell: '#' wall, and the world's own glyphs.</summary>
    public char Glyph(int row, int column) => map[row][column];

    /// <summary>The cell the agent is in.</summary>
    public (int Row, int Column) CellOf(int state) => cells[state];

    /// <summary>Mass per cell. // occupancy: (states) or (states·actions), result: (Rows × Columns)</summary>
    public double[,] Fold(ReadOnlySpan<double> occupancy)
    {
        var each = occupancy.Length / cells.Count;
        Ensure.SameLength(occupancy.Length, each * cells.Count);
        var mass = new double[Rows, Columns];
        for (var i = 0; i < occupancy.Length; i++) mass[cells[i / each].Row, cells[i / each].Column] += occupancy[i];
        return mass;
    }
}
