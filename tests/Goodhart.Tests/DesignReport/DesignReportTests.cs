using System.Text;
using System.Xml.Linq;
using Goodhart.Audit;
using Goodhart.Design;

namespace Goodhart.Tests;

public sealed class DesignReportTests
{
    private const string First = "double Reward(Obs before, Act action, Obs after, Parts parts)\n{\n    const double scale = 2;\n    parts[\"near\"] = after.X / scale;\n    return after.X / scale;\n}";
    private static readonly string second = First.Replace("scale = 2", "scale = 4", StringComparison.Ordinal);

    [Fact]
    public void The_page_shows_tree_program_changes_scores_and_failures()
    {
        var page = Page(Run(), Options);
        Assert.Contains("Candidate 1.2.1 was picked.", page, StringComparison.Ordinal);
        Assert.Contains("1.1.1 → 1.2.1", page, StringComparison.Ordinal);
        Assert.Contains("scale: 2 to 4 (×2)", page, StringComparison.Ordinal);
        Assert.Contains("""<span class="row added"><span class="no">+</span>    const double scale = 4;</span>""", page, StringComparison.Ordinal);
        Assert.Contains("""<span class="no">6</span>}""", page, StringComparison.Ordinal);
        Assert.Contains("RP0102", page, StringComparison.Ordinal);
        Assert.Equal(1, Count(page, "class=\"edge path\" d=\"M") - 1);   // one edge, one in the legend
        Assert.Equal(1, Count(page, "<circle class=\"failed\"") - 1);
        Assert.Equal(1, Count(page, "<path class=\"flag\"") - 1);
        Assert.Contains("human reward", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_is_self_contained_and_escapes_what_is_not_ours()
    {
        var page = Page(Run("reach <script>alert(1)</script> & the goal"), Options with { Films = [new("a \"film\"", new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 1 })] });
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("img-src data:", page, StringComparison.Ordinal);
        Assert.Contains("src=\"data:image/png;base64,iVBORwE=\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", page.Replace("http://www.w3.org", "", StringComparison.Ordinal), StringComparison.Ordinal);
        foreach (var svg in page.Split("<svg").Skip(1)) XElement.Parse("<svg" + svg[..(svg.IndexOf("</svg>", StringComparison.Ordinal) + 6)]);
    }

    [Fact]
    public void A_run_that_was_killed_is_shown_as_far_as_it_came()
    {
        var page = Page([.. Run().TakeWhile(e => e is not LineageEntry.Evaluated)], Options);
        Assert.Contains("The design has not ended", page, StringComparison.Ordinal);
        Assert.DoesNotContain("On fresh seeds", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_a_program_says_so()
    {
        LineageEntry[] entries = [Run()[0], Failed("1.1.1"), new LineageEntry.Ended(null, "No program ran: 1 of 1 failed.")];
        var page = Page(entries, Options);
        Assert.Contains("No program came out of this design.", page, StringComparison.Ordinal);
        Assert.Contains("No program ran: 1 of 1 failed.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("'started'", Assert.Throws<ArgumentException>(() => DesignReport.Of([], Options)).Message, StringComparison.Ordinal);
        Assert.Contains("is no PNG", Assert.Throws<ArgumentException>(() => new DesignFilm("film", new byte[] { 1, 2, 3 })).Message, StringComparison.Ordinal);
    }

    private static DesignReportOptions Options => new() { Command = "goodhart design", Baselines = [new("human reward", new(0.4, 0.3, 0.5)) { IsHuman = true }] };

    private static LineageEntry[] Run(string task = "reach the goal") =>
    [
        new LineageEntry.Started(1, "evolve", "key-door", task, "Q-learning", "0", new(Samples: 2, Rounds: 2)),
        new LineageEntry.Written("1.1.1", "drawn", [], "a", First, ["near"], null),
        new LineageEntry.Written("1.1.2", "drawn", [], "b", First, ["near"], null),
        Trained("a", 0.5), Trained("b", 0.1),
        new LineageEntry.Flagged("1.1.2", "hacked: the reward rose"),
        new LineageEntry.RoundEnded(new("1.1", "1.1.1", 0.5, "1.1.1", 0.5, 1, null, 20)),
        new LineageEntry.Written("1.2.1", "mutation of 1.1.1", ["1.1.1"], "c", second, ["near"], null),
        Failed("1.2.2"),
        Trained("c", 0.8),
        new LineageEntry.Evaluated(new("1.2.1", 0.8, new(0.7, 0.6, 0.8), new(0.7, 0.6, 0.8), [0.7, 0.7], 0.5, null, null)),
        new LineageEntry.Ended("1.2.1", "Candidate 1.2.1 reaches 0.7."),
    ];

    private static LineageEntry.Written Failed(string id) =>
        new(id, "drawn", [], "x" + id, "nothing", [], new(FailureKind.Refused, "line 1: no (RP0102)", [new("RP0102", SandboxLayer.Api, 1, 1, "no")]));

    private static LineageEntry.Trained Trained(string program, double fitness) => new(program, "Q-learning", Generator.Derive(1, 1), null,
        new(fitness, fitness, null, [new(Outcome.TaskScore, [10, 20], [0, fitness]), new("near", [10, 20], [1, 2])], null, Judge.NotMeasurable("program", "a test"), 20), null, 0.1);

    private static string Page(IReadOnlyList<LineageEntry> lineage, DesignReportOptions options)
    {
        using var stream = new MemoryStream();
        ReportWriter.Write(DesignReport.Of(lineage, options), stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
