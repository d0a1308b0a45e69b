using Goodhart.Audit;
using Goodhart.Optimization.Exact;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Studies;

/// <summary>An arm solved exactly: the optimum at its weight, and at the weights of its sweep.</summary>
/// <param name="Evidence">Base, optima at heavier weights, optimum at the arm's.</param>
/// <param name="Sweep">Optima at all weights of the sweep, by falling weight.</param>
/// <param name="Occupancy">Of the policy at the arm's weight. // (states·actions)</param>
internal sealed record ExactRun(ArmEvidence Evidence, IReadOnlyList<Checkpoint> Sweep, double[] Occupancy)
{
    public static ExactRun Go(Study study, Arm.Exact arm, Reference reference, IProgress<StudyProgress>? progress, CancellationToken cancellation)
    {
        var weight = reference.WeightOf(arm)!.Value;
        double[] weights = [.. (arm.Sweep ?? []).Append(weight).Distinct().OrderDescending()];
        var sweep = new List<Checkpoint>();
        ExactReturn? final = null;
        foreach (var lambda in weights)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new(arm.Name, (double)sweep.Count / weights.Length, $"λ = {lambda:G3}"));
            var policy = Optimum(study, arm, lambda, cancellation);
            var measured = Measure.Exact(study.Process!, policy, study.Proxy, study.Truth, study.Gamma, reference.Exact!.Occupancy);
            sweep.Add(measured.At(arm.Hold == Hold.None ? "optimum" : $"λ = {lambda:G3}", lambda));
            if (lambda == weight) final = measured;
        }

        progress?.Report(new(arm.Name, 1, "solved"));
        var path = sweep.TakeWhile(point => point.Progress >= weight).ToList();
        return new(new(arm.Name, DistanceNames.SqrtChiSquared, reference.Start, path, reference.Correlation, final!.Divergence.MassOutside), sweep, final.Occupancy);
    }

    private static TabularPolicy Optimum(Study study, Arm.Exact arm, double lambda, CancellationToken cancellation)
    {
        var process = study.Process!;
        var reward = process.Expect(process.Tabulate(study.Proxy));
        var policy = (TabularPolicy)study.Base;
        return arm.Hold switch
        {
            Hold.None => Solve.Greedy(process, Solve.Optimal(process, reward, study.Gamma).Q, splitTies: true),
            Hold.ActionKl => Solve.SoftOptimal(process, reward, study.Gamma, lambda, policy),
            Hold.OccupancyKl => Ascend(OccupancyDistance.Kl),
            Hold.OccupancyChiSquared => Ascend(OccupancyDistance.ChiSquared),
            Hold.OccupancySqrtChiSquared => Ascend(OccupancyDistance.SqrtChiSquared),
            Hold.StateOccupancySqrtChiSquared => Ascend(OccupancyDistance.StateSqrtChiSquared),
            _ => throw new ArgumentException($"Arm '{arm.Name}': {arm.Hold} has no exact solution here; use a sampled arm."),
        };

        TabularPolicy Ascend(OccupancyDistance distance) => distance is (OccupancyDistance.ChiSquared or OccupancyDistance.SqrtChiSquared) && lambda > 0 && NeverEnds(process)
            ? OccupancyDual.Maximise(process, reward, policy, study.Gamma, lambda, distance, cancellation).Policy
            : OccupancyAscent.Maximise(process, reward, policy, study.Gamma, new(lambda, distance), cancellation).Policy;
    }

    // The dual is certified and faster, but for processes without terminal states only.
    private static bool NeverEnds(TabularMdp process) => !Enumerable.Range(0, process.States).Any(process.IsTerminal);
}
