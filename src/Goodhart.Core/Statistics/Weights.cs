namespace Goodhart.Statistics;

/// <summary>Optional weights of samples: an empty span means equal weights.</summary>
internal static class Weights
{
    public static double At(ReadOnlySpan<double> weights, int index) => weights.IsEmpty ? 1 : weights[index];

    /// <summary>Σ w and Σ w², after checking that the weights fit <paramref name="count"/> values.</summary>
    public static (double Total, double Squares) Check(int count, ReadOnlySpan<double> weights)
    {
        if (count == 0) throw new ArgumentException("A statistic needs at least one value, there is none.");
        if (weights.IsEmpty) return (count, count);
        if (weights.Length != count) throw new ArgumentException($"There are {weights.Length} weights for {count} values; expected one per value.");
        double total = 0, squares = 0;
        for (var i = 0; i < count; i++)
        {
            if (!(weights[i] >= 0) || double.IsInfinity(weights[i]))
                throw new ArgumentException($"Weight {i} is {weights[i]}; a weight must be finite and not negative.");
            total += weights[i];
            squares += weights[i] * weights[i];
        }

        return total > 0 ? (total, squares) : throw new ArgumentException("All weights are 0; at least one must be positive.");
    }
}
