namespace Goodhart.Audit.Distances;

/// <summary>A distance estimated from rollouts, beside what two estimates of one and the same reward are apart.</summary>
/// <param name="Measure">Which distance.</param>
/// <param name="Distance">The estimate; sampling noise biases it upwards.</param>
/// <param name="Largest">The largest value this distance can take.</param>
/// <param name="FirstNoise">Distance between two independent estimates of the first reward.</param>
/// <param name="SecondNoise">The same of the second reward.</param>
/// <param name="Points">Number of points compared.</param>
/// <param name="Weighting">What the points are drawn from.</param>
/// <param name="Notes">What a reader has to know, one sentence each.</param>
public sealed record SampledComparison(
    string Measure, double Distance, double Largest, double FirstNoise, double SecondNoise, int Points, string Weighting, IReadOnlyList<string> Notes)
{
    /// <summary>What a distance must exceed to mean anything; on the safe side, since each of the two estimates has half the samples.</summary>
    public double NoiseFloor => Math.Max(FirstNoise, SecondNoise);

    /// <summary>The rewards are further apart than two estimates of one of them.</summary>
    public bool Resolved => Distance > NoiseFloor;

    /// <summary>The distance on a scale from 0 to 1.</summary>
    public double Unit => Distance / Largest;
}
