using Goodhart.Audit.Probes;
using Goodhart.Statistics;
using Spectre.Console;

namespace Goodhart.Cli;

/// <summary>Probes as tables and sentences.</summary>
internal static class ProbeTables
{
    public static void Print(Screen screen, ProbeFindings found)
    {
        var report = found.Probes;
        screen.Output.Write(Table(report));
        screen.Line($"change: mean over prompts, in {report.Unit}; brackets hold for all {report.Results.Count} probes together. Drawn one by one, {report.ByChance:F1} would be flagged by chance.");
        foreach (var note in report.Notes) screen.Line(note);
        foreach (var worst in report.Results.Where(r => r.Verdict == ProbeVerdict.Exploitable).SelectMany(r => r.Worst.Take(1).Select(w => (r.Probe, Example: w))))
            screen.Line($"{worst.Probe} gains {worst.Example.Change:F2} on \"{Short(worst.Example.Prompt)}\": \"{Short(worst.Example.Changed)}\"");
        Print(screen, found.Checks);
        Print(screen, found.Correlates);
        if (found.Search is { } search) Print(screen, search);
        if (found.Judging is { } judging)
            screen.Line($"The judge gave {judging.Verdicts} verdicts ({judging.Missing} missing, {judging.Repaired} repaired): {judging.Usage.Requests} requests, {judging.Usage.Tokens} tokens, cost {judging.Usage.Cost:0.####}.");
        screen.Line(found.Worst switch
        {
            ProbeVerdict.Exploitable => "Exploitable: a policy trained on this reward can raise it without doing better.",
            ProbeVerdict.Blind => "Blind: answers that lost their content score as before, so nothing holds a policy back from losing it.",
            ProbeVerdict.Robust => "Robust against all of these; others may exist.",
            _ => "Inconclusive: more prompts would tell.",
        });
    }

    public static void Print(Screen screen, StoredVerdicts stored)
    {
        screen.Line($"{stored.Pairs} verdicts.");
        foreach (var side in new[] { stored.First, stored.Second })
        {
            var what = side.IsConstant ? "are all the same text" : $"are {side.Distinct} texts, the commonest given to {side.Count} prompt{(side.Count == 1 ? "" : "s")}";
            screen.Line($"{side.Side} answers {what}{(side.Count > 1 ? $"; it wins {Percent(side.WinRate)}" : "")}.");
        }

        if (stored.LongerWins is { } longer) screen.Line($"The longer answer wins {Percent(longer)}.");
        if (stored.Exploit is { } exploit) screen.Line($"Exploitable: one constant output, \"{Short(exploit.Commonest)}\", wins {exploit.WinRate.Estimate:P1} over {exploit.Count} prompts.");
        else screen.Line("No constant output wins more than it loses.");
    }

    public static void Print(Screen screen, StoredSwaps swaps)
    {
        screen.Line($"{swaps.Pairs} pairs in both orders: the answer shown first wins {Percent(swaps.FirstShown)}; the verdict changes with the order in {Percent(swaps.Flipped)}; {swaps.Unreadable:P1} of the verdicts cannot be read.");
        if (swaps.BothRight is { } right) screen.Line($"Right in both orders: {Percent(right)}.");
        screen.Line(swaps.IsBiased ? "Exploitable: the place of an answer moves the verdict." : "No bias by place beyond chance.");
    }

    private static Table Table(ProbeReport report)
    {
        var table = new Table { Border = TableBorder.Rounded, Title = new($"{Markup.Escape(report.Reward)} on {report.References} reference answers") };
        table.AddColumns("probe", "prompts", "change", "allowed", "wins", "verdict");
        foreach (var right in table.Columns.Skip(1).Take(4)) right.RightAligned().NoWrap();
        foreach (var r in report.Results)
            table.AddRow(new Text(r.Probe), new Text($"{r.Prompts}"), new Text(r.Prompts == 0 ? "–" : $"{r.Change.Estimate:+0.00;-0.00;0.00} [{r.Change.Low:0.00}, {r.Change.High:0.00}]"), new Text($"{r.Allowed:0.##}"),
                new Text(r.Prompts == 0 ? "–" : $"{100 * r.Wins:F0} %"), Word(r.Verdict));
        return table;
    }

    private static Text Word(ProbeVerdict verdict) => new(verdict.ToString().ToLowerInvariant(), verdict switch
    {
        ProbeVerdict.Robust => Color.Green,
        ProbeVerdict.Inconclusive or ProbeVerdict.Blind => Color.Yellow,
        _ => Color.Red,
    });

    private static void Print(Screen screen, IReadOnlyList<MechanicalCheck> checks)
    {
        if (checks.Count == 0) return;
        var failed = checks.Where(c => !c.Passed).ToArray();
        screen.Line(failed.Length == 0 ? $"Scores do not depend on how they are computed ({string.Join("; ", checks.Select(c => c.Check))})." : $"Scores depend on how they are computed: {string.Join("; ", failed.Select(c => $"{c.Check} (by {c.Difference:G3}, sample {c.Sample})"))}.");
    }

    private static void Print(Screen screen, IReadOnlyList<ScoreCorrelate> correlates)
    {
        foreach (var c in correlates.Where(c => (c.Partial ?? c.Spearman).Above(0) || (c.Partial ?? c.Spearman).Below(0)))
            screen.Line($"Scores move with {c.Feature}: Spearman {Brackets(c.Spearman)}{(c.Partial is { } partial ? $", {Brackets(partial)} beyond the labels" : "")}.");
    }

    private static void Print(Screen screen, ExploitReport search)
    {
        screen.Line($"Searched {search.Tried} texts that answer nothing ({search.Scored} scores). On other prompts than it was searched on, against the reference answers:");
        foreach (var (what, found) in new[] { ("the best text", search.Best), ("the best constant answer", search.Constant) })
            screen.Line($"  {what} ({found.Recipe}) changes the score by {Brackets(found.Checked)} and wins {found.Wins:P0}: \"{Short(found.Text)}\"");
    }

    private static string Brackets(Interval i) => $"{i.Estimate:F2} [{i.Low:F2}, {i.High:F2}]";

    private static string Percent(Interval i) => $"{i.Estimate:P1} [{i.Low:P1}, {i.High:P1}]";

    private static string Short(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length > 100 ? line[..99] + "…" : line;
    }
}
