namespace Goodhart.Worlds.Tomato;

/// <summary>Where the agent stands, which tomatoes are wet (one bit each), and whether it has been at the bucket.</summary>
internal readonly record struct TomatoState(int Cell, int Wet, bool Visited);

/// <summary>How one step changes the garden: move, water, dry.</summary>
internal sealed class TomatoRules
{
    private static readonly (int Row, int Column)[] moves = [(0, 1), (0, -1), (1, 0), (-1, 0), (0, 0)];

    private readonly int[] arrive;   // (cells × moves)
    private readonly int[] near;     // tomatoes that stay wet while the agent is in a cell. // (cells)
    private readonly bool remember;

    public TomatoRules(TomatoLevel level, TomatoOptions options)
    {
        Cells = level.Cells();
        Tomatoes = level.Where('t').Count();
        remember = options.RememberBucket;
        arrive = [.. Cells.SelectMany((cell, i) => moves.Select(move => Arrive(cell, move, i)))];
        near = [.. Cells.Select(cell => Enumerable.Range(0, Tomatoes).Where(t => Distance(cell, Cells[t]) <= options.DryDistance).Sum(t => 1 << t))];
    }

    /// <summary>Cells that are no wall; the first are the tomatoes, then comes the bucket, the last is the start.</summary>
    public (int Row, int Column)[] Cells { get; }

    public int Tomatoes { get; }

    public int Bucket => Tomatoes;

    /// <summary>Everything dry, the agent at the start.</summary>
    public TomatoState Start => new(Cells.Length - 1, 0, false);

    /// <summary>The episode ends early when all tomatoes are wet at once.</summary>
    public bool IsOver(TomatoState state) => state.Wet == (1 << Tomatoes) - 1;

    /// <summary>Right, left, down, up, stay. Walking into a wall stays too.</summary>
    public TomatoState Step(TomatoState state, int action)
    {
        var cell = arrive[state.Cell * moves.Length + action];
        var watered = cell < Tomatoes ? state.Wet | 1 << cell : state.Wet;
        return new(cell, watered & near[cell], state.Visited || (remember && cell == Bucket));
    }

    private int Arrive((int Row, int Column) cell, (int Row, int Column) move, int stay)
    {
        var to = Array.IndexOf(Cells, (cell.Row + move.Row, cell.Column + move.Column));
        return to < 0 ? stay : to;
    }

    private static double Distance((int Row, int Column) a, (int Row, int Column) b) =>
        Math.Sqrt((a.Row - b.Row) * (a.Row - b.Row) + (a.Column - b.Column) * (a.Column - b.Column));
}
