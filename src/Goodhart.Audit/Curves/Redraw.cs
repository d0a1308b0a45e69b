namespace Goodhart.Audit;

/// <summary>True returns along a curve as other episodes might have given them.</summary>
internal sealed class Redraw
{
    private readonly double[][]? samples;   // (points)(episodes), where all points pair up

    public Redraw(IReadOnlyList<Checkpoint> points)
    {
        Estimates = [.. points.Select(p => p.True.Estimate)];
        StandardErrors = [.. points.Select(p => p.True.Value is { IsExact: false } v && double.IsFinite(v.High - v.Low) ? (v.High - v.Low) / (2 * 1.959963985) : 0)];
        var known = StandardErrors.All(e => e > 0);
        Weights = [.. StandardErrors.Select(e => known ? 1 / (e * e) : 1)];
        var paired = points.All(p => p.True.Samples is { Length: > 1 } s && s.Length == points[0].True.Samples!.Length);
        samples = paired ? [.. points.Select(p => p.True.Samples!)] : null;
    }

    public double[] Estimates { get; }

    public double[] StandardErrors { get; }

    /// <summary>1/variance where every point has one, else equal.</summary>
    public double[] Weights { get; }

    /// <summary>Curves from resampled episodes where they pair up, else with normal noise of each point's standard error. // (count)(points)</summary>
    public double[][] Draw(Generator rng, int count) => [.. Enumerable.Range(0, count).Select(_ => samples is null ? Noisy(rng) : Resampled(rng, samples))];

    private double[] Noisy(Generator rng) => [.. Estimates.Zip(StandardErrors, (y, e) => y + e * rng.NextNormal())];

    private static double[] Resampled(Generator rng, double[][] samples)
    {
        var episodes = samples[0].Length;
        var sums = new double[samples.Length];
        for (var i = 0; i < episodes; i++)
        {
            var row = rng.NextInt(episodes);
            for (var k = 0; k < sums.Length; k++) sums[k] += samples[k][row];
        }

        return Array.ConvertAll(sums, sum => sum / episodes);
    }
}
