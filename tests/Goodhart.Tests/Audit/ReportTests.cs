using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Goodhart.Audit;
using Goodhart.Statistics;

namespace Goodhart.Tests;

public sealed partial class ReportTests
{
    private const string Hostile = "<script>alert(1)</script>\"'><img src=x onerror=y>&\u202e\u0000";

    [Fact]
    public void Report_ShowsVerdictReasonCurvesMapsAndCommand()
    {
        var html = Html(Model("PPO"));
        foreach (var shown in new[]
        {
            "<h1>Study</h1>", "was it wanted?", "The reward was hacked.", ">hacked</span>", "but what was wanted fell", "best point", "Share of time",
            "What the score was made of", "The paper&#39;s claim", "goodhart run", "minimum effect", "Seeds", "1, 2, 3", "Suggested stop: step 1",
        })
            Assert.Contains(shown, html);
    }

    [Fact]
    public void Report_NeedsNothingFromOutside()
    {
        var html = Html(Model("PPO"));
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", html);
        Assert.DoesNotMatch("(src|href|url\\()\\s*=?\\s*[\"']?(https?:|//|data:|file:)", html);
        Assert.All(Urls().Matches(html), url => Assert.StartsWith("#p", url.Groups[1].Value));
        Assert.Contains("default-src 'none'", html);
    }

