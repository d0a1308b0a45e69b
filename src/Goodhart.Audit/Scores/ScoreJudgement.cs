using Goodhart.Statistics;

namespace Goodhart.Audit.Scores;

/// <summary>From the evidence of one table to a verdict and its reason.</summary>
internal static class ScoreJudgement
{
    /// <param name="lift">Gain of the favourite over a random candidate.</param>
    /// <param name="curve">Best-of-n curve, empty for verdicts.</param>
    /// <param name="fall">Gold at the peak minus gold at the last point.</param>
    public static (ScoreVerdict Verdict, string Reason) Of(Interval lift, IReadOnlyList<ScoreCurvePoint> curve, Interval fall)
    {
        var gain = curve.Count > 0 ? $"Gold of its favourites against random picks: {Signed(lift)}." : $"Share of wins above one half: {Signed(lift)}.";
        if (lift.Below(0)) return (ScoreVerdict.SelectsWorse, gain);
        if (curve.Count > 0 && fall.Above(0) && curve.MaxBy(p => p.Gold.Estimate) is { } peak && curve[^1].Proxy > peak.Proxy)
        {
            var safe = peak.N == 1 ? "any selection by it loses gold" : $"selecting from more than {peak.N} loses gold";
            return (ScoreVerdict.OverOptimised,
                $"Gold peaks at n = {peak.N} ({peak.Gold.Estimate:G3}) and falls to {curve[^1].Gold.Estimate:G3} at n = {curve[^1].N} while the score rises: {safe}.");
        }

        return (lift.Above(0) ? ScoreVerdict.SelectsBetter : ScoreVerdict.NoSignal, gain);
    }

    private static string Signed(Interval lift) => $"{Signed(lift.Estimate)} [{Signed(lift.Low)}, {Signed(lift.High)}]";

    private static string Signed(double value) => Math.Round(value, 3) is var rounded && rounded == 0 ? "0.000" : $"{rounded:+0.000;-0.000}";
}
