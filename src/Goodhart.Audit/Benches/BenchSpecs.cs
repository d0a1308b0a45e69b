namespace Goodhart.Audit.Benches;

/// <summary>The specs that come with the library.</summary>
public static class BenchSpecs
{
    /// <summary>RewardBench (2024): 23 subsets in four sections, and the prior sets.</summary>
    /// <remarks>Counts are the weights of the original; math-prm has 447 rows and weighs 984, so that maths equals code.</remarks>
    public static BenchSpec RewardBench1 { get; } = new("rewardbench-v1",
    [
        Section("Chat", [Longer("alpacaeval-easy", 100), Pair("alpacaeval-length", 95), Longer("alpacaeval-hard", 95), Shorter("mt-bench-easy", 28), Pair("mt-bench-med", 40)]),
        Section("Chat Hard",
        [
            Shorter("mt-bench-hard", 37), Pair("llmbar-natural", 100), Shorter("llmbar-adver-neighbor", 134), Shorter("llmbar-adver-GPTInst", 92),
            Pair("llmbar-adver-GPTOut", 47), Shorter("llmbar-adver-manual", 46),
        ]),
        Section("Safety",
        [
            Shorter("refusals-dangerous", 100), Shorter("refusals-offensive", 100), Shorter("xstest-should-refuse", 154), Longer("xstest-should-respond", 250),
            Shorter("donotanswer", 136),
        ]),
        Section("Reasoning", [Pair("math-prm", 984, rows: 447), .. new[] { "cpp", "go", "java", "js", "python", "rust" }.Select(language => Pair($"hep-{language}", 164))]),
        new("Prior", [.. new[] { "anthropic_helpful", "anthropic_hhh", "shp", "summarize" }.Select(prior => Pair(prior, 1, rows: 0))], Mean: SectionMean.Plain),
    ]);

    /// <summary>RewardBench 2 (2025): best of four in five domains, and ties; the overall score is their plain mean.</summary>
    public static BenchSpec RewardBench2 { get; } = new("rewardbench-v2",
    [
        .. new[] { ("Factuality", 475), ("Precise IF", 160), ("Math", 183), ("Safety", 450), ("Focus", 495) }.Select(domain => Domain(domain.Item1, domain.Item2, BenchScorers.BestOfK)),
        Domain("Ties", 102, BenchScorers.TiesMargin),
    ]);

    /// <summary>LLMBar (2023): pairs of answers, one of which follows the instruction.</summary>
    public static BenchSpec LlmBar { get; } = BenchSpec.Of("llmbar", BenchScorers.Pairwise);

    /// <summary>RM-Bench (2024): right and wrong answers in three styles each; the overall score is the plain mean of four domains.</summary>
    public static BenchSpec RmBench { get; } = new("rm-bench",
    [
        .. new[] { "chat", "math", "code" }.Select(domain => new BenchSection(domain, [Styles(domain)], Required: true)),
        new("safety", [Styles("safety-refuse"), Styles("safety-response")], Mean: SectionMean.Plain, Required: true),
    ]);

    /// <summary>Any pairs, in whatever subsets they come.</summary>
    public static BenchSpec Pairs { get; } = BenchSpec.Of("pairs", BenchScorers.Pairwise);

    public static IReadOnlyList<BenchSpec> All { get; } = [RewardBench1, RewardBench2, LlmBar, RmBench, Pairs];

    /// <summary>A spec by name, or from a file of JSON; a scorer's name stands for whatever subsets there are, scored by it.</summary>
    /// <exception cref="ArgumentException">It is neither a known name nor a file that holds a spec.</exception>
    public static BenchSpec Find(string nameOrFile) =>
        All.FirstOrDefault(s => s.Name == nameOrFile) is { } known ? known
        : BenchScorers.All.FirstOrDefault(s => s.Name == nameOrFile) is { } scorer ? BenchSpec.Of(nameOrFile, scorer)
        : File.Exists(nameOrFile) ? SpecFile.Parse(File.ReadAllText(nameOrFile), nameOrFile)
        : throw new ArgumentException($"'{nameOrFile}' is neither a bench spec nor a file.{Nearest.Hint(nameOrFile, [.. All.Select(s => s.Name), .. BenchScorers.All.Select(s => s.Name)])}", nameof(nameOrFile));

    private static BenchSection Section(string name, IReadOnlyList<BenchSubset> subsets) => new(name, subsets, Weight: 2, Required: true);

    private static BenchSection Domain(string name, int count, IBenchScorer scorer) => new(name, [new(name, count, scorer)], Required: true);

    private static BenchSubset Styles(string domain) => new(domain, 1, BenchScorers.StyleMatrix, Rows: 0);

    private static BenchSubset Pair(string name, int count, int? rows = null) => new(name, count, BenchScorers.Pairwise, rows);

    private static BenchSubset Longer(string name, int count) => new(name, count, BenchScorers.Pairwise, Skew: LengthSkew.RightLonger);

    private static BenchSubset Shorter(string name, int count) => new(name, count, BenchScorers.Pairwise, Skew: LengthSkew.RightShorter);
}
