using Goodhart.Optimization.Exact;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests;

/// <summary>Both solvers, stopped when the test is.</summary>
internal static class Optimum
{
    public static OccupancySolution Climb(TabularMdp mdp, double[] reward, TabularPolicy reference, double gamma, OccupancyAscentOptions options) =>
        OccupancyAscent.Maximise(mdp, reward, reference, gamma, options, TestContext.Current.CancellationToken);

    public static OccupancySolution Exact(
        TabularMdp mdp, double[] reward, TabularPolicy reference, double gamma, double lambda, OccupancyDistance distance = OccupancyDistance.SqrtChiSquared) =>
        OccupancyDual.Maximise(mdp, reward, reference, gamma, lambda, distance, TestContext.Current.CancellationToken);
}
