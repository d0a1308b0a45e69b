namespace Goodhart.Audit.Benches;

/// <summary>Which answers of a subset are longer, as far as its makers chose: a reward that counts words gains or loses by it.</summary>
public enum LengthSkew { Neutral, RightLonger, RightShorter }

/// <summary>How the subsets of a section become its score.</summary>
public enum SectionMean
{
    /// <summary>Σ score·N / Σ N over the subsets present, with the counts of the spec.</summary>
    ByCount,

    /// <summary>Mean of the subsets present.</summary>
    Plain,
}

/// <summary>Rows that are scored alike.</summary>
/// <param name="Name">As the data's subset field says it.</param>
/// <param name="Count">Its weight in its section.</param>
/// <param name="Scorer">How its rows become a figure.</param>
/// <param name="Rows">Rows it has when complete; null where that is <paramref name="Count"/>.</param>
/// <param name="Skew">Which answers its makers left longer.</param>
public sealed record BenchSubset(string Name, int Count, IBenchScorer Scorer, int? Rows = null, LengthSkew Skew = LengthSkew.Neutral)
{
    public int Count { get; } = Ensure.Positive(Count);
}

/// <summary>Subsets that make one score.</summary>
/// <param name="Name">Name in tables.</param>
/// <param name="Subsets">At least one.</param>
/// <param name="Weight">In the overall score, &gt; 0.</param>
/// <param name="Mean">How its subsets are averaged.</param>
/// <param name="Required">Counts as 0 where no subset of it is present; otherwise it is then left out of the overall score.</param>
public sealed record BenchSection(string Name, IReadOnlyList<BenchSubset> Subsets, double Weight = 1, SectionMean Mean = SectionMean.ByCount, bool Required = false)
{
    public double Weight { get; } = Ensure.Positive(Weight);
}

/// <summary>What a bench is made of: subsets with counts and scorers, sections with weights.</summary>
public sealed record BenchSpec
{
    /// <param name="name">Name in tables.</param>
    /// <param name="sections">At least one; no subset may stand twice.</param>
    /// <exception cref="ArgumentException">A section is empty, or a subset stands twice.</exception>
    public BenchSpec(string name, IReadOnlyList<BenchSection> sections)
    {
        if (sections.Count == 0) throw new ArgumentException($"Spec '{name}' has no section.", nameof(sections));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var section in sections)
        {
            if (section.Subsets.Count == 0) throw new ArgumentException($"Section '{section.Name}' of spec '{name}' has no subset.", nameof(sections));
            foreach (var subset in section.Subsets)
                if (!seen.Add(subset.Name)) throw new ArgumentException($"Subset '{subset.Name}' stands twice in spec '{name}'.", nameof(sections));
        }

        (Name, Sections) = (name, sections);
    }

    private BenchSpec(string name, IBenchScorer open) => (Name, Sections, Open) = (name, [], open);

    public string Name { get; }

    public IReadOnlyList<BenchSection> Sections { get; }

    /// <summary>Scores whatever subsets the data has; null where the spec lists them.</summary>
    public IBenchScorer? Open { get; }

    /// <summary>A spec that takes the data's subsets as they come, each weighing as many rows as it has.</summary>
    public static BenchSpec Of(string name, IBenchScorer scorer) => new(name, scorer);

    /// <summary>The sections for data with these subsets and numbers of rows.</summary>
    /// <exception cref="ArgumentException">A subset is not in the spec; the message lists those that are.</exception>
    internal IReadOnlyList<BenchSection> For(IReadOnlyList<(string Subset, int Rows)> present)
    {
        if (Open is { } scorer) return [new("all", [.. present.Select(p => new BenchSubset(p.Subset, p.Rows, scorer))])];
        string[] known = [.. Sections.SelectMany(s => s.Subsets).Select(s => s.Name)];
        foreach (var (subset, _) in present)
            if (!known.Contains(subset))
                throw new ArgumentException($"'{subset}' is no subset of {Name}.{(Nearest.Of(subset, known) is [var near, ..] ? $" Did you mean '{near}'?" : "")} Its subsets: {string.Join(", ", known)}.");
        return Sections;
    }
}
