namespace Goodhart.Design;

/// <summary>min c·x subject to A·x ≤ b and 0 ≤ x ≤ u, by the dual simplex method on a dense tableau.</summary>
/// <remarks>
/// Columns whose cost is negative start at their upper bound, so the slack basis is dual feasible and there is no first phase. Bland's rule takes over after
/// many degenerate steps, so it ends. Made for problems of some hundred columns and some thousand rows.
/// </remarks>
internal sealed class DualSimplex
{
    private const double Tolerance = 1e-9;

    private readonly int columns;
    private readonly double[] cost, upper;
    private readonly bool[] flipped;
    private readonly List<double[]> rows = [];
    private readonly List<double> right = [];

    /// <param name="cost">c. // (columns)</param>
    /// <param name="upper">u; ∞ where a column has no upper bound. // (columns)</param>
    /// <exception cref="ArgumentException">A column costs less than nothing and has no upper bound: the problem has no minimum.</exception>
    public DualSimplex(ReadOnlySpan<double> cost, ReadOnlySpan<double> upper)
    {
        Ensure.SameLength(upper.Length, cost.Length);
        (columns, this.cost, this.upper, flipped) = (cost.Length, cost.ToArray(), upper.ToArray(), new bool[cost.Length]);
        for (var j = 0; j < columns; j++)
        {
            if (cost[j] >= 0) continue;
            if (double.IsInfinity(upper[j])) throw new ArgumentException($"Column {j} costs {cost[j]} and has no upper bound: the problem has no minimum.");
            (flipped[j], this.cost[j]) = (true, -cost[j]);   // x = u − x′
        }

        for (var j = 0; j < columns; j++)
        {
            if (double.IsInfinity(upper[j])) continue;
            var bound = new double[columns];
            bound[j] = 1;
            (double[] row, double b) = (bound, upper[j]);
            rows.Add(row);
            right.Add(b);
        }

        Bounds = rows.Count;
    }

    /// <summary>Rows that are upper bounds; those that were added follow.</summary>
    public int Bounds { get; }

    /// <summary>Adds row·x ≤ b.</summary>
    public void AtMost(ReadOnlySpan<double> row, double b)
    {
        Ensure.SameLength(row.Length, columns);
        var own = row.ToArray();
        for (var j = 0; j < columns; j++)
        {
            if (!flipped[j] || own[j] == 0) continue;
            b -= own[j] * upper[j];
            own[j] = -own[j];
        }

        rows.Add(own);
        right.Add(b);
    }

    /// <summary>The minimiser; null where no x satisfies all rows, and then <paramref name="culprit"/> is an added row (from 0) that cannot be met, or −1.</summary>
    public double[]? Solve(out int culprit)
    {
        culprit = -1;
        var tableau = rows.ConvertAll(row => (double[])row.Clone());
        var (b, c) = (right.ToArray(), (double[])cost.Clone());
        int[] basis = [.. Enumerable.Range(columns, tableau.Count)], nonbasis = [.. Enumerable.Range(0, columns)];
        for (var step = 0; ; step++)
        {
            var leaving = Leaving(b, basis, bland: step > 50 * (columns + b.Length));
            if (leaving < 0) break;
            var entering = Entering(tableau[leaving], c, nonbasis);
            if (entering < 0)
            {
                culprit = Culprit(tableau[leaving], basis[leaving], nonbasis);
                return null;
            }

            Pivot(tableau, b, c, leaving, entering);
            (basis[leaving], nonbasis[entering]) = (nonbasis[entering], basis[leaving]);
        }

        var x = new double[columns];
        for (var i = 0; i < b.Length; i++)
            if (basis[i] < columns) x[basis[i]] = b[i];
        for (var j = 0; j < columns; j++)
            if (flipped[j]) x[j] = upper[j] - x[j];
        return x;
    }

    // The row that cannot be met is a combination of rows: its own, if it was added, else the added one that weighs most.
    private int Culprit(double[] row, int own, int[] nonbasis)
    {
        var first = columns + Bounds;
        if (own >= first) return own - first;
        var heaviest = Enumerable.Range(0, row.Length).Where(j => nonbasis[j] >= first && row[j] > Tolerance).DefaultIfEmpty(-1).MaxBy(j => j < 0 ? 0 : row[j]);
        return heaviest < 0 ? -1 : nonbasis[heaviest] - first;
    }

    private static int Leaving(double[] b, int[] basis, bool bland)
    {
        var (found, worst) = (-1, -Tolerance);
        for (var i = 0; i < b.Length; i++)
        {
            if (b[i] >= -Tolerance) continue;
            if (bland ? found < 0 || basis[i] < basis[found] : b[i] < worst) (found, worst) = (i, b[i]);
        }

        return found;
    }

    // The ratio test keeps every reduced cost non-negative; among equal ratios the largest pivot is the most accurate.
    private static int Entering(double[] row, double[] c, int[] nonbasis)
    {
        var (found, least) = (-1, double.PositiveInfinity);
        for (var j = 0; j < row.Length; j++)
        {
            if (row[j] >= -Tolerance) continue;
            var ratio = c[j] / -row[j];
            if (ratio < least - 1e-12 || (ratio <= least + 1e-12 && (row[j] < row[found] || (row[j] == row[found] && nonbasis[j] < nonbasis[found])))) (found, least) = (j, ratio);
        }

        return found;
    }

    private static void Pivot(List<double[]> tableau, double[] b, double[] c, int leaving, int entering)
    {
        var pivotRow = tableau[leaving];
        var inverse = 1 / pivotRow[entering];
        for (var j = 0; j < pivotRow.Length; j++) pivotRow[j] *= inverse;
        pivotRow[entering] = inverse;
        b[leaving] *= inverse;
        for (var i = 0; i < tableau.Count; i++)
            if (i != leaving) b[i] -= Eliminate(tableau[i], pivotRow, entering, inverse) * b[leaving];
        Eliminate(c, pivotRow, entering, inverse);
    }

    private static double Eliminate(double[] row, double[] pivotRow, int entering, double inverse)
    {
        var factor = row[entering];
        if (factor == 0) return 0;
        for (var j = 0; j < row.Length; j++) row[j] -= factor * pivotRow[j];
        row[entering] = -factor * inverse;
        return factor;
    }
}
