namespace Goodhart.Audit.Distances;

/// <summary>
/// The advantage of the policy that made the data, for any reward: V by least-squares temporal differences with traces (LSTD(λ)), then
/// E[r + γ V(s′) − V(s) | s, a] by least squares.
/// </summary>
/// <remarks>
/// Rows are those of a rollout, step·copies + copy. Terminal states have value 0; where an episode is cut off or the data end, the value of the state arrived
/// at stands in for what would have followed. The matrices do not depend on the reward and are factorised once.
/// </remarks>
internal sealed class AdvantageFit
{
    private const double Ridge = 1e-9;
    private readonly Basis basis;
    private readonly IReadOnlyList<Transitions> data;
    private readonly int copies;
    private readonly double gamma, decay;
    private readonly DenseLu values;
    private readonly DenseLu[] advantages;

    public AdvantageFit(Basis basis, IReadOnlyList<Transitions> data, int copies, double gamma, double lambda)
    {
        (this.basis, this.data, this.copies, this.gamma, decay) = (basis, data, copies, gamma, gamma * lambda);
        var a = new double[basis.States * basis.States];
        Trace((trace, step, _) => AddOuter(a, trace, step));
        values = Factor(a, basis.States);
        var blocks = Enumerable.Range(0, basis.Blocks).Select(_ => new double[basis.Pairs * basis.Pairs]).ToArray();
        EachPair((features, block, _) => AddOuter(blocks[block], features, features));
        advantages = [.. blocks.Select(b => Factor(b, basis.Pairs))];
    }

    /// <summary>Parameters of the advantage. // scores: per batch (rows); result: (blocks × pair features)</summary>
    public double[] Of(IReadOnlyList<float[]> scores)
    {
        var v = new double[basis.States];
        Trace((trace, _, row) => AddScaled(v, trace, scores[row.Batch][row.Index]));
        values.Solve(v);

        var (result, here, there) = (new double[basis.Blocks * basis.Pairs], new double[basis.States], new double[basis.States]);
        EachPair((features, block, row) =>
        {
            var batch = data[row.Batch];
            basis.State(batch, row.Index, next: false, here);
            basis.State(batch, row.Index, next: true, there);
            var follows = batch.Terminated[row.Index] ? 0 : gamma * Dot(v, there);
            AddScaled(result.AsSpan(block * basis.Pairs, basis.Pairs), features, scores[row.Batch][row.Index] + follows - Dot(v, here));
        });
        for (var b = 0; b < basis.Blocks; b++) advantages[b].Solve(result.AsSpan(b * basis.Pairs, basis.Pairs));
        return result;
    }

    private delegate void Visit(double[] features, double[] step, (int Batch, int Index) row);

    private delegate void VisitPair(double[] features, int block, (int Batch, int Index) row);

    // Calls with the trace z = γλ z + φ(s) and the step φ(s) − γ φ(s′) of every row.
    private void Trace(Visit visit)
    {
        var (here, step) = (new double[basis.States], new double[basis.States]);
        for (var b = 0; b < data.Count; b++)
            for (var copy = 0; copy < copies; copy++)
            {
                var trace = new double[basis.States];
                for (var row = copy; row < data[b].Count; row += copies)
                {
                    basis.State(data[b], row, next: false, here);
                    basis.State(data[b], row, next: true, step);
                    var discount = data[b].Terminated[row] ? 0 : gamma;
                    for (var i = 0; i < here.Length; i++) (trace[i], step[i]) = (decay * trace[i] + here[i], here[i] - discount * step[i]);
                    visit(trace, step, (b, row));
                    if (data[b].Terminated[row] || data[b].Truncated[row]) Array.Clear(trace);
                }
            }
    }

    private void EachPair(VisitPair visit)
    {
        var features = new double[basis.Pairs];
        for (var b = 0; b < data.Count; b++)
            for (var row = 0; row < data[b].Count; row++) visit(features, basis.Pair(data[b], row, features), (b, row));
    }

    // A parameter that no row touches keeps the value 0 instead of making the system singular.
    private static DenseLu Factor(double[] matrix, int n)
    {
        var scale = 0.0;
        for (var i = 0; i < n; i++) scale = Math.Max(scale, Math.Abs(matrix[i * n + i]));
        for (var i = 0; i < n; i++) matrix[i * n + i] += scale > 0 ? Ridge * scale : 1;
        return new(matrix, n);
    }

    private static void AddOuter(double[] matrix, ReadOnlySpan<double> rows, ReadOnlySpan<double> columns)
    {
        for (var i = 0; i < rows.Length; i++)
            if (rows[i] != 0) AddScaled(matrix.AsSpan(i * columns.Length, columns.Length), columns, rows[i]);
    }

    private static void AddScaled(Span<double> to, ReadOnlySpan<double> from, double scale)
    {
        for (var i = 0; i < to.Length; i++) to[i] += scale * from[i];
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
