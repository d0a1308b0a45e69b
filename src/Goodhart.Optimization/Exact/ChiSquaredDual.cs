using Goodhart.Worlds.Tabular;

namespace Goodhart.Optimization.Exact;

/// <summary>
/// The quadratic programme max over occupancies μ ≥ 0 of Σ μ·R − (c/2)·χ²(μ‖ν), solved through its dual over the multipliers V of the flow equations:
/// with A = R + γPV − V the best occupancy is μ = ν·max(0, 1 + A/c), and V minimises g(V) = (1 − γ)p₀·V + Σ ν·φ(A),
/// φ(A) = A + A²/2c where 1 + A/c &gt; 0, else −c/2.
/// </summary>
/// <remarks>
/// g is convex and piecewise quadratic, so Newton's method with the Hessian (1/c)·Bᵀ diag(ν) B of the active pairs, B = 1 − γP, ends after finitely many
/// steps. V is kept between calls: neighbouring c are solved in a few steps.
/// </remarks>
internal sealed class ChiSquaredDual
{
    private const int Most = 3000;

    // Levenberg's damping, as a share of the reference's mass of each state: more after short steps, less after full ones.
    private const double Least = 1e-12, Largest = 1, More = 3, Less = 0.01, Short = 0.3;

    private readonly TabularMdp mdp;
    private readonly double gamma;
    private readonly CancellationToken cancellation;
    private readonly double[] reward, nu, mu, advantage, trial, gradient, step, weight;
    private readonly SparseLu lu;
    private readonly int[] diagonals;
    private readonly int[][] slots;   // per pair, the Hessian's entries of every two states it touches
    private readonly double[][] coefficients;   // per pair, its row of B
    private readonly double[] v;
    private double damping = 1e-10;

    public ChiSquaredDual(TabularMdp mdp, double[] reward, double[] nu, double gamma, CancellationToken cancellation)
    {
        (this.mdp, this.reward, this.nu, this.gamma, this.cancellation) = (mdp, reward, nu, gamma, cancellation);
        (mu, advantage) = (new double[nu.Length], new double[nu.Length]);
        (v, trial, gradient, step) = (new double[mdp.States], new double[mdp.States], new double[mdp.States], new double[mdp.States]);
        weight = [.. Solve.StateOccupancy(nu, mdp.Actions).Select(mass => mass > 0 ? mass : 1)];
        int[][] touched = [.. Enumerable.Range(0, nu.Length).Select(Touched)];
        lu = new(mdp.States, Neighbours(touched));
        diagonals = [.. Enumerable.Range(0, mdp.States).Select(s => lu.Slot(s, s))];
        slots = [.. touched.Select(states => states.SelectMany(i => states.Select(j => lu.Slot(i, j))).ToArray())];
        coefficients = [.. Enumerable.Range(0, nu.Length).Select(Row)];
    }

    /// <summary>The best occupancy of the last call. // (states·actions)</summary>
    public double[] Occupancy => mu;

    /// <summary>Newton steps over all calls.</summary>
    public int Steps { get; private set; }

    /// <summary>Solves the programme at this weight and returns χ² of its optimum.</summary>
    public double Maximise(double c)
    {
        var value = Value(v, c);
        for (var i = 0; i < Most; i++, Steps++)
        {
            cancellation.ThrowIfCancellationRequested();
            Gradient();
            Newton(c);
            var slope = 0.0;
            for (var s = 0; s < step.Length; s++) slope += step[s] * gradient[s];
            if (-slope <= 1e-20 * Math.Max(Math.Abs(value), c)) break;
            var size = Search(c, slope, ref value);
            if (size == 0 && damping >= Largest) break;
            damping = size < Short ? Math.Min(damping * More, Largest) : size == 1 ? Math.Max(damping * Less, Least) : damping;
        }

        Value(v, c);
        var chi = 0.0;
        for (var pair = 0; pair < nu.Length; pair++)
            if (nu[pair] > 0) chi += (mu[pair] - nu[pair]) * (mu[pair] - nu[pair]) / nu[pair];
        return chi;
    }

    // Halves the step until g falls enough (Armijo) and returns its size; 0 where no step does.
    private double Search(double c, double slope, ref double value)
    {
        for (var size = 1.0; size > 1e-4; size /= 2)
        {
            for (var s = 0; s < v.Length; s++) trial[s] = v[s] + size * step[s];
            var next = Value(trial, c);
            if (next > value + 1e-4 * size * slope && !Flat(next, value, slope)) continue;
            value = next;
            trial.CopyTo(v, 0);
            return size;
        }

        return 0;
    }

    // Near the end g changes by less than its rounding, yet its slope still tells (Hager and Zhang's approximate Wolfe condition).
    private bool Flat(double next, double value, double slope)
    {
        if (next > value + 1e-14 * Math.Abs(value)) return false;
        Gradient();
        var after = 0.0;
        for (var s = 0; s < step.Length; s++) after += step[s] * gradient[s];
        return Math.Abs(after) <= 0.5 * -slope;
    }

    // g(V), with A and μ on the way.
    private double Value(double[] at, double c)
    {
        Solve.QValues(mdp, reward, at, gamma, advantage);
        var sum = 0.0;
        for (var s = 0; s < at.Length; s++) sum += (1 - gamma) * mdp.Initial[s] * at[s];
        for (var pair = 0; pair < nu.Length; pair++)
        {
            var a = advantage[pair] -= at[pair / mdp.Actions];
            mu[pair] = nu[pair] * Math.Max(0, 1 + a / c);
            sum += nu[pair] * (a > -c ? a + a * a / (2 * c) : -c / 2);
        }

        return sum;
    }

    // ∂g/∂V = (1 − γ)p₀ − Bᵀμ: how far μ is from conserving the flow.
    private void Gradient()
    {
        for (var s = 0; s < gradient.Length; s++) gradient[s] = (1 - gamma) * mdp.Initial[s];
        for (var pair = 0; pair < nu.Length; pair++)
        {
            gradient[pair / mdp.Actions] -= mu[pair];
            for (var k = mdp.Start[pair]; k < mdp.Start[pair + 1]; k++) gradient[mdp.Next[k]] += gamma * mdp.Probability[k] * mu[pair];
        }
    }

    private void Newton(double c)
    {
        var values = lu.Values;
        values.Clear();
        for (var s = 0; s < weight.Length; s++) values[diagonals[s]] = damping * weight[s] / c;
        for (var pair = 0; pair < nu.Length; pair++)
        {
            if (mu[pair] <= 0) continue;
            var (row, entries, at) = (coefficients[pair], slots[pair], 0);
            foreach (var left in row)
                foreach (var right in row) values[entries[at++]] += nu[pair] / c * left * right;
        }

        lu.Factor();
        for (var s = 0; s < step.Length; s++) step[s] = -gradient[s];
        lu.Solve(step);
    }

    private int[] Touched(int pair) => [pair / mdp.Actions, .. mdp.Next[mdp.Start[pair]..mdp.Start[pair + 1]]];

    private double[] Row(int pair) => [1, .. mdp.Probability[mdp.Start[pair]..mdp.Start[pair + 1]].Select(p => -gamma * p)];

    private HashSet<int>[] Neighbours(int[][] touched)
    {
        HashSet<int>[] near = [.. Enumerable.Range(0, mdp.States).Select(_ => new HashSet<int>())];
        foreach (var states in touched)
            foreach (var s in states) near[s].UnionWith(states);
        return near;
    }
}
