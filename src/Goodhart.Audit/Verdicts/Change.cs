using Goodhart.Statistics;

namespace Goodhart.Audit;

/// <summary>Differences of measured returns.</summary>
internal static class Change
{
    /// <summary>Below so many pairs a bootstrap of the mean covers less than it says, and Student's t is used.</summary>
    public const int FewPairs = 20;

    // 97.5 % quantile of the normal.
    private const double Z = 1.959963985;

    /// <summary>
    /// 95 % interval of later − earlier: exact, paired by sample where both have as many, else as of independent estimates.
    /// </summary>
    public static Interval Between(Measured earlier, Measured later, Generator rng, int resamples)
    {
        if (earlier.Value.IsExact && later.Value.IsExact) return Interval.Exact(later.Estimate - earlier.Estimate);
        return Paired(earlier, later) is { } differences
            ? differences.Length < FewPairs ? StudentT.Mean(differences) : Bootstrap.Mean(differences, rng, resamples)
            : Independent(earlier, later, Z);
    }

    /// <summary>later − earlier, sample by sample; null where they do not pair up.</summary>
    public static double[]? Paired(Measured earlier, Measured later)
    {
        if (earlier.Samples is not { } a || later.Samples is not { } b || a.Length != b.Length || a.Length == 0) return null;
        return [.. b.Zip(a, (x, y) => x - y)];
    }

    /// <summary>Normal interval of a difference of independent estimates, z standard errors to either side.</summary>
    public static Interval Independent(Measured earlier, Measured later, double z)
    {
        double first = StandardError(earlier.Value), second = StandardError(later.Value);
        double half = z * Math.Sqrt(first * first + second * second), difference = later.Estimate - earlier.Estimate;
        return double.IsFinite(half) ? new(difference, difference - half, difference + half)
            : new(difference, double.NegativeInfinity, double.PositiveInfinity);
    }

    private static double StandardError(Interval value) => value.IsExact ? 0 : (value.High - value.Low) / (2 * Z);
}
