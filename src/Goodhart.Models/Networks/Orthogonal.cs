namespace Goodhart.Models;

/// <summary>Orthogonal initialisation (Saxe et al. 2014): a matrix whose rows or columns, whichever are fewer, are orthonormal up to a gain.</summary>
public static class Orthogonal
{
    /// <summary>Fills a matrix, uniformly over all such matrices. // matrix: (rows × columns), row by row</summary>
    public static void Fill(Span<float> matrix, int rows, int columns, double gain, Generator rng)
    {
        Ensure.SameLength(matrix.Length, rows * columns);
        int few = Math.Min(rows, columns), many = Math.Max(rows, columns);
        var basis = new double[few][];
        for (var i = 0; i < few; i++) basis[i] = Direction(basis.AsSpan(0, i), many, rng);
        for (var r = 0; r < rows; r++)
            for (var c = 0; c < columns; c++) matrix[r * columns + c] = (float)(gain * (rows <= columns ? basis[r][c] : basis[c][r]));
    }

    /// <summary>A unit vector orthogonal to the given ones (Gram–Schmidt on a normal draw, twice for accuracy).</summary>
    private static double[] Direction(ReadOnlySpan<double[]> others, int length, Generator rng)
    {
        var vector = new double[length];
        for (var i = 0; i < length; i++) vector[i] = rng.NextNormal();
        for (var pass = 0; pass < 2; pass++)
            foreach (var other in others)
            {
                var dot = Dot(vector, other);
                for (var i = 0; i < length; i++) vector[i] -= dot * other[i];
            }

        var norm = Math.Sqrt(Dot(vector, vector));
        for (var i = 0; i < length; i++) vector[i] /= norm;
        return vector;
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
