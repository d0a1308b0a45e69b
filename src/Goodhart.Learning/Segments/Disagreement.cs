namespace Goodhart.Learning.Segments;

/// <summary>Which questions are worth asking: those on whose answer the members of an ensemble differ most.</summary>
public static class Disagreement
{
    /// <summary>Variance over members of P(second ≻ first), per pair. // probabilities: (members)(pairs) → (pairs)</summary>
    public static double[] Variance(IReadOnlyList<float[]> probabilities)
    {
        var variance = new double[probabilities[0].Length];
        for (var i = 0; i < variance.Length; i++)
        {
            var mean = probabilities.Average(p => (double)p[i]);
            variance[i] = probabilities.Average(p => (p[i] - mean) * (p[i] - mean));
        }

        return variance;
    }

    /// <summary>Numbers of the pairs with the largest variance, the largest first; of equal ones the earlier.</summary>
    public static int[] Largest(ReadOnlySpan<double> variance, int count)
    {
        var held = variance.ToArray();
        return [.. Enumerable.Range(0, held.Length).OrderByDescending(i => held[i]).Take(Ensure.InRange(count, 0, held.Length))];
    }
}
