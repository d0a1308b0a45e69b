using Goodhart.Statistics;

namespace Goodhart.Audit;

/// <summary>What a policy earned in sampled episodes, by both rewards.</summary>
public sealed class SampledReturn
{
    private readonly EpisodeMoments[] episodes;

    internal SampledReturn(EpisodeMoments[] episodes)
    {
        this.episodes = episodes;
        Proxy = Measured.Of(Array.ConvertAll(episodes, e => e.Proxy));
        True = Measured.Of(Array.ConvertAll(episodes, e => e.True));
    }

    /// <summary>Mean per-step proxy return, one sample per episode.</summary>
    public Measured Proxy { get; }

    /// <summary>Mean per-step true return, one sample per episode.</summary>
    public Measured True { get; }

    public int Episodes => episodes.Length;

    /// <summary>Mean number of steps an episode ran.</summary>
    public double MeanLength => episodes.Average(e => e.Length);

    /// <summary>As a checkpoint.</summary>
    public Checkpoint At(string label, double progress, double distance) => new(label, progress, distance, Proxy, True);

    /// <summary>How the two rewards hang together under this policy.</summary>
    /// <param name="policy">Label of the policy.</param>
    /// <param name="rng">Draws the bootstrap over episodes.</param>
    /// <param name="resamples">Number of resamples.</param>
    public ProxyCorrelation Correlation(string policy, Generator rng, int resamples = 2000)
    {
        int[] all = [.. Enumerable.Range(0, episodes.Length)];
        var step = Bootstrap.Of(episodes.Length, rows => Pooled(rows).R, rng, resamples);
        var (_, proxy, truth) = Pooled(all);
        double[] within = [.. episodes.Select(Within).Where(double.IsFinite)];
        double[] p = Proxy.Samples!, t = True.Samples!;
        var across = episodes.Length < 3 || double.IsNaN(Statistics.Correlation.Pearson(p, t)) ? (Interval?)null
            : Bootstrap.Of(episodes.Length, rows => Statistics.Correlation.Pearson(Pick(p, rows), Pick(t, rows)), rng, resamples);
        return ProxyCorrelation.Of(policy, step, within.Length > 1 ? StudentT.Mean(within) : null, across,
            new(Proxy.Estimate, proxy, SpreadOf(p)), new(True.Estimate, truth, SpreadOf(t)));
    }

    /// <summary>r and both σ over the steps of the chosen episodes, steps after their end counted as 0.</summary>
    private (double R, double Proxy, double True) Pooled(ReadOnlySpan<int> rows)
    {
        double n = 0, p = 0, t = 0, pp = 0, tt = 0, pt = 0;
        foreach (var row in rows)
        {
            var e = episodes[row];
            (n, p, t, pp, tt, pt) = (n + e.Horizon, p + e.P, t + e.T, pp + e.Pp, tt + e.Tt, pt + e.Pt);
        }

        return Pearson(n, p, t, pp, tt, pt);
    }

    private static double Within(EpisodeMoments e) => Pearson(e.Length, e.P, e.T, e.Pp, e.Tt, e.Pt).R;

    private static (double R, double Proxy, double True) Pearson(double n, double p, double t, double pp, double tt, double pt)
    {
        double xx = Spread(n, p, pp), yy = Spread(n, t, tt);
        var r = xx == 0 || yy == 0 ? double.NaN : Math.Clamp((pt - p / n * t) / Math.Sqrt(xx * yy), -1, 1);
        return (r, Math.Sqrt(xx / n), Math.Sqrt(yy / n));
    }

    // Sums of squares lose the last ten digits; a variance below that share of the squares is a constant.
    private static double Spread(double n, double sum, double squares)
    {
        var spread = squares - sum / n * sum;
        return spread > 1e-10 * squares ? spread : 0;
    }

    private static double SpreadOf(double[] values) => values.Length > 1 ? Moments.Of(values).SampleStd : 0;

    private static double[] Pick(double[] values, ReadOnlySpan<int> rows)
    {
        var picked = new double[rows.Length];
        for (var i = 0; i < picked.Length; i++) picked[i] = values[rows[i]];
        return picked;
    }
}
