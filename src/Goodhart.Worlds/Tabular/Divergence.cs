namespace Goodhart.Worlds.Tabular;

/// <summary>f-divergences between occupancies.</summary>
public static class Divergence
{
    // Sums of a few thousand solved numbers are off by rounding; less than this is not mass.
    private const double Rounding = 1e-10;

    /// <summary>All divergences of μ from ν; what either lacks to a sum of 1 is the mass of ended episodes and counts as one more outcome. // both (states·actions) or (states)</summary>
    /// <exception cref="ArgumentException">The lengths differ, a mass is negative or no number, or a sum exceeds 1.</exception>
    public static OccupancyDivergence Between(ReadOnlySpan<double> mu, ReadOnlySpan<double> nu)
    {
        Ensure.SameLength(mu.Length, nu.Length);
        double chi = 0, kl = 0, variation = 0, outside = 0;
        Add(Ended(mu, nameof(mu)), Ended(nu, nameof(nu)), ref chi, ref kl, ref variation, ref outside);
        for (var i = 0; i < mu.Length; i++) Add(mu[i], nu[i], ref chi, ref kl, ref variation, ref outside);
        return outside > 0
            ? new(double.PositiveInfinity, double.PositiveInfinity, variation / 2, outside)
            : new(Math.Max(chi, 0), Math.Max(kl, 0), variation / 2, 0);
    }

    // (μ − ν)²/ν sums to E_μ[μ/ν − 1] without cancelling where μ ≈ ν; μ log(μ/ν) − μ + ν likewise has no negative term.
    private static void Add(double mu, double nu, ref double chi, ref double kl, ref double variation, ref double outside)
    {
        variation += Math.Abs(mu - nu);
        if (nu > 0)
        {
            chi += (mu - nu) * (mu - nu) / nu;
            kl += (mu > 0 ? mu * Math.Log(mu / nu) : 0) - mu + nu;
        }
        else outside += mu;
    }

    private static double Ended(ReadOnlySpan<double> occupancy, string name)
    {
        var sum = 0.0;
        foreach (var mass in occupancy)
        {
            if (!(mass >= 0)) throw new ArgumentException($"An occupancy has no negative mass, {name} holds {mass}.", name);
            sum += mass;
        }

        if (sum > 1 + Rounding * 100)
            throw new ArgumentException($"An occupancy sums to at most 1, {name} sums to {sum}. Expected visits (gamma = 1) have to be divided by their sum first.", name);
        return 1 - sum > Rounding ? 1 - sum : 0;
    }
}
