namespace Goodhart.Optimization.Exact;

internal static class Discount
{
    /// <exception cref="ArgumentOutOfRangeException">γ is not in [0, 1).</exception>
    public static double RequireBelowOne(double gamma) => gamma is >= 0 and < 1 ? gamma
        : throw new ArgumentOutOfRangeException(nameof(gamma), $"gamma must be in [0, 1) for an occupancy that is a distribution, was {gamma}.");
}
