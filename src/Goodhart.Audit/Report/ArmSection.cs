namespace Goodhart.Audit;

/// <summary>The card of one arm: verdict, reason, numbers, curves.</summary>
internal static class ArmSection
{
    /// <param name="ids">Numbers the plots of the page.</param>
    public static Markup Of(ArmReport arm, Counter ids)
    {
        var judgement = arm.Judgement;
        return Markup.Of($"""
            <section class="card {judgement.Verdict.Name()}"><header><h3>{judgement.Arm}</h3>{Badge.Of(judgement.Verdict)}</header>
            <p class="what">{arm.What}</p><p class="reason">{judgement.Reason.Replace(" %", "\u00a0%")}</p>
            {Markup.Join(judgement.Notes.Select(note => Markup.Of($"""<p class="note">{note}</p>""")))}
            {(arm.Evidence is { Path.Count: > 0 } evidence ? Evidence(arm, evidence, ids) : Markup.None)}</section>
            """);
    }

    /// <summary>One row per arm.</summary>
    public static Markup Summary(IReadOnlyList<ArmReport> arms) => Markup.Of($"""
        <div class="scroll"><table><thead><tr><th>Arm</th><th>Verdict</th><th class="num">What was wanted</th><th class="num">Change</th><th class="num">Score trained on</th><th class="num">Distance</th></tr></thead><tbody>
        {Markup.Join(arms.Select(Row))}</tbody></table></div>
        """);

    private static Markup Row(ArmReport arm)
    {
        var last = arm.Evidence is { Path.Count: > 0 } evidence ? evidence.Path[^1] : null;
        return Markup.Of($"""
            <tr><th scope="row">{arm.Judgement.Arm}</th><td>{Badge.Of(arm.Judgement.Verdict)}</td><td class="num">{(last is null ? "" : Say.Number(last.True.Estimate))}</td>
            <td class="num">{Say.Signed(arm.Judgement.TrueChange.Estimate)}</td><td class="num">{(last is null ? "" : Say.Number(last.Proxy.Estimate))}</td><td class="num">{(last is null ? "" : Say.Number(last.Distance))}</td></tr>
            """);
    }

    private static Markup Evidence(ArmReport arm, ArmEvidence evidence, Counter ids)
    {
        var curve = OverOptimisationCurve.Of(evidence, new Generator(1));
        return Markup.Of($"""
            <dl class="facts">{Markup.Join(Facts(arm.Judgement, evidence))}</dl>
            {(curve.Points.Count > 2 ? Curves(arm.Judgement, curve, ids) : Markup.None)}
            {(arm.ProgressName is { } name && evidence.Path.Count > 2 ? Training(evidence, name, ids) : Markup.None)}
            """);
    }

    private static IEnumerable<Markup> Facts(Judgement judgement, ArmEvidence evidence)
    {
        var last = evidence.Path[^1];
        yield return Fact("What was wanted", $"{Say.Value(evidence.Base.True.Value)} → {Say.Value(last.True.Value)}");
        yield return Fact("Score it was trained on", $"{Say.Value(evidence.Base.Proxy.Value)} → {Say.Value(last.Proxy.Value)}");
        yield return Fact("Distance from the base", $"{Say.Number(last.Distance)}, {evidence.DistanceName}");
        if (judgement.Peak is { } peak) yield return Fact("Best point", $"{peak.Label}: {Say.Number(peak.True.Estimate)}");
        if (judgement.Bound is { } bound) yield return Fact("Promised by the score alone", $"at least {Say.Number(bound.Estimate)}");
        if (evidence.Correlation.IsMeasurable) yield return Fact("Correlation under the base", $"r = {Say.Value(evidence.Correlation.Step)}");
    }

    public static Markup Fact(string name, string value) => Markup.Of($"""<div><dt>{name}</dt><dd>{value}</dd></div>""");

    private static Markup Curves(Judgement judgement, OverOptimisationCurve curve, Counter ids)
    {
        double[] d = [.. curve.Points.Select(p => p.Distance)];
        var axis = $"Distance from the base: {curve.DistanceName}";
        PanelMark[] marks = judgement.Peak is { } peak && double.IsFinite(peak.Distance) && judgement.Verdict is Verdict.Hacked or Verdict.OverOptimised
            ? [new(judgement.Peak!.Distance, judgement.Peak.True.Estimate, "best point", Ink.True)] : [];
        return Markup.Of($"""
            <div class="pair">{Figure(Of("Score it was trained on", axis, d, curve.Points, p => p.Proxy, Ink.Proxy, true) with { IsDistance = true }, ids)}
            {Figure(Of("What was wanted", axis, d, curve.Points, p => p.True, Ink.True, false) with { IsDistance = true, Marks = marks }, ids)}</div>
            <p class="caption">{curve.Explanation}{Fitted(curve)}{(curve.Unplaced.Count > 0 ? $" {curve.Unplaced.Count} checkpoints at infinite distance are not drawn." : "")} The thin dotted line is the base.</p>
            """);
    }

    private static string Fitted(OverOptimisationCurve curve) => curve is { Fit: { RSquared: >= 0.8 } fit, FittedTurn: { } turn }
        ? $" The law d·(α − β·{(fit.Form == GoldForm.Linear ? "d" : "log d")}) explains {Say.Percent(fit.RSquared)} of it and turns at {Say.Number(turn.Estimate)}." : "";

    private static Markup Training(ArmEvidence evidence, string name, Counter ids)
    {
        double[] at = [.. evidence.Path.Select(p => p.Progress)];
        return Markup.Of($"""
            <details><summary>Over training</summary><div class="pair">{Figure(Of("Score it was trained on", name, at, evidence.Path, p => p.Proxy, Ink.Proxy, true) with { Reference = evidence.Base.Proxy.Estimate }, ids)}
            {Figure(Of("What was wanted", name, at, evidence.Path, p => p.True, Ink.True, false) with { Reference = evidence.Base.True.Estimate }, ids)}</div></details>
            """);
    }

    private static Panel Of(string title, string axis, double[] x, IReadOnlyList<Checkpoint> points, Func<Checkpoint, Measured> of, Ink ink, bool dashed)
    {
        Measured[] values = [.. points.Select(of)];
        var line = new PanelLine(title, x, [.. values.Select(v => v.Estimate)], ink, [.. values.Select(v => v.Value.Low)], [.. values.Select(v => v.Value.High)], dashed);
        return new(title, axis, "mean per step", [line]) { Reference = values[0].Estimate };
    }

    private static Markup Figure(Panel panel, Counter ids) => Markup.Of($"""
        <figure><figcaption><span class="swatch {panel.Lines[0].Ink.ToString().ToLowerInvariant()}"></span>{panel.Title}</figcaption>{PanelSvg.Draw(panel, ids.Next())}</figure>
        """);
}

/// <summary>Counts 1, 2, 3 … so that ids on a page do not collide.</summary>
internal sealed class Counter
{
    private int last;

    public int Next() => ++last;
}
