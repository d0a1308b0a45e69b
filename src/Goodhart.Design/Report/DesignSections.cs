using Goodhart.Audit;
using Goodhart.Design.Evolution;

namespace Goodhart.Design;

/// <summary>The sections of a design's report.</summary>
internal static class DesignSections
{
    private static readonly Ink[] inks = [Ink.First, Ink.Second, Ink.Third, Ink.Fourth, Ink.Fifth, Ink.Sixth];

    public static Markup Banner(DesignHistory history)
    {
        var flagged = history.Best is { Flag: not null };
        var (tone, verdict, title) = history switch
        {
            { Best: null } => ("not-measurable", Verdict.NotMeasurable, "No program came out of this design."),
            { Ended: null } => ("stalled", Verdict.Stalled, "The design has not ended; this is how far it is."),
            _ when flagged => ("hacked", Verdict.Hacked, $"Candidate {history.Best.Id} was picked, but the audit objects to it."),
            _ => ("improving", Verdict.Improving, $"Candidate {history.Best!.Id} was picked."),
        };
        return Markup.Of($"""
            <div class="banner {tone}">{Badge.Icon(verdict)}<div><p class="title">{title}</p><p>{history.Ended?.Words ?? $"{history.Nodes.Count} programs so far."}</p></div></div>
            """);
    }

    /// <summary>Every candidate's fitness as a dot, the best of each round and the best so far as lines.</summary>
    public static Markup Progress(DesignHistory history, double? human, Counter ids)
    {
        if (history.Rounds.Count == 0) return Markup.None;
        var nodes = history.Nodes.Where(n => n.Outcome is not null).Select(n => (Round: history.Rounds.ToList().IndexOf(n.Round) + 1.0, n.Fitness)).ToArray();
        double[] rounds = [.. nodes.Select(n => n.Round).Distinct().Order()];
        double[] best = [.. rounds.Select(r => nodes.Where(n => n.Round == r).Max(n => n.Fitness))];
        double[] sofar = [.. rounds.Select(r => nodes.Where(n => n.Round <= r).Max(n => n.Fitness))];
        var panel = new Panel("Fitness over rounds", "round", "fitness", [
            new("every candidate", [.. nodes.Select(n => n.Round)], [.. nodes.Select(n => n.Fitness)], Ink.Reference, Joined: false),
            new("best of the round", rounds, best, Ink.First), new("best so far", rounds, sofar, Ink.Second, Dashed: true, Markers: false)])
        { Reference = human };
        return Markup.Of($"""
            <figure><figcaption>Fitness over rounds</figcaption>{PanelSvg.Draw(panel, ids.Next())}
            {Keys(panel)}<p class="caption">{(human is null ? "" : "The thin dotted line is the human reward on fresh seeds. ")}Search-time fitness is the highest along one training, and the best of many: too high.</p></figure>
            """);
    }

    /// <summary>A finalist's components and fitness along its training.</summary>
    public static Markup Curves(DesignNode node, Counter ids)
    {
        if (node.Outcome is not { } outcome) return Markup.None;
        TrackedCurve[] parts = [.. outcome.Curves.Where(c => node.Written.Components.Contains(c.Name) && c.Values.Count > 0)];
        // More than six lines are no picture: the widest are shown.
        TrackedCurve[] widest = [.. parts.OrderByDescending(c => c.Values.Max() - c.Values.Min()).Take(inks.Length)];
        Panel[] panels =
        [
            Panel("What was wanted", "fitness per episode", [.. outcome.Curves.Where(c => c.Name == Outcome.TaskScore)], [Ink.True]),
            Panel("What the reward was made of", "mean per episode", widest, inks),
        ];
        return Markup.Of($"""
            <h3>{node.Id}</h3><div class="pair">{Markup.Join(panels.Where(p => p.Lines.Count > 0).Select(p => Markup.Of($"""<figure><figcaption>{p.Title}</figcaption>{PanelSvg.Draw(p, ids.Next())}{(p.Lines.Count > 1 ? Keys(p) : Markup.None)}</figure>""")))}</div>
            <p class="caption">{(parts.Length > widest.Length ? $"{parts.Length - widest.Length} components that moved less are not drawn. " : "")}</p>
            """);
    }

