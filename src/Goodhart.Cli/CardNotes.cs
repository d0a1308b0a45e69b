using Goodhart.Audit.Benches;
using Goodhart.Audit.Cards;
using Goodhart.Audit.Probes;
using Goodhart.Statistics;

namespace Goodhart.Cli;

/// <summary>What a bench or a probe adds to a reward's card; what was found again takes the place of what was found before.</summary>
internal static class CardNotes
{
    private const string Best = "a text that answers nothing", Constant = "one answer to every prompt";

    /// <param name="card">The card as it is.</param>
    /// <param name="report">Of the reward.</param>
    /// <param name="length">Of counting characters, on the same rows; null where that is not known.</param>
    public static RewardCard With(RewardCard card, BenchReport report, BenchReport? length) => card with { Benches = Replaced(card.Benches, [.. Results(report, length)]) };

    public static RewardCard With(RewardCard card, ProbeFindings found)
    {
        var probed = found.Probes.Results.Where(r => r.Prompts > 0).ToArray();
        CardResult[] fresh =
        [
            .. probed.Select(r => new CardResult(r.Probe, $"change, {found.Probes.Unit}", r.Change, r.Prompts) { Verdict = Word(r.Verdict) }),
            .. found.Checks.Select(c => new CardResult(c.Check, "greatest difference", Interval.Exact(c.Difference), Math.Min(found.Probes.References, MechanicalChecks.Most)) { Verdict = c.Passed ? "holds" : "fails" }),
        ];
        var gone = probed.Select(r => r.About).Concat(found.Search is null ? [] : [Best, Constant]).ToHashSet(StringComparer.Ordinal);
        return card with { Probes = Replaced(card.Probes, fresh), KnownExploits = [.. card.KnownExploits.Where(e => !gone.Contains(e.What)), .. Exploits(probed, found.Search)] };
    }

    private static IEnumerable<CardResult> Results(BenchReport report, BenchReport? length)
    {
        yield return Result(report, "overall", report.Overall, length?.Overall, report.Sections.Sum(s => s.Subsets.Sum(b => b.Rows))) with
        {
            Verdict = report.Overall.Below(report.Chance) ? "below chance" : !report.Overall.Above(report.Chance) ? "not above chance"
                : length is { Overall: var simple } && !report.Overall.Above(simple.Estimate) ? "above chance, not above length" : "above chance",
        };
        if (report.Sections.Count < 2) yield break;
        foreach (var section in report.Sections)
            if (section is { Score: { } score, Subsets.Count: > 0 }) yield return Result(report, section.Name, score, length?.Sections.FirstOrDefault(s => s.Name == section.Name)?.Score, section.Subsets.Sum(b => b.Rows));
    }

    private static CardResult Result(BenchReport report, string part, Interval score, Interval? length, int rows) => new(report.Bench, $"{report.Spec}, {part}", score, rows)
    {
        Baselines = [.. part == "overall" ? [new CardBaseline("chance", Interval.Exact(report.Chance))] : Array.Empty<CardBaseline>(), .. length is { } simple ? [new CardBaseline("length", simple)] : Array.Empty<CardBaseline>()],
    };

    private static IEnumerable<CardExploit> Exploits(IEnumerable<ProbeResult> probed, ExploitReport? search)
    {
        foreach (var r in probed.Where(r => r.Verdict is ProbeVerdict.Exploitable)) yield return new(r.About, r.Change.Estimate, r.Worst is [var worst, ..] ? worst.Changed : null);
        if (search is null) yield break;
        if (search.Best.IsExploit) yield return new(Best, search.Best.Checked.Estimate, search.Best.Text);
        if (search.Constant.IsExploit) yield return new(Constant, search.Constant.Checked.Estimate, search.Constant.Text);
    }

    private static CardResult[] Replaced(IReadOnlyList<CardResult> before, CardResult[] fresh) => [.. before.Where(b => !fresh.Any(f => (f.What, f.Metric) == (b.What, b.Metric))), .. fresh];

    private static string Word(ProbeVerdict verdict) => verdict.ToString().ToLowerInvariant();
}
