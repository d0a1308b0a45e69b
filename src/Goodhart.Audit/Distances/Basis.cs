namespace Goodhart.Audit.Distances;

/// <summary>Features of situations, and of situations with actions: one per enumerated state, else monomials of standardised fields.</summary>
/// <remarks>A pair falls into one of <see cref="Blocks"/> that share no parameter: one per discrete action, or per enumerated state and action.</remarks>
internal sealed class Basis
{
    private const int Most = 1024;
    private readonly Schema schema;
    private readonly double[] means, deviations;
    private readonly int[][] states, pairs;
    private readonly int actions;

    public Basis(Transitions data, int degree)
    {
        schema = data.Schema;
        actions = schema.Actions is ActionSpace.Discrete discrete ? discrete.Count : 0;
        var fields = schema.Observation.Count;
        var columns = fields + (actions > 0 ? 0 : schema.Actions.Width);
        (means, deviations) = (new double[columns], new double[columns]);
        for (var c = 0; c < columns; c++) (means[c], deviations[c]) = Moments(c < fields ? data.Observation(c) : data.Action(c - fields));
        (states, pairs) = Enumerated ? ([], []) : (Monomials(fields, degree), Monomials(columns, degree));
        (States, Pairs, Blocks) = Enumerated ? (schema.States, 1, schema.States * actions) : (states.Length, pairs.Length, Math.Max(1, actions));
        if (Math.Max(States, Pairs) > Most)
            throw new ArgumentException($"{Math.Max(States, Pairs)} features are more than {Most}: lower Degree, or solve an enumerated world exactly with RewardDistance.");
    }

    /// <summary>Number of features of a situation.</summary>
    public int States { get; }

    /// <summary>Number of features of a pair within its block.</summary>
    public int Pairs { get; }

    public int Blocks { get; }

    private bool Enumerated => schema.States > 0 && actions > 0;

    /// <summary>Features of where a row stands, or of where it arrives. // features: (States)</summary>
    public void State(Transitions data, int row, bool next, Span<double> features)
    {
        if (Enumerated)
        {
            features.Clear();
            features[next ? data.NextState[row] : data.State[row]] = 1;
            return;
        }

        Span<double> x = stackalloc double[means.Length];
        for (var f = 0; f < schema.Observation.Count; f++) x[f] = ((next ? data.Next(f) : data.Observation(f))[row] - means[f]) / deviations[f];
        Evaluate(states, x, features);
    }

    /// <summary>Features of a row's situation and action, and the block they belong to. // features: (Pairs)</summary>
    public int Pair(Transitions data, int row, Span<double> features)
    {
        if (Enumerated)
        {
            features[0] = 1;
            return data.State[row] * actions + (int)data.Action()[row];
        }

        var fields = schema.Observation.Count;
        Span<double> x = stackalloc double[means.Length];
        for (var c = 0; c < x.Length; c++) x[c] = ((c < fields ? data.Observation(c) : data.Action(c - fields))[row] - means[c]) / deviations[c];
        Evaluate(pairs, x, features);
        return actions > 0 ? (int)data.Action()[row] : 0;
    }

    private static void Evaluate(int[][] monomials, ReadOnlySpan<double> x, Span<double> features)
    {
        for (var m = 0; m < monomials.Length; m++)
        {
            features[m] = 1;
            foreach (var column in monomials[m]) features[m] *= x[column];
        }
    }

    // Every multiset of at most `degree` columns, the empty one first.
    private static int[][] Monomials(int columns, int degree)
    {
        List<int[]> all = [[]], last = [[]];
        for (var d = 0; d < degree && all.Count <= Most; d++)
        {
            last = [.. last.SelectMany(m => Enumerable.Range(0, columns).Where(c => m.Length == 0 || c >= m[^1]).Select(c => (int[])[.. m, c]))];
            all.AddRange(last);
        }

        return [.. all];
    }

    private static (double Mean, double Deviation) Moments(ReadOnlySpan<float> column)
    {
        double sum = 0, squares = 0;
        foreach (var value in column) sum += value;
        var mean = sum / column.Length;
        foreach (var value in column) squares += (value - mean) * (value - mean);
        var deviation = Math.Sqrt(squares / column.Length);
        return (mean, deviation > 0 ? deviation : 1);
    }
}
