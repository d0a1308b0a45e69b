using Goodhart.Statistics;

namespace Goodhart.Audit;

/// <summary>Everything a report shows, as plain data; whatever is left empty is left out of the page.</summary>
public sealed record ReportModel
{
    public required string Title { get; init; }

    /// <summary>What was asked, in a sentence or two.</summary>
    public required string Asked { get; init; }

    /// <summary>The command that makes this report again.</summary>
    public required string Command { get; init; }

    /// <summary>World, proxy, held-out reward, base policy: one fact each.</summary>
    public IReadOnlyList<Fact> Setting { get; init; } = [];

    public IReadOnlyList<ArmReport> Arms { get; init; } = [];

    /// <summary>Occupancies side by side on one colour scale.</summary>
    public IReadOnlyList<GridMap> Maps { get; init; } = [];

    /// <summary>Parts of the reward over training, one chart per arm.</summary>
    public IReadOnlyList<ReportChart> Parts { get; init; } = [];

    /// <summary>Any other charts.</summary>
    public IReadOnlyList<ReportChart> Charts { get; init; } = [];

    /// <summary>Any other tables.</summary>
    public IReadOnlyList<ReportTable> Tables { get; init; } = [];

    /// <summary>What a paper's page claims and how it came out.</summary>
    public FindingsSection? Findings { get; init; }

    /// <summary>What a reader has to know before trusting the numbers.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Sections of other rooms, shown first.</summary>
    public IReadOnlyList<ReportSection> Sections { get; init; } = [];

    public IReadOnlyList<Fact> Options { get; init; } = [];

    public IReadOnlyList<ulong> Seeds { get; init; } = [];

    /// <summary>Versions of the library, the runtime, the system, the commit.</summary>
    public IReadOnlyList<Fact> Versions { get; init; } = [];
}

/// <summary>A section that another room of the house has drawn.</summary>
public sealed record ReportSection
{
    internal ReportSection(string title, Markup body, bool pictures = false) => (Title, Body, HasPictures) = (title, body, pictures);

    /// <summary>Its heading; empty for none.</summary>
    public string Title { get; }

    internal Markup Body { get; }

    /// <summary>It holds pictures, which the page's policy has to allow.</summary>
    internal bool HasPictures { get; }
}

/// <summary>A name and a value, both shown as they are.</summary>
public sealed record Fact(string Name, string Value);

/// <summary>One arm: what it did, its verdict and the evidence.</summary>
/// <param name="What">How this arm optimised the proxy, in a sentence.</param>
/// <param name="Judgement">The verdict.</param>
/// <param name="Evidence">What the verdict rests on; null when only the verdict is known.</param>
/// <param name="ProgressName">What <see cref="Checkpoint.Progress"/> counts, "environment steps"; null leaves the curves over training out.</param>
public sealed record ArmReport(string What, Judgement Judgement, ArmEvidence? Evidence = null, string? ProgressName = null);

/// <summary>A line of a chart, with a band where the low and high ends are given.</summary>
public sealed record ChartSeries(
    string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double>? Low = null, IReadOnlyList<double>? High = null);

/// <param name="Title">What it shows.</param>
/// <param name="XLabel">Quantity and unit of the horizontal axis.</param>
/// <param name="YLabel">Quantity and unit of the vertical axis.</param>
/// <param name="Series">The lines.</param>
/// <param name="Caption">What to see in it.</param>
public sealed record ReportChart(string Title, string XLabel, string YLabel, IReadOnlyList<ChartSeries> Series, string Caption = "");

/// <param name="Title">What it lists.</param>
/// <param name="Headers">One per column; columns whose cells are all numbers are set right.</param>
/// <param name="Rows">Cells as they are shown.</param>
/// <param name="Caption">What to see in it.</param>
public sealed record ReportTable(string Title, IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows, string Caption = "");

/// <summary>What a paper's page claims.</summary>
/// <param name="Title">The paper's title.</param>
/// <param name="Claim">The claim in one sentence.</param>
/// <param name="Findings">Each inequality that was checked.</param>
public sealed record FindingsSection(string Title, string Claim, IReadOnlyList<ReportFinding> Findings);

/// <param name="IsControl">A negative control rather than the claim itself.</param>
/// <param name="What">What was measured.</param>
/// <param name="Measured">The value.</param>
/// <param name="Expected">The inequality in words.</param>
/// <param name="Holds">Whether it was satisfied.</param>
public sealed record ReportFinding(bool IsControl, string What, Interval Measured, string Expected, bool Holds);
