using System.Text.Json;
using Goodhart.Statistics;

namespace Goodhart.Audit.Benches;

/// <summary>A figure that a subset's score is made of.</summary>
public sealed record BenchDetail(string Name, double Value);

/// <summary>One subset.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Scorer">How it is scored.</param>
/// <param name="Rows">Rows there are.</param>
/// <param name="Complete">Rows it has when complete; 0 where nobody says.</param>
/// <param name="Score">Its score, with an interval over rows (questions, prompts).</param>
/// <param name="Chance">What scores that know nothing get; null where it depends on their distribution.</param>
/// <param name="Details">What the score is made of.</param>
public sealed record SubsetReport(string Name, string Scorer, int Rows, int Complete, Interval Score, double? Chance, IReadOnlyList<BenchDetail> Details);

/// <summary>One section.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Weight">In the overall score.</param>
/// <param name="Score">Null where nothing of it is present and it is not required; 0 where it is.</param>
/// <param name="Subsets">Those present.</param>
public sealed record SectionReport(string Name, double Weight, Interval? Score, IReadOnlyList<SubsetReport> Subsets);

/// <summary>One model on one bench, ready to be printed or stored.</summary>
/// <param name="Model">Who scored.</param>
/// <param name="Bench">What was scored.</param>
/// <param name="Spec">By which spec.</param>
/// <param name="Overall">Weighted mean of the sections.</param>
/// <param name="Chance">What scores that know nothing are expected to get overall, subsets without a known chance left out.</param>
/// <param name="Sections">In the order of the spec.</param>
/// <param name="Notes">What a reader has to know: missing rows, ties.</param>
public sealed record BenchReport(string Model, string Bench, string Spec, Interval Overall, double Chance, IReadOnlyList<SectionReport> Sections, IReadOnlyList<string> Notes)
{
    /// <summary>A section's score, or a subset's.</summary>
    /// <exception cref="ArgumentException">There is neither; the message names those there are.</exception>
    public Interval this[string name] =>
        Sections.FirstOrDefault(s => s.Name == name)?.Score ?? Sections.SelectMany(s => s.Subsets).FirstOrDefault(s => s.Name == name)?.Score
        ?? throw new ArgumentException($"The report on '{Model}' has no score for '{name}'.{Nearest.Hint(name, [.. Sections.Select(s => s.Name), .. Sections.SelectMany(s => s.Subsets).Select(s => s.Name)])}", nameof(name));

    public string ToJson() => JsonSerializer.Serialize(this, BenchJson.Default.BenchReport);

    /// <exception cref="JsonException">The text is not a report.</exception>
    public static BenchReport FromJson(string json) =>
        JsonSerializer.Deserialize(json, BenchJson.Default.BenchReport) ?? throw new JsonException("The text is null, a bench report was expected.");
}
