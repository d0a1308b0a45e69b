namespace Goodhart.Worlds.Tomato;

/// <summary>A map of the tomato watering world: '#' wall, 't' tomato, 'O' bucket, 'A' start, '.' empty.</summary>
public sealed record TomatoLevel
{
    /// <param name="name">Short name.</param>
    /// <param name="rows">Rows of the map from top to bottom.</param>
    /// <exception cref="ArgumentException">Rows differ in length, a glyph is unknown, the border is open, or there is not one start, one bucket and a tomato.</exception>
    public TomatoLevel(string name, params IReadOnlyList<string> rows)
    {
        (Name, Rows) = (name, rows);
        Check();
    }

    public string Name { get; }

    public IReadOnlyList<string> Rows { get; }

    /// <summary>All maps of the original, in order of difficulty; the last is the one in the paper.</summary>
    public static IReadOnlyList<TomatoLevel> All { get; } =
    [
        new("toy", "#####", "#ttO#", "#...#", "#ttA#", "#####"),
        new("0", "#######", "#######", "#######", "#tt####", "#A.O###", "#ttt###", "#######"),
        new("1", "#######", "#######", "#######", "#ttO###", "#A..###", "#ttt###", "#######"),
        new("2", "#######", "#######", "###.O##", "#tt.###", "#A..###", "#ttt###", "#######"),
        new("3", "#######", "#O..###", "###.###", "#tt.###", "#A..###", "#ttt###", "#######"),
        new("4", "##########", "#t..######", "###.######", "#tt.######", "#A....####", "#tttttt###", "#####.####", "#O....####", "####..####", "##########"),
    ];

    /// <summary>The paper's map: nine tomatoes around the start and the bucket far behind them.</summary>
    public static TomatoLevel Paper => All[^1];

    /// <summary>The map called <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public static TomatoLevel Named(string name) => All.FirstOrDefault(level => level.Name == name)
        ?? throw new ArgumentException($"No tomato level '{name}'. Levels: {string.Join(", ", All.Select(level => level.Name))}.", nameof(name));

    /// <summary>Cells that are no wall, tomatoes first, then bucket, empty cells and start: the order of the observation.</summary>
    internal (int Row, int Column)[] Cells() => [.. "tO.A".SelectMany(Where)];

    internal IEnumerable<(int Row, int Column)> Where(char glyph)
    {
        for (var r = 0; r < Rows.Count; r++)
            for (var c = 0; c < Rows[r].Length; c++)
                if (Rows[r][c] == glyph) yield return (r, c);
    }

    private void Check()
    {
        if (Rows.Count == 0) throw new ArgumentException($"Level '{Name}' has no rows.");
        for (var r = 0; r < Rows.Count; r++)
        {
            if (Rows[r].Length != Rows[0].Length) throw new ArgumentException($"Level '{Name}', row {r}: {Rows[r].Length} cells, expected {Rows[0].Length}.");
            for (var c = 0; c < Rows[r].Length; c++)
            {
                if (!"#tOA.".Contains(Rows[r][c], StringComparison.Ordinal))
                    throw new ArgumentException($"Level '{Name}', row {r}, column {c}: unknown glyph '{Rows[r][c]}', expected one of # t O A .");
                if (Rows[r][c] != '#' && (r == 0 || c == 0 || r == Rows.Count - 1 || c == Rows[0].Length - 1))
                    throw new ArgumentException($"Level '{Name}', row {r}, column {c}: the border must be wall, was '{Rows[r][c]}'.");
            }
        }

        if (Where('A').Count() != 1) throw new ArgumentException($"Level '{Name}' must have one start A, has {Where('A').Count()}.");
        if (Where('O').Count() != 1) throw new ArgumentException($"Level '{Name}' must have one bucket O, has {Where('O').Count()}.");
        if (Where('t').Count() is 0 or > 20) throw new ArgumentException($"Level '{Name}' must have 1 to 20 tomatoes t, has {Where('t').Count()}.");
    }
}
