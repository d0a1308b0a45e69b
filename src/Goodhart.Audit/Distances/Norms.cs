namespace Goodhart.Audit.Distances;

/// <summary>Weighted norms of tables, and Pearson's correlation.</summary>
internal static class Norms
{
    /// <summary>Σ w|x|, √Σ w x², or max |x| over w &gt; 0. // both of one length</summary>
    public static double Of(Norm norm, ReadOnlySpan<double> table, ReadOnlySpan<double> weights)
    {
        Ensure.SameLength(weights.Length, table.Length);
        var total = 0.0;
        for (var i = 0; i < table.Length; i++)
        {
            var size = Math.Abs(table[i]);
            total = norm switch
            {
                Norm.L1 => total + weights[i] * size,
                Norm.L2 => total + weights[i] * size * size,
                _ => weights[i] > 0 ? Math.Max(total, size) : total,
            };
        }

        return norm == Norm.L2 ? Math.Sqrt(total) : total;
    }

    /// <summary>Weighted sum of products.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> weights)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += weights[i] * a[i] * b[i];
        return sum;
    }

    /// <summary>The table less its weighted mean, scaled to weighted L2 norm 1; all zeros where nothing but rounding is left.</summary>
    /// <param name="table">Values.</param>
    /// <param name="weights">One per value.</param>
    /// <param name="negligible">Standard deviation that counts as zero.</param>
    public static double[] Standardise(ReadOnlySpan<double> table, ReadOnlySpan<double> weights, double negligible)
    {
        Ensure.SameLength(weights.Length, table.Length);
        double mass = 0, mean = 0;
        for (var i = 0; i < table.Length; i++) (mass, mean) = (mass + weights[i], mean + weights[i] * table[i]);
        mean /= mass;
        var centred = new double[table.Length];
        for (var i = 0; i < table.Length; i++) centred[i] = table[i] - mean;
        var size = Of(Norm.L2, centred, weights);
        var scale = size > negligible * Math.Sqrt(mass) ? 1 / size : 0;
        for (var i = 0; i < centred.Length; i++) centred[i] *= scale;
        return centred;
    }

    public static double Largest(ReadOnlySpan<double> table)
    {
        var largest = 0.0;
        foreach (var value in table) largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }
}
