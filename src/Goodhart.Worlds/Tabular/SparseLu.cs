namespace Goodhart.Worlds.Tabular;

/// <summary>LU factors of matrices that share one sparsity pattern: the order and the fill are worked out once, the numbers as often as wanted.</summary>
/// <remarks>
/// There is no pivoting: I − γP is a row diagonally dominant M-matrix, which stays stable in any symmetric order. The order is that of minimum degree
/// on the symmetrised pattern, so L and Uᵀ have the same structure and one row-compressed array holds both.
/// </remarks>
public sealed class SparseLu
{
    private readonly int[] order, place, start, columns, diagonal;
    private readonly double[] values, row, work;

    /// <param name="size">Rows of the square matrix.</param>
    /// <param name="neighbours">Columns that may be non-zero in each row; the diagonal always may.</param>
    public SparseLu(int size, IReadOnlyList<IReadOnlyCollection<int>> neighbours)
    {
        (order, var later) = MinimumDegree.Eliminate(size, neighbours);
        place = new int[size];
        for (var i = 0; i < size; i++) place[order[i]] = i;
        var rows = FilledRows(later);
        start = new int[size + 1];
        for (var i = 0; i < size; i++) start[i + 1] = start[i] + rows[i].Length;
        columns = [.. rows.SelectMany(r => r)];
        diagonal = [.. Enumerable.Range(0, size).Select(i => start[i] + Array.BinarySearch(rows[i], i))];
        (values, row, work) = (new double[columns.Length], new double[size], new double[size]);
    }

    /// <summary>Entries of the factors, fill included.</summary>
    public int Entries => columns.Length;

    /// <summary>The matrix before <see cref="Factor"/>, its factors after it; <see cref="Slot"/> says where an entry lies. // (Entries)</summary>
    public Span<double> Values => values;

    /// <summary>Index in <see cref="Values"/> of the entry in the given row and column.</summary>
    public int Slot(int atRow, int atColumn)
    {
        var i = place[atRow];
        return Array.BinarySearch(columns, start[i], start[i + 1] - start[i], place[atColumn]);
    }

    /// <summary>Replaces the matrix in <see cref="Values"/> by its factors; the diagonal then holds the inverse pivots.</summary>
    public void Factor()
    {
        for (var i = 0; i < order.Length; i++)
        {
            for (var k = start[i]; k < start[i + 1]; k++) row[columns[k]] = values[k];
            for (var k = start[i]; k < diagonal[i]; k++)
            {
                var pivot = columns[k];
                var factor = values[k] = row[pivot] * values[diagonal[pivot]];
                if (factor != 0) Subtract(pivot, factor);
            }

            for (var k = diagonal[i]; k < start[i + 1]; k++) values[k] = row[columns[k]];
            values[diagonal[i]] = 1 / values[diagonal[i]];
        }
    }

    /// <summary>x with A·x = b, in place. // x: (size)</summary>
    public void Solve(Span<double> x)
    {
        for (var i = 0; i < order.Length; i++)
        {
            var sum = x[order[i]];
            for (var k = start[i]; k < diagonal[i]; k++) sum -= values[k] * work[columns[k]];
            work[i] = sum;
        }

        for (var i = order.Length - 1; i >= 0; i--)
        {
            var sum = work[i];
            for (var k = diagonal[i] + 1; k < start[i + 1]; k++) sum -= values[k] * work[columns[k]];
            x[order[i]] = work[i] = sum * values[diagonal[i]];
        }
    }

    /// <summary>x with Aᵀ·x = b, in place. // x: (size)</summary>
    public void SolveTransposed(Span<double> x)
    {
        for (var i = 0; i < order.Length; i++) work[i] = x[order[i]];
        for (var i = 0; i < order.Length; i++)
        {
            var known = work[i] *= values[diagonal[i]];
            for (var k = diagonal[i] + 1; k < start[i + 1]; k++) work[columns[k]] -= values[k] * known;
        }

        for (var i = order.Length - 1; i >= 0; i--)
        {
            var known = x[order[i]] = work[i];
            for (var k = start[i]; k < diagonal[i]; k++) work[columns[k]] -= values[k] * known;
        }
    }

    private void Subtract(int pivot, double factor)
    {
        var end = start[pivot + 1];
        for (var k = diagonal[pivot] + 1; k < end; k++) row[columns[k]] -= factor * values[k];
    }

    // Row i holds the columns eliminated after it (U) and, because the structure is symmetric, the rows that list it among theirs (L).
    private int[][] FilledRows(int[][] later)
    {
        var rows = new List<int>[later.Length];
        for (var i = 0; i < rows.Length; i++) rows[i] = [];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i].Add(i);
            foreach (var node in later[i])
            {
                rows[i].Add(place[node]);
                rows[place[node]].Add(i);
            }
        }

        return [.. rows.Select(r => { r.Sort(); return r.ToArray(); })];
    }
}
