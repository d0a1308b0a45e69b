using Goodhart.Statistics;

namespace Goodhart.Audit;

/// <summary>How low the true return of a policy can be, given its proxy return and its distance from the base.</summary>
/// <remarks>
/// (J(π, R) − J(base, R))/σ_R ≥ (1/r)·[(J(π, R̃) − J(base, R̃))/σ_R̃ − √((1 − r²)·χ²(μ_π‖μ_base))], from Cauchy and Schwarz (Laidlaw et al., "Correlated Proxies").
/// </remarks>
public static class TrueReturnBound
{
    /// <summary>The right-hand side, in units of σ_R. −∞ for infinite distance.</summary>
    /// <param name="r">Correlation under the base, in (0, 1].</param>
    /// <param name="gain">(J(π, R̃) − J(base, R̃))/σ_R̃.</param>
    /// <param name="distance">√χ² of the occupancies, not negative.</param>
    public static double Standardised(double r, double gain, double distance)
    {
        if (!(r is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(r), $"r must be in (0, 1], was {r}: without a positive correlation there is no bound.");
        var slope = Math.Sqrt(1 - r * r);
        return (gain - (slope == 0 && double.IsFinite(distance) ? 0 : slope == 0 ? double.PositiveInfinity : slope * Ensure.NotNegative(distance))) / r;
    }

    /// <summary>The bound on the true return of a checkpoint, with the range it takes while r runs through its interval; null where none exists.</summary>
    /// <remarks>The means are taken at their estimates; with sampled evidence it is an estimate of the bound, not a guarantee.</remarks>
    public static Interval? At(ArmEvidence evidence, Checkpoint checkpoint)
    {
        var correlation = evidence.Correlation;
        if (!correlation.IsMeasurable || correlation.NeverDiffered || evidence.DistanceName != DistanceNames.SqrtChiSquared || correlation.WrongReference(evidence.Base) is not null) return null;
        var gain = (checkpoint.Proxy.Estimate - evidence.Base.Proxy.Estimate) / correlation.Proxy.Step;
        double At(double r) => evidence.Base.True.Estimate + correlation.True.Step * Standardised(r, gain, checkpoint.Distance);
        double low = correlation.Step.Low, high = Math.Min(1, correlation.Step.High);
        double[] ends = [At(low), At(high), At(correlation.Step.Estimate), .. Lowest(gain, checkpoint.Distance) is var r && r > low && r < high ? [At(r)] : Array.Empty<double>()];
        return new(ends[2], ends.Min(), ends.Max(), correlation.Step.Level);
    }

    // The derivative in r vanishes where √(1 − r²) = √χ²/gain, which is a minimum.
    private static double Lowest(double gain, double distance) => gain > distance ? Math.Sqrt(1 - distance / gain * (distance / gain)) : double.NaN;
}
