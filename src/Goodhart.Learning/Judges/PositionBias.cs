using Goodhart.Statistics;

namespace Goodhart.Learning.Judges;

/// <summary>What a judge makes of the place in which an answer stands.</summary>
/// <param name="Pairs">Pairs judged in both orders.</param>
/// <param name="FirstShown">Share of decided verdicts for the answer shown first; one half without bias.</param>
/// <param name="Consistent">Share of pairs with the same readable verdict in both orders.</param>
/// <param name="Unreadable">Share of verdicts that are none.</param>
public sealed record PositionBias(int Pairs, Interval FirstShown, Interval Consistent, double Unreadable)
{
    /// <summary>Whether the interval of <see cref="FirstShown"/> leaves one half out.</summary>
    public bool IsBiased => FirstShown.Above(0.5) || FirstShown.Below(0.5);

    /// <exception cref="ArgumentException">There is no pair.</exception>
    public static PositionBias Of(IReadOnlyList<PairVerdict> pairs, Generator rng, int resamples = 2000)
    {
        if (pairs.Count == 0) throw new ArgumentException("Position bias needs at least one pair, got none.", nameof(pairs));
        var first = Bootstrap.Of(pairs.Count, rows =>
        {
            var (won, decided) = (0, 0);
            foreach (var row in rows)
            {
                var (forward, backward) = (pairs[row].Forward, pairs[row].Backward);
                Count(forward, Verdict.First, ref won, ref decided);
                Count(backward, Verdict.Second, ref won, ref decided);
            }

            return decided == 0 ? double.NaN : (double)won / decided;
        }, rng, resamples);
        var consistent = Bootstrap.Mean([.. pairs.Select(p => p.IsConsistent ? 1.0 : 0)], rng, resamples);
        return new(pairs.Count, first, consistent, pairs.Average(p => (p.Forward.IsReadable ? 0 : 0.5) + (p.Backward.IsReadable ? 0 : 0.5)));
    }

    private static void Count(Judged<Verdict> judged, Verdict shownFirst, ref int won, ref int decided)
    {
        if (!judged.IsReadable || judged.Value == Verdict.Tie) return;
        decided++;
        if (judged.Value == shownFirst) won++;
    }
}
