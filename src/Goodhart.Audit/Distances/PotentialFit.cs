using Goodhart.Worlds.Tabular;

namespace Goodhart.Audit.Distances;

/// <summary>Least squares over potentials: the φ that makes Σ w (r + γ T φ − φ)² least, φ being 0 in terminal states.</summary>
/// <remarks>
/// Normal equations, factorised once as LDLᵀ, with one step of refinement on the residual. A state that no weighted pair touches leaves its row
/// empty; its potential is 0. Memory is states², time states³/3.
/// </remarks>
internal sealed class PotentialFit
{
    private const int Most = 4096;
    private readonly TabularMdp mdp;
    private readonly double gamma;
    private readonly double[] weights, factor;
    private readonly int n;

    public PotentialFit(TabularMdp mdp, double gamma, double[] weights)
    {
        (this.mdp, this.gamma, this.weights, n) = (mdp, gamma, weights, mdp.States);
        if (n > Most) throw new ArgumentException($"Least squares over potentials take at most {Most} states, the process has {n}. Use Canon.Val, which is sparse.");
        if (gamma >= 1) Solve.Values(mdp, Policies.Uniform(mdp), new double[weights.Length], gamma);   // refuses endless episodes
        factor = new double[n * n];
        var row = new double[n];
        for (var pair = 0; pair < weights.Length; pair++)
        {
            if (weights[pair] == 0 || mdp.Start[pair] == mdp.Start[pair + 1]) continue;
            Row(pair, row);
            for (var i = 0; i < n; i++)
                for (var j = 0; row[i] != 0 && j <= i; j++) factor[i * n + j] += weights[pair] * row[i] * row[j];
            Array.Clear(row);
        }

        Factorise();
    }

    /// <summary>The potential and what it leaves of r. // r: (states·actions), results: (states), (states·actions)</summary>
    public (double[] Potential, double[] Residual) Of(ReadOnlySpan<double> r)
    {
        var (potential, rest, normal) = (new double[n], r.ToArray(), new double[n]);
        for (var round = 0; round < 2; round++)
        {
            Array.Clear(normal);
            for (var pair = 0; pair < rest.Length; pair++) Scatter(pair, -weights[pair] * rest[pair], normal);
            Substitute(normal);
            for (var s = 0; s < n; s++) potential[s] += normal[s];
            for (var pair = 0; pair < rest.Length; pair++) rest[pair] = r[pair] + Shaping(pair, potential);
        }

        return (potential, rest);
    }

    /// <summary>γ E φ(S′) − φ(s); 0 in terminal states.</summary>
    private double Shaping(int pair, double[] potential)
    {
        if (mdp.Start[pair] == mdp.Start[pair + 1]) return 0;
        var follows = 0.0;
        for (var k = mdp.Start[pair]; k < mdp.Start[pair + 1]; k++) follows += mdp.Probability[k] * potential[mdp.Next[k]];
        return gamma * follows - potential[pair / mdp.Actions];
    }

    private void Row(int pair, double[] row) => Scatter(pair, 1, row);

    // Terminal states are left out: their potential stays 0.
    private void Scatter(int pair, double weight, double[] row)
    {
        if (mdp.Start[pair] == mdp.Start[pair + 1]) return;
        row[pair / mdp.Actions] -= weight;
        for (var k = mdp.Start[pair]; k < mdp.Start[pair + 1]; k++)
            if (!mdp.IsTerminal(mdp.Next[k])) row[mdp.Next[k]] += weight * gamma * mdp.Probability[k];
    }

    private void Factorise()
    {
        var floor = 0.0;
        for (var i = 0; i < n; i++) floor = Math.Max(floor, factor[i * n + i]);
        floor *= 1e-14;
        for (var j = 0; j < n; j++)
        {
            var pivot = factor[j * n + j];
            for (var k = 0; k < j; k++) pivot -= factor[j * n + k] * factor[j * n + k];
            var root = factor[j * n + j] = pivot > floor ? Math.Sqrt(pivot) : 0;
            for (var i = j + 1; i < n; i++)
            {
                var value = factor[i * n + j];
                for (var k = 0; k < j; k++) value -= factor[i * n + k] * factor[j * n + k];
                factor[i * n + j] = root > 0 ? value / root : 0;
            }
        }
    }

    private void Substitute(double[] x)
    {
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < i; k++) x[i] -= factor[i * n + k] * x[k];
            x[i] = factor[i * n + i] > 0 ? x[i] / factor[i * n + i] : 0;
        }

        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < n; k++) x[i] -= factor[k * n + i] * x[k];
            x[i] = factor[i * n + i] > 0 ? x[i] / factor[i * n + i] : 0;
        }
    }
}
