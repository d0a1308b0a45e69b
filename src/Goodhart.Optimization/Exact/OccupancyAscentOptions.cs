namespace Goodhart.Optimization.Exact;

/// <param name="Lambda">λ ≥ 0, weight of the distance, in units of the reward; theory asks for σ·√(1 − r²) with <see cref="OccupancyDistance.SqrtChiSquared"/>.</param>
/// <param name="Distance">Which distance is held small.</param>
/// <param name="Iterations">Most steps from each of the two starts; 500 to 1500 settle the first three digits of tomato watering.</param>
/// <param name="Step">First step size η, in 1/(units of the discounted return); adapted from there.</param>
/// <param name="Grow">Factor of η after a step that climbed, ≥ 1.</param>
/// <param name="Shrink">Factor of η after a step that fell, which is taken back; in (0, 1).</param>
/// <param name="Tolerance">Ends when no policy can be better by more than this, in units of the reward.</param>
public sealed record OccupancyAscentOptions(
    double Lambda,
    OccupancyDistance Distance = OccupancyDistance.SqrtChiSquared,
    int Iterations = 1500,
    double Step = 2,
    double Grow = 1.02,
    double Shrink = 0.7,
    double Tolerance = 1e-7);