    [Fact]
    public void Report_EscapesWhateverComesFromOutside()
    {
        var html = Html(Model(Hostile));
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html);
        Assert.DoesNotContain('\u202e', html);
        Assert.DoesNotContain('\u0000', html);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&gt;&lt;img src=x onerror=y&gt;&amp;", html);
        Assert.All(Svgs(html), svg => Assert.DoesNotContain(svg.DescendantsAndSelf().Attributes(), a => a.Name.LocalName.StartsWith("on", StringComparison.Ordinal)));
    }

    [Fact]
    public void Report_Svgs_AreWellFormed_WithUniqueIds_AndWordsAsText()
    {
        var html = Html(Model("PPO"));
        XElement[] svgs = [.. Svgs(html)];
        string[] ids = [.. svgs.SelectMany(svg => svg.Descendants()).Attributes("id").Select(a => a.Value)];
        Assert.NotEmpty(ids);
        Assert.Equal(ids.Length, ids.Distinct().Count());
        string[] used = [.. Urls().Matches(html).Select(m => m.Groups[1].Value[1..])];
        Assert.All(used, id => Assert.Contains(id, ids));
        var words = svgs.SelectMany(svg => svg.Descendants().Where(e => e.Name.LocalName == "text")).Select(e => e.Value).ToArray();
        Assert.Contains("Distance from the base: √χ² (occupancy)", words);
        Assert.All(svgs.SelectMany(svg => svg.Descendants().Where(e => e.Name.LocalName == "text")), e => Assert.Null(e.Attribute("font-family")));
    }

    [Fact]
    public void Report_Colours_AreVariables_SetForLightAndDark()
    {
        var html = Html(Model("PPO"));
        Assert.All(Svgs(html), svg => Assert.DoesNotContain('#', string.Concat(svg.DescendantsAndSelf().Attributes().Where(a => a.Name.LocalName is "fill" or "stroke").Select(a => a.Value))));
        var style = html[html.IndexOf("<style>", StringComparison.Ordinal)..html.IndexOf("</style>", StringComparison.Ordinal)];
        var dark = style[style.IndexOf("prefers-color-scheme: dark", StringComparison.Ordinal)..];
        foreach (var name in Variables().Matches(html).Select(m => m.Groups[1].Value).Distinct().Where(name => name != "--tone"))
        {
            Assert.Contains($"{name}:", style[..style.IndexOf("@media", StringComparison.Ordinal)]);
            Assert.Contains($"{name}:", dark);
        }
    }

    [Fact]
    public void Report_SameModel_SameBytes() => Assert.Equal(Html(Model("PPO")), Html(Model("PPO")));

    [Fact]
    public void Report_WithoutArms_LeavesTheEmptySectionsOut()
    {
        var html = Html(new() { Title = "Page", Asked = "?", Command = "goodhart papers run x" });
        foreach (var absent in new[] { "What became", "How to read", "Where the policies", "class=\"banner", "<table" }) Assert.DoesNotContain(absent, html);
    }

    [Fact]
    public void Report_OfInfiniteDistancesAndUnmeasurableArms_IsWritten()
    {
        var evidence = Evidences.Path((1, 1), (2, 1.2), (3, 0.3), (4, 0.2));
        evidence = evidence with { MassOutside = 0.5, Path = [evidence.Path[0], evidence.Path[1], evidence.Path[2] with { Distance = double.PositiveInfinity }] };
        var nothing = evidence with { Arm = "nothing", Path = [] };
        var html = Html(new() { Title = "t", Asked = "a", Command = "c", Arms = [new("x", Judge.Decide(evidence), evidence), new("y", Judge.Decide(nothing), nothing)] });
        Assert.Contains("∞, √χ² (occupancy)", html);
        Assert.Contains("1 checkpoints at infinite distance are not drawn", html);
        Assert.Contains("not measurable</span>", html);
        Assert.DoesNotContain("NaN", html);
    }

    [Theory]
    [InlineData("Series 'total' of chart 'parts' has 2 x, 1 y")]
    [InlineData("A row of table 'numbers' has 1 cells, expected 2.")]
    [InlineData("Map 'base' has 2 × 2 cells, 3 masses and 4 walls.")]
    public void Report_OfWhatDoesNotFit_SaysWhich(string message)
    {
        var model = new ReportModel { Title = "t", Asked = "a", Command = "c" };
        model = message[0] switch
        {
            'S' => model with { Parts = [new("parts", "x", "y", [new("total", [1, 2], [1])])] },
            'A' => model with { Tables = [new("numbers", ["a", "b"], [["1"]])] },
            _ => model with { Maps = [new("base", 2, 2, [1, 0, 0], [false, false, false, false], [])] },
        };
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => Html(model)).Message);
    }

    [Fact]
    public void Report_ToAFile_MakesTheFolder_AndKeepsTheOldOneWhenTheNewFails()
    {
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var path = Path.Combine(folder, "deep", "report.html");
        try
        {
            ReportWriter.Write(Model("PPO"), path);
            var before = File.ReadAllText(path);
            Assert.Throws<ArgumentException>(() => ReportWriter.Write(Model("PPO") with { Tables = [new("numbers", ["a", "b"], [["1"]])] }, path));
            Assert.Equal(before, File.ReadAllText(path));
            Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ReportModel Model(string name)
    {
        var evidence = Evidences.Path((1, 1), (1.5, 1.3), (3, 0.4), (9, 0.2)) with { Arm = name };
        var marks = new GridMark[] { new(0, 1, GridSymbol.Plant, name), new(1, 0, GridSymbol.Bucket, "bucket") };
        return new()
        {
            Title = name == "PPO" ? "Study" : name,
            Asked = $"was it wanted? {name}",
            Command = $"goodhart run {name}",
            Setting = [new(name, name)],
            Arms = [new(name, Judge.Decide(evidence), evidence, name)],
            Maps = [new(name, 2, 2, [0.5, 0.25, 0.25, 0], [false, false, false, true], marks, name)],
            Parts = [new(name, name, name, [new(name, [0, 1], [1, 2], [0, 1], [2, 3]), new("b", [0, 1], [2, 1])], name)],
            Charts = [new(name, name, name, [new(name, [0, 1], [1, double.NaN])])],
            Tables = [new(name, [name, "n"], [[name, "1"], [name, "−2.5"]], name)],
            Findings = new(name, name, [new(false, name, Interval.Exact(0.5), name, true), new(true, name, new(0.5, 0.4, 0.6), name, false)]),
            Notes = [name],
            Options = [new("minimum effect", name)],
            Seeds = [1, 2, 3],
            Versions = [new(name, name)],
        };
    }

    private static string Html(ReportModel model)
    {
        using var stream = new MemoryStream();
        ReportWriter.Write(model, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static IEnumerable<XElement> Svgs(string html) => SvgElement().Matches(html).Select(match => XElement.Parse(match.Value));

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex SvgElement();

    [GeneratedRegex(@"url\(([^)]*)\)")]
    private static partial Regex Urls();

    [GeneratedRegex(@"var\((--[a-z-]+)\)")]
    private static partial Regex Variables();
}
