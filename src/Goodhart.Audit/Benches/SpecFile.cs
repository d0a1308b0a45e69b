using System.Text.Json;

namespace Goodhart.Audit.Benches;

/// <summary>A spec as a file says it.</summary>
/// <remarks>
/// <code>
/// {"name": "mine", "sections": [
///   {"name": "Chat", "weight": 2, "required": true, "subsets": [{"name": "easy", "count": 100}, {"name": "hard", "count": 50, "scorer": "best-of-k"}]}]}
/// </code>
/// Weight is 1, mean "byCount" and scorer "pairwise" where they are left out; count is 1. Without sections, "scorer" scores whatever subsets the data has.
/// </remarks>
internal sealed record SpecFile(string? Name, string? Scorer, IReadOnlyList<SpecFile.Section>? Sections)
{
    internal sealed record Section(string? Name, IReadOnlyList<Subset>? Subsets, double Weight = 1, SectionMean Mean = SectionMean.ByCount, bool Required = false);

    internal sealed record Subset(string? Name, int Count = 1, string? Scorer = null, int? Rows = null, LengthSkew Skew = LengthSkew.Neutral);

    public static BenchSpec Parse(string json, string file)
    {
        try
        {
            var spec = JsonSerializer.Deserialize(json, BenchJson.Default.SpecFile) ?? throw new JsonException("the text is null");
            return spec.ToSpec(Path.GetFileNameWithoutExtension(file));
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"'{file}' is no bench spec: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}.", e);
        }
        catch (ArgumentException e)
        {
            var words = e.ParamName is null ? e.Message : e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal);
            throw new ArgumentException($"'{file}' is no bench spec: {words}", e);
        }
    }

    private BenchSpec ToSpec(string file)
    {
        var scorer = BenchScorers.Find(Scorer ?? BenchScorers.Pairwise.Name);
        return Sections is null ? BenchSpec.Of(Name ?? file, scorer) : new(Name ?? file, [.. Sections.Select(section => ToSection(section, scorer))]);
    }

    private static BenchSection ToSection(Section section, IBenchScorer scorer) =>
        new(Named(section.Name, "A section"), [.. (section.Subsets ?? []).Select(subset => ToSubset(subset, scorer))], section.Weight, section.Mean, section.Required);

    private static BenchSubset ToSubset(Subset subset, IBenchScorer scorer) =>
        new(Named(subset.Name, "A subset"), subset.Count, subset.Scorer is { } own ? BenchScorers.Find(own) : scorer, subset.Rows, subset.Skew);

    private static string Named(string? name, string what) => string.IsNullOrWhiteSpace(name) ? throw new ArgumentException($"{what} has no name.") : name;
}
