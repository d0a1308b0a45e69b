namespace Goodhart.Studies.Rewards;

/// <summary>Logistic regression on differences, without an intercept: min over w of ½λ‖w‖² + Σ log(1 + exp(−w·d)), d = preferred − rejected.</summary>
/// <remarks>Newton's method, each step solved by conjugate gradients; the objective is strictly convex, so the minimum is the one that any solver finds.</remarks>
internal static class PairwiseLogistic
{
    private const int MostSteps = 50, MostInner = 200;

    public static double[] Fit(IReadOnlyList<SparseRow> differences, int columns, double penalty, double tolerance = 1e-8)
    {
        var w = new double[columns];
        var value = Objective(differences, w, penalty);
        for (var step = 0; step < MostSteps; step++)
        {
            var (gradient, curvature) = Derivatives(differences, w, penalty);
            if (Dot(gradient, gradient) <= tolerance * tolerance) break;
            var direction = Solve(differences, curvature, gradient, penalty);
            var (size, slope) = (1.0, -Dot(gradient, direction));
            double[] next;
            double lower;
            do
            {
                next = [.. w.Zip(direction, (at, along) => at - (size * along))];
                lower = Objective(differences, next, penalty);
                size /= 2;
            }
            while (lower > value + (1e-4 * 2 * size * slope) && size > 1e-10);
            if (!(lower < value)) break;   // rounding is all that is left
            (w, value) = (next, lower);
        }

        return w;
    }

    internal static double Objective(IReadOnlyList<SparseRow> differences, double[] w, double penalty) =>
        (penalty / 2 * Dot(w, w)) + differences.Sum(d => Softplus(-d.Dot(w)));

    /// <summary>Gradient, and the factor p(1 − p) of each difference in the Hessian λI + Σ p(1 − p)·d·dᵀ.</summary>
    internal static (double[] Gradient, double[] Curvature) Derivatives(IReadOnlyList<SparseRow> differences, double[] w, double penalty)
    {
        double[] gradient = [.. w.Select(weight => penalty * weight)];
        var curvature = new double[differences.Count];
        for (var i = 0; i < curvature.Length; i++)
        {
            var wrong = 1 / (1 + Math.Exp(differences[i].Dot(w)));
            curvature[i] = wrong * (1 - wrong);
            differences[i].AddTo(gradient, -wrong);
        }

        return (gradient, curvature);
    }

    private static double[] Solve(IReadOnlyList<SparseRow> differences, double[] curvature, double[] gradient, double penalty)
    {
        var (x, rest) = (new double[gradient.Length], (double[])gradient.Clone());
        var (along, size) = ((double[])rest.Clone(), Dot(rest, rest));
        var enough = size * 1e-12;
        for (var i = 0; i < MostInner && size > enough; i++)
        {
            double[] product = [.. along.Select(a => penalty * a)];
            for (var d = 0; d < curvature.Length; d++) differences[d].AddTo(product, curvature[d] * differences[d].Dot(along));
            var step = size / Dot(along, product);
            for (var j = 0; j < x.Length; j++) (x[j], rest[j]) = (x[j] + (step * along[j]), rest[j] - (step * product[j]));
            var before = size;
            size = Dot(rest, rest);
            for (var j = 0; j < x.Length; j++) along[j] = rest[j] + (size / before * along[j]);
        }

        return x;
    }

    private static double Softplus(double x) => x > 0 ? x + Math.Log(1 + Math.Exp(-x)) : Math.Log(1 + Math.Exp(x));

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
