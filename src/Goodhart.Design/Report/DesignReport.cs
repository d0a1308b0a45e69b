using System.Globalization;
using Goodhart.Audit;
using Goodhart.Statistics;

namespace Goodhart.Design;

/// <summary>Another reward's fitness on the same fresh seeds, to compare with.</summary>
/// <param name="Name">"human reward", "sparse reward".</param>
/// <param name="Fitness">Mean with its interval.</param>
public sealed record DesignBaseline(string Name, Interval Fitness)
{
    /// <summary>Whether it is the reward a person wrote, which the plot over rounds shows as a line.</summary>
    public bool IsHuman { get; init; }
}

/// <summary>A picture of what a policy does: a film or a strip.</summary>
/// <param name="Caption">What to see in it.</param>
/// <param name="Png">The bytes of a PNG file, animated or not.</param>
public sealed record DesignFilm(string Caption, ReadOnlyMemory<byte> Png)
{
    /// <exception cref="ArgumentException">The bytes are no PNG.</exception>
    public ReadOnlyMemory<byte> Png { get; init; } = Png.Span.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G'])
        ? Png : throw new ArgumentException($"The picture '{Caption}' is no PNG: its first bytes are not 89 50 4E 47.", nameof(Png));
}

/// <summary>What a lineage cannot tell.</summary>
public sealed record DesignReportOptions
{
    /// <summary>The command that makes this run again.</summary>
    public required string Command { get; init; }

    public IReadOnlyList<DesignBaseline> Baselines { get; init; } = [];

    public IReadOnlyList<DesignFilm> Films { get; init; } = [];

    /// <summary>Versions of the library, the runtime, the system, the commit.</summary>
    public IReadOnlyList<Fact> Versions { get; init; } = [];
}

/// <summary>The picture of a design run: from its lineage to a page.</summary>
public static class DesignReport
{
    /// <summary>The report of a run, ended or not, for <see cref="ReportWriter"/>.</summary>
    /// <exception cref="ArgumentException">The lineage does not begin with what was asked for.</exception>
    public static ReportModel Of(IReadOnlyList<LineageEntry> lineage, DesignReportOptions options)
    {
        var history = new DesignHistory(lineage);
        var failures = DesignSections.Failures(history);
        return new()
        {
            Title = $"A reward for {history.Started.World}",
            Asked = history.Started.Task,
            Command = options.Command,
            Sections = [.. Sections(history, options).Where(s => s.Body.Text.Trim().Length > 0)],
            Notes = history.Notes,
            Setting = [new("World", history.Started.World), new("Training", history.Started.Training), new("Written by", history.Started.Designer), .. Spent(history)],
            Tables = failures is null ? [] : [failures],
            Options = Options(history.Started.Options),
            Seeds = [history.Started.Options.Seed],
            Versions = options.Versions,
        };
    }

    private static IEnumerable<ReportSection> Sections(DesignHistory history, DesignReportOptions options)
    {
        var ids = new Counter();
        yield return new("", DesignSections.Banner(history));
        if (history.Finalists.Count > 0)
            yield return new("On fresh seeds", Markup.Join([ForestSvg.Draw(Rows(history, options), "fitness, the highest along a training"), DesignSections.Verdicts(history)]));
        if (history.Best is { } best)
            yield return new("The reward", Markup.Join([Markup.Of($"""<p class="what">Candidate {best.Id}, {best.Written.Origin}.</p>"""), ProgramHtml.Numbered(best.Written.Text)]));
        yield return new("What its policy does", DesignSections.Films(options.Films), pictures: options.Films.Count > 0);
        yield return new("How it was found", history.Nodes.Count == 0 ? Markup.None : Markup.Join([TreeSvg.Draw(history),
            Markup.Of($"""<div class="pair">{DesignSections.Progress(history, options.Baselines.FirstOrDefault(b => b.IsHuman)?.Fitness.Estimate, ids)}</div>""")]));
        yield return new("What each step changed", DesignSections.Steps(history));
        DesignNode[] drawn = [.. history.Finalists.Select(f => history.Find(f.Candidate)).OfType<DesignNode>()];
        yield return new("Along the training of the finalists", Markup.Join(drawn.Select(n => DesignSections.Curves(n, ids))));
    }

    private static ForestRow[] Rows(DesignHistory history, DesignReportOptions options) =>
    [
        .. history.Finalists.Select(f => new ForestRow($"candidate {f.Candidate}{(f.Candidate == history.Ended?.Picked ? ", picked" : "")}", f.Fresh, f.Search)),
        .. options.Baselines.Select(b => new ForestRow(b.Name, b.Fitness, null)),
    ];

    private static IEnumerable<Fact> Spent(DesignHistory history)
    {
        var ran = history.Nodes.Count(n => n.Failure is null);
        yield return new("Programs", $"{history.Nodes.Count} written, {ran} ran");
        yield return new("Trainings", $"{history.Trainings.Count}, {history.Trainings.Sum(t => t.Outcome?.Steps ?? 0).ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u2009')} steps, {Say.Number(history.Trainings.Sum(t => t.Seconds))} s");
        if (history.Replies > 0) yield return new("Replies of a language model", history.Replies.ToString(CultureInfo.InvariantCulture));
    }

    private static Fact[] Options(DesignOptions options) =>
    [
        new("Programs per round", $"{options.Samples}"), new("Rounds", $"{options.Rounds}"), new("Searches", $"{options.Restarts}"),
        new("Finalists", $"{options.Finalists}"), new("Fresh seeds", $"{options.FreshSeeds}"), new("Hopeless trainings given up", options.GiveUp ? "yes" : "no"),
    ];
}
