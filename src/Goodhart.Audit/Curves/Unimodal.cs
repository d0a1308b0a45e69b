namespace Goodhart.Audit;

/// <summary>Least squares under the one assumption that values rise to a mode and fall after it (isotonic regression on either side).</summary>
public static class Unimodal
{
    /// <summary>The fit and the index of its mode; of modes that fit equally well the first.</summary>
    /// <param name="values">In order; at least one.</param>
    /// <param name="weights">One positive weight per value. // (values)</param>
    public static (int Mode, double[] Fitted) Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        Ensure.Positive(values.Length);
        Ensure.SameLength(weights.Length, values.Length);
        var best = (Mode: 0, Fitted: Array.Empty<double>());
        var least = double.PositiveInfinity;
        for (var mode = 0; mode < values.Length; mode++)
        {
            var fitted = Around(mode, values, weights);
            var error = 0.0;
            for (var i = 0; i < fitted.Length; i++) error += weights[i] * (values[i] - fitted[i]) * (values[i] - fitted[i]);
            if (!(error < least * (1 - 1e-12))) continue;
            (best, least) = ((mode, fitted), error);
        }

        return (Array.IndexOf(best.Fitted, best.Fitted.Max()), best.Fitted);
    }

    // Rising up to and with the mode, falling after it; the mode lies on the rising side, and trying every mode covers the other.
    private static double[] Around(int mode, ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        var rise = Increasing(values[..(mode + 1)], weights[..(mode + 1)]);
        double[] back = values[(mode + 1)..].ToArray(), backWeights = weights[(mode + 1)..].ToArray();
        Array.Reverse(back);
        Array.Reverse(backWeights);
        var fall = Increasing(back, backWeights);
        Array.Reverse(fall);
        return [.. rise, .. fall];
    }

    /// <summary>Isotonic regression by pooling adjacent violators.</summary>
    internal static double[] Increasing(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        var blocks = new List<(double Mean, double Weight, int Count)>();
        for (var i = 0; i < values.Length; i++)
        {
            var block = (Mean: values[i], Weight: weights[i], Count: 1);
            while (blocks.Count > 0 && blocks[^1].Mean >= block.Mean)
            {
                var before = blocks[^1];
                blocks.RemoveAt(blocks.Count - 1);
                var weight = before.Weight + block.Weight;
                block = ((before.Mean * before.Weight + block.Mean * block.Weight) / weight, weight, before.Count + block.Count);
            }

            blocks.Add(block);
        }

        return [.. blocks.SelectMany(block => Enumerable.Repeat(block.Mean, block.Count))];
    }
}
