using Goodhart.Statistics;

namespace Goodhart.Data;

/// <summary>A share of independent cases with its interval.</summary>
internal static class Proportion
{
    /// <summary>Wilson's interval, which needs no resampling and stays in [0, 1]; the estimate is the plain share. NaN with no case.</summary>
    public static Interval Of(double successes, long cases, double level = 0.95)
    {
        if (cases == 0) return new(double.NaN, 0, 1, level);
        double z = -Normal.Quantile((1 - level) / 2), p = successes / cases, spread = 1 + z * z / cases;
        double middle = (p + z * z / (2 * cases)) / spread, half = z * Math.Sqrt(p * (1 - p) / cases + z * z / (4.0 * cases * cases)) / spread;
        return new(p, Math.Max(0, middle - half), Math.Min(1, middle + half), level);
    }
}
