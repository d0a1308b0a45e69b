using System.Diagnostics;
using Goodhart.Optimization.Exact;
using Goodhart.Worlds.Tabular;
using Goodhart.Worlds.Tomato;

namespace Goodhart.Benchmarks;

/// <summary>Seconds for one √χ² optimum of tomato watering, level 4, at the theory's λ, from nothing but the process and the base policy.</summary>
internal static class TomatoSpeed
{
    private const double Gamma = 0.99, Lambda = 0.003048;

    public static Speed Measure()
    {
        var tomato = TomatoMdp.Build(TomatoLevel.Paper);
        var mdp = tomato.Mdp;
        double[] wanted = mdp.Expect(mdp.Tabulate(tomato.True)), seen = mdp.Expect(mdp.Tabulate(tomato.Proxy));
        var policy = Policies.Mix(Solve.Softmax(mdp, Solve.Optimal(mdp, wanted, Gamma).Q, 0.1), Policies.Uniform(mdp), 0.1);

        var seconds = Speed.Median(5, () =>
        {
            var watch = Stopwatch.StartNew();
            var found = OccupancyDual.Maximise(mdp, seen, policy, Gamma, Lambda);
            return found.Gap < 1e-6 ? watch.Elapsed.TotalSeconds : throw new InvalidOperationException($"Not solved: gap {found.Gap}.");
        });
        return new("√χ² optimum of tomato watering (463 states), certified, 1 thread", seconds, "s", 1, HigherIsBetter: false);
    }
}
