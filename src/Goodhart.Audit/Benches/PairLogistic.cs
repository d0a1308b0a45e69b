namespace Goodhart.Audit.Benches;

/// <summary>Logistic regression on differences of features: P(first better) = σ(w·d), without a constant, so that it has no favourite place.</summary>
internal static class PairLogistic
{
    private const int Steps = 25;
    private const double Small = 1e-8;

    /// <summary>argmin Σ log(1 + exp(−w·d)) + ridge·‖w‖²/2 by Newton's method. // differences: (pairs)(features), better minus worse</summary>
    public static double[] Fit(IReadOnlyList<double[]> differences, double ridge)
    {
        var width = differences[0].Length;
        var weights = new double[width];
        for (var step = 0; step < Steps; step++)
        {
            var gradient = Array.ConvertAll(weights, w => ridge * w);
            var hessian = new double[width, width];
            for (var i = 0; i < width; i++) hessian[i, i] = ridge;
            foreach (var d in differences)
            {
                var wrong = 1 / (1 + Math.Exp(Dot(weights, d)));
                for (var i = 0; i < width; i++)
                {
                    gradient[i] -= wrong * d[i];
                    for (var j = 0; j <= i; j++) hessian[i, j] += wrong * (1 - wrong) * d[i] * d[j];
                }
            }

            var move = Solve(hessian, gradient);
            for (var i = 0; i < width; i++) weights[i] -= move[i];
            if (Math.Sqrt(Dot(move, move)) < Small) break;
        }

        return weights;
    }

    public static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    /// <summary>By Cholesky; only the lower half of the matrix is read, and overwritten.</summary>
    private static double[] Solve(double[,] matrix, double[] right)
    {
        var n = right.Length;
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i, j];
                for (var k = 0; k < j; k++) sum -= matrix[i, k] * matrix[j, k];
                matrix[i, j] = i == j ? Math.Sqrt(sum) : sum / matrix[j, j];
            }

        double[] x = [.. right];
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < i; k++) x[i] -= matrix[i, k] * x[k];
            x[i] /= matrix[i, i];
        }

        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < n; k++) x[i] -= matrix[k, i] * x[k];
            x[i] /= matrix[i, i];
        }

        return x;
    }
}
