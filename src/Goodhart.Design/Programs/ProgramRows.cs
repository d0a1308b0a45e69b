namespace Goodhart.Design;

/// <summary>Turns columns of a batch into rows of double, a block at a time, into arrays of its own: a program never holds the batch itself.</summary>
internal sealed class ProgramRows(Schema schema)
{
    private const int block = 128;
    private readonly int fields = schema.Observation.Count, width = schema.Actions.Width;
    private readonly double[] befores = new double[block * (schema.Observation.Count + 1)], afters = new double[block * (schema.Observation.Count + 1)], actions = new double[block * schema.Actions.Width];
    private int from;

    /// <summary>The row that is scored: the fields, then whether the state is terminal.</summary>
    public double[] Before { get; } = new double[schema.Observation.Count + 1];

    public double[] After { get; } = new double[schema.Observation.Count + 1];

    public double[] Action { get; } = new double[schema.Actions.Width];

    /// <summary>Moves to a row; rows are asked in order, from 0.</summary>
    public void Take(Transitions batch, int row)
    {
        if (row % block == 0) Gather(batch, row);
        var at = row - from;
        befores.AsSpan(at * (fields + 1), fields + 1).CopyTo(Before);
        afters.AsSpan(at * (fields + 1), fields + 1).CopyTo(After);
        actions.AsSpan(at * width, width).CopyTo(Action);
    }

    private void Gather(Transitions batch, int row)
    {
        from = row;
        var count = Math.Min(block, batch.Count - row);
        for (var f = 0; f < fields; f++)
        {
            Spread(batch.Observation(f).Slice(row, count), befores, f, fields + 1);
            Spread(batch.Next(f).Slice(row, count), afters, f, fields + 1);
        }

        for (var k = 0; k < width; k++) Spread(batch.Action(k).Slice(row, count), actions, k, width);
        var terminated = batch.Terminated.Slice(row, count);
        for (var i = 0; i < terminated.Length; i++) afters[i * (fields + 1) + fields] = terminated[i] ? 1 : 0;
    }

    private static void Spread(ReadOnlySpan<float> column, double[] rows, int at, int stride)
    {
        foreach (var value in column)
        {
            rows[at] = value;
            at += stride;
        }
    }
}
