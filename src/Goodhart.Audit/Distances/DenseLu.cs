namespace Goodhart.Audit.Distances;

/// <summary>LU factors of a small dense matrix with partial pivoting.</summary>
internal sealed class DenseLu
{
    private readonly double[] lu;
    private readonly int[] order;
    private readonly int n;

    /// <param name="matrix">Row-major; it is overwritten. // (n × n)</param>
    /// <param name="n">Size.</param>
    /// <exception cref="ArgumentException">The matrix is singular.</exception>
    public DenseLu(double[] matrix, int n)
    {
        (lu, this.n, order) = (matrix, n, [.. Enumerable.Range(0, n)]);
        for (var k = 0; k < n; k++)
        {
            Pivot(k);
            for (var i = k + 1; i < n; i++)
            {
                var factor = lu[i * n + k] /= lu[k * n + k];
                for (var j = k + 1; factor != 0 && j < n; j++) lu[i * n + j] -= factor * lu[k * n + j];
            }
        }
    }

    /// <summary>Replaces b by the solution.</summary>
    public void Solve(Span<double> b)
    {
        var x = new double[n];
        for (var i = 0; i < n; i++)
        {
            x[i] = b[order[i]];
            for (var j = 0; j < i; j++) x[i] -= lu[i * n + j] * x[j];
        }

        for (var i = n - 1; i >= 0; i--)
        {
            for (var j = i + 1; j < n; j++) x[i] -= lu[i * n + j] * x[j];
            x[i] /= lu[i * n + i];
        }

        x.CopyTo(b);
    }

    private void Pivot(int k)
    {
        var best = k;
        for (var i = k + 1; i < n; i++)
            if (Math.Abs(lu[i * n + k]) > Math.Abs(lu[best * n + k])) best = i;
        if (lu[best * n + k] == 0) throw new ArgumentException("The value fit is singular: the data determine no value function.");
        if (best == k) return;
        (order[k], order[best]) = (order[best], order[k]);
        for (var j = 0; j < n; j++) (lu[k * n + j], lu[best * n + j]) = (lu[best * n + j], lu[k * n + j]);
    }
}