    /// <summary>From the first ancestor to the picked program, what each step changed.</summary>
    public static Markup Steps(DesignHistory history)
    {
        if (history.Path.Count < 2) return Markup.None;
        return Markup.Of($"""<ol class="steps">{Markup.Join(history.Path.Zip(history.Path.Skip(1), (from, to) => Step(from, to, open: to == history.Best)))}</ol>""");
    }

    private static Markup Step(DesignNode from, DesignNode to, bool open)
    {
        var difference = ProgramDifference.Between(from.Written.Text, to.Written.Text);
        return Markup.Of($"""
            <li><h3>{from.Id} → {to.Id}</h3><p class="what">{to.Written.Origin}; fitness {Say.Number(from.Fitness)} → {Say.Number(to.Fitness)}</p>
            <ul class="changes">{Markup.Join(difference.Words().Split('\n').Select(w => Markup.Of($"<li>{w}</li>")))}</ul>
            <details{new Markup(open ? " open" : "")}><summary>Line by line</summary>{ProgramHtml.Difference(difference.Lines)}</details></li>
            """);
    }

    public static Markup Verdicts(DesignHistory history) => history.Finalists.Count == 0 ? Markup.None : Markup.Of($"""
        <div class="scroll"><table><thead><tr><th>Candidate</th><th>Verdict</th><th class="num">Fresh seeds</th><th class="num">At the end</th><th class="num">Search</th><th class="num">Gap</th><th class="num">r with human</th></tr></thead><tbody>
        {Markup.Join(history.Finalists.Select(f => Judged(history, f)))}</tbody></table></div>
        {Markup.Join(history.Finalists.Where(f => (f.Flag ?? f.Failure?.Message) is not null).Select(f => Markup.Of($"""<p class="note">{f.Candidate}: {f.Flag ?? f.Failure!.Message}</p>""")))}
        """);

    private static Markup Judged(DesignHistory history, Finalist finalist)
    {
        var judged = history.Find(finalist.Candidate)?.Outcome?.Judgement.Verdict ?? Verdict.NotMeasurable;
        return Markup.Of($"""
            <tr><th scope="row">{finalist.Candidate}{(finalist.Candidate == history.Ended?.Picked ? " (picked)" : "")}</th><td>{Badge.Of(judged)}</td><td class="num">{Say.Value(finalist.Fresh)}</td><td class="num">{Say.Number(finalist.Last.Estimate)}</td>
            <td class="num">{Say.Number(finalist.Search)}</td><td class="num">{Say.Signed(finalist.Gap)}</td><td class="num">{(finalist.HumanCorrelation is { } r ? Say.Number(r) : "")}</td></tr>
            """);
    }

    /// <summary>Failures by diagnostic, the most frequent first; null where every program ran.</summary>
    public static ReportTable? Failures(DesignHistory history)
    {
        var groups = history.Nodes.Where(n => n.Failure is not null).GroupBy(n => n.Failure!.Mistake).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).ToArray();
        return groups.Length == 0 ? null : new("Programs that did not run", ["Mistake", "Programs", "As in", "It says"],
            [.. groups.Select(g => (IReadOnlyList<string>)[g.Key, g.Count().ToString(), g.First().Id, g.First().Failure!.Message.Split('\n')[0]])]);
    }

    public static Markup Films(IReadOnlyList<DesignFilm> films) => films.Count == 0 ? Markup.None : Markup.Of($"""
        <div class="films">{Markup.Join(films.Select(f => Markup.Of($"""<figure><img alt="{f.Caption}" src="data:image/png;base64,{Convert.ToBase64String(f.Png.Span)}"><p class="caption">{f.Caption}</p></figure>""")))}</div>
        """);

    private static Panel Panel(string title, string unit, TrackedCurve[] curves, Ink[] inks) => new(title, "environment steps", unit,
        [.. curves.Select((c, k) => new PanelLine(c.Name, [.. c.Steps.Select(s => (double)s)], c.Values, inks[k % inks.Length], Dashed: k % 2 == 1))]);

    private static Markup Keys(Panel panel) => Markup.Of($"""
        <p class="legend">{Markup.Join(panel.Lines.Select(l => Markup.Of($"""<span class="key"><span class="swatch {l.Ink.ToString().ToLowerInvariant()}{(l.Dashed ? " dashed" : l.Joined ? "" : " dots")}"></span>{l.Name}</span>""")))}</p>
        """);
}
