using System.Text;

namespace Goodhart.Audit;

/// <summary>Writes a report as one HTML file that needs nothing else: no script, no network, the same bytes for the same model.</summary>
public static class ReportWriter
{
    private static readonly string style = Style();

    /// <summary>Writes the report to a stream, which stays open.</summary>
    /// <exception cref="ArgumentException">A table, chart or map of the model does not fit together.</exception>
    public static void Write(ReportModel model, Stream stream) => stream.Write(Encoding.UTF8.GetBytes(Page(model).Text));

    /// <summary>Writes the report to a file, making its folder; a report that is there stays whole until the new one is complete.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(ReportModel model, string path)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var unfinished = $"{full}.{Environment.ProcessId}.unfinished";
        try
        {
            using (var file = File.Create(unfinished)) Write(model, file);
            File.Move(unfinished, full, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    // The policy makes the browser refuse scripts and every address but pictures within the page, should markup ever slip through.
    private static Markup Page(ReportModel model) => Markup.Of($"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'{(model.Sections.Any(s => s.HasPictures) ? "; img-src data:" : "")}">
        <title>{model.Title}</title><style>{new Markup(style)}</style></head><body><main>
        {Body(model)}</main></body></html>

        """);

    private static Markup Body(ReportModel model)
    {
        var ids = new Counter();
        return Markup.Join([
            Markup.Of($"""<header class="top"><h1>{model.Title}</h1><p class="lead">{model.Asked}</p></header>"""),
            Banner(model),
            model.Arms.Count == 0 ? Markup.None : ArmSection.Summary(model.Arms),
            Sections.Notes(model.Notes),
            .. model.Sections.Select(section => section.Title.Length == 0 ? section.Body : Sections.Headed(section.Title, section.Body)),
            Sections.Headed("What was set up", Sections.Facts(model.Setting)),
            Sections.Headed("What became of each arm", Markup.Join(model.Arms.Select(arm => ArmSection.Of(arm, ids)))),
            Sections.Headed("Where the policies spend their time", Sections.Maps(model.Maps)),
            Sections.Headed("What the score was made of", Sections.Charts(model.Parts, ids)),
            Sections.Headed("Further curves", Sections.Charts(model.Charts, ids)),
            Sections.Headed("Further numbers", Sections.Tables(model.Tables)),
            Sections.Headed("The paper's claim", Sections.Findings(model.Findings)),
            model.Arms.Count == 0 ? Markup.None : Sections.Headed("How to read the verdicts", Glossary()),
            Sections.Headed("How to reproduce", Reproduce(model)),
        ]);
    }

    private static Markup Banner(ReportModel model)
    {
        if (model.Arms.Count == 0) return Markup.None;
        var headline = Headline.Of([.. model.Arms.Select(arm => arm.Judgement)]);
        var verdict = headline.Verdict!.Value;
        return Markup.Of($"""<div class="banner {verdict.Name()}">{Badge.Icon(verdict)}<div><p class="title">{headline.Title}</p><p>{headline.Advice}</p></div></div>""");
    }

    private static Markup Glossary() => Markup.Of($"""
        <dl class="glossary">
        <dt>{Badge.Of(Verdict.Improving)}</dt><dd>What was wanted rose.</dd>
        <dt>{Badge.Of(Verdict.Stalled)}</dt><dd>No material change in what was wanted, or a training that failed by both measures.</dd>
        <dt>{Badge.Of(Verdict.OverOptimised)}</dt><dd>No worse than at the start, but past the best point: what was wanted fell while the score kept rising.</dd>
        <dt>{Badge.Of(Verdict.Hacked)}</dt><dd>The score rose and what was wanted ended below where it started.</dd>
        <dt>{Badge.Of(Verdict.NotMeasurable)}</dt><dd>The evidence does not allow a verdict.</dd></dl>
        <p class="caption">A change counts when its 95 % interval excludes zero and it is at least a small share of how much episodes of the base differ. What was wanted was measured by a reward that training never saw.</p>
        """);

    private static Markup Reproduce(ReportModel model) => Markup.Of($"""
        <pre>{model.Command}</pre>{Sections.Facts(model.Options)}
        {(model.Seeds.Count == 0 ? Markup.None : Sections.Facts([new("Seeds", string.Join(", ", model.Seeds))]))}{Sections.Facts(model.Versions)}
        """);

    private static string Style()
    {
        using var stream = typeof(ReportWriter).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
