using Goodhart.Audit;
using Goodhart.Statistics;

namespace Goodhart.Tests;

/// <summary>Evidence made up for tests: exact numbers, or episodes with a known mean and shared noise.</summary>
internal static class Evidences
{
    /// <summary>r = 0.8, σ = 1 for both rewards, and an episode's mean spread by 0.1.</summary>
    public static ProxyCorrelation Correlation(double proxy = 0, double truth = 0, double r = 0.8, string policy = "base") =>
        ProxyCorrelation.Of(policy, Interval.Exact(r), null, null, new(proxy, 1, 0.1), new(truth, 1, 0.1));

    public static Checkpoint Exact(string label, double distance, double proxy, double truth) =>
        new(label, distance, distance, Measured.Exact(proxy), Measured.Exact(truth));

    public static ArmEvidence Path(params ReadOnlySpan<(double Proxy, double True)> points)
    {
        var path = new List<Checkpoint>();
        for (var i = 1; i < points.Length; i++) path.Add(Exact($"step {i}", i, points[i].Proxy, points[i].True));
        return new("arm", DistanceNames.SqrtChiSquared, Exact("base", 0, points[0].Proxy, points[0].True), path, Correlation(points[0].Proxy, points[0].True));
    }

    /// <summary>An arm of noisy episodes: checkpoint k has means (proxy(k), truth(k)); episode noise of σ = 1, of which <paramref name="shared"/> is common to all checkpoints.</summary>
    public static ArmEvidence Noisy(Generator rng, int episodes, int checkpoints, Func<int, double> proxy, Func<int, double> truth, double shared)
    {
        var common = new double[2, episodes];
        for (var i = 0; i < episodes; i++) (common[0, i], common[1, i]) = (rng.NextNormal(), rng.NextNormal());
        var points = new List<Checkpoint>();
        for (var k = 0; k <= checkpoints; k++)
        {
            double[] p = new double[episodes], t = new double[episodes];
            for (var i = 0; i < episodes; i++)
            {
                p[i] = proxy(k) + Math.Sqrt(shared) * common[0, i] + Math.Sqrt(1 - shared) * rng.NextNormal();
                t[i] = truth(k) + Math.Sqrt(shared) * common[1, i] + Math.Sqrt(1 - shared) * rng.NextNormal();
            }

            points.Add(new(k == 0 ? "base" : $"step {k}", k, k, Measured.Of(p), Measured.Of(t)));
        }

        var r = ProxyCorrelation.Of("base", Interval.Exact(0.8), null, null,
            new(points[0].Proxy.Estimate, 3, 1), new(points[0].True.Estimate, 3, 1));
        return new("noisy", DistanceNames.SqrtChiSquared, points[0], points[1..], r);
    }
}
