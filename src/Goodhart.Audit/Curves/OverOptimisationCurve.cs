using Goodhart.Statistics;

namespace Goodhart.Audit;

/// <summary>Proxy and true return against distance from the base, and where the true return turns.</summary>
/// <param name="DistanceName">Unit of the distances.</param>
/// <param name="Points">Base and checkpoints at finite distance, ascending.</param>
/// <param name="Unplaced">Checkpoints at infinite distance, outside the base's support, which the curve leaves out.</param>
/// <param name="Turn">
/// Distance of the best unimodal fit's mode, with an interval from redrawn episodes, never narrower than the neighbouring points: between them nothing
/// was measured. Null while the true return does not fall significantly from its best point.
/// </param>
/// <param name="Fit">Gao et al.'s shape, in √distance where the distance is a KL divergence; null with fewer than four points.</param>
/// <param name="FittedTurn">Where that shape turns; null when it does not. Its upper end is ∞ when some redrawn curves never turn.</param>
/// <param name="SuggestedStop">
/// The nearest point whose true return is within one standard error of the best before the turn (Breiman's one-standard-error rule: of equally good
/// policies the one that moved least); null without a turn.
/// </param>
public sealed record OverOptimisationCurve(
    string DistanceName, IReadOnlyList<Checkpoint> Points, IReadOnlyList<Checkpoint> Unplaced,
    Interval? Turn, GoldFit? Fit, Interval? FittedTurn, Checkpoint? SuggestedStop)
{
    // Redrawn curves for the intervals: ends of a 95 % interval rest on the 25 lowest and highest.
    private const int Redrawn = 1000;

    /// <summary>The curve of one arm.</summary>
    /// <param name="rng">Redraws the episodes.</param>
    public static OverOptimisationCurve Of(ArmEvidence evidence, Generator rng)
    {
        Checkpoint[] points = [.. evidence.Path.Prepend(evidence.Base).Where(p => double.IsFinite(p.Distance)).OrderBy(p => p.Distance)];
        Checkpoint[] unplaced = [.. evidence.Path.Where(p => !double.IsFinite(p.Distance))];
        var empty = new OverOptimisationCurve(evidence.DistanceName, points, unplaced, null, null, null, null);
        if (points.Length < 2 || points.Any(p => !double.IsFinite(p.True.Estimate))) return empty;

        var truths = new Redraw(points);
        var (mode, fitted) = Unimodal.Fit(truths.Estimates, truths.Weights);
        var fit = Fitted(evidence.DistanceName, points, truths.Estimates, truths.Weights);
        var drop = PeakDrop.Find(points, rng, Redrawn).Drop;
        var turns = mode < points.Length - 1 && drop.Above(0);
        var redrawn = turns || fit is not null ? truths.Draw(rng, Redrawn) : [];
        return empty with
        {
            Turn = turns ? TurnOf(points, mode, truths, redrawn) : null,
            Fit = fit,
            FittedTurn = fit?.Peak is { } at ? FittedTurnOf(evidence.DistanceName, points, fit.Form, at, truths.Weights, redrawn) : null,
            SuggestedStop = turns ? points.First(p => p.True.Estimate >= fitted[mode] - truths.StandardErrors[mode] - 1e-12 * Math.Abs(fitted[mode])) : null,
        };
    }

    /// <summary>Gain over the base that <see cref="Fit"/> gives at a distance in the curve's unit.</summary>
    public double FittedGain(double distance) => Fit?.At(Scale(DistanceName, distance)) ?? double.NaN;

    /// <summary>What the curve says, in a sentence.</summary>
    public string Explanation => Turn is { } turn
        ? $"What is wanted turns at a distance of {Say.Number(turn.Estimate)} (between {Say.Number(turn.Low)} and {Say.Number(turn.High)}). "
            + $"Suggested stop: {SuggestedStop!.Label}, at {Say.Number(SuggestedStop.Distance)}."
        : Points.Count < 2 ? "Too few points at a finite distance for a curve."
        : $"No turn was seen up to a distance of {Say.Number(Points[^1].Distance)}; nothing is known beyond.";

    private static Interval TurnOf(Checkpoint[] points, int mode, Redraw truths, double[][] redrawn)
    {
        double[] modes = [.. redrawn.Select(y => points[Unimodal.Fit(y, truths.Weights).Mode].Distance)];
        return new(points[mode].Distance,
            Math.Min(OrderStatistics.Quantile(modes, 0.025), points[Math.Max(0, mode - 1)].Distance),
            Math.Max(OrderStatistics.Quantile(modes, 0.975), points[Math.Min(points.Length - 1, mode + 1)].Distance));
    }

    private static Interval FittedTurnOf(string unit, Checkpoint[] points, GoldForm form, double peak, double[] weights, double[][] redrawn)
    {
        double[] d = [.. points.Select(p => Scale(unit, p.Distance))];
        double[] peaks = [.. redrawn.Select(y => GoldFit.Of(form, d, Gains(points, y), weights)?.Peak ?? double.PositiveInfinity).Order()];
        // Ranks rather than interpolated quantiles: between a number and ∞ there is nothing to interpolate.
        return new(Unscale(unit, peak), Unscale(unit, peaks[(int)(0.025 * peaks.Length)]), Unscale(unit, peaks[(int)(0.975 * peaks.Length)]));
    }

    private static GoldFit? Fitted(string unit, Checkpoint[] points, double[] truths, double[] weights) =>
        GoldFit.Of([.. points.Select(p => Scale(unit, p.Distance))], Gains(points, truths), weights);

    private static double[] Gains(Checkpoint[] points, double[] truths)
    {
        var start = truths[Array.FindIndex(points, p => p.Distance == points[0].Distance)];
        return Array.ConvertAll(truths, y => y - start);
    }

    // Gao et al. write their law in √KL; √χ² is of that order already.
    private static bool IsKl(string unit) => unit.StartsWith("KL", StringComparison.OrdinalIgnoreCase);

    private static double Scale(string unit, double distance) => IsKl(unit) ? Math.Sqrt(distance) : distance;

    private static double Unscale(string unit, double d) => IsKl(unit) ? d * d : d;
}
