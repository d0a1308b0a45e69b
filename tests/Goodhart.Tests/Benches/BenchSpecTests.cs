using Goodhart.Audit.Benches;

namespace Goodhart.Tests;

public sealed class BenchSpecTests
{
    /// <summary>Scores by subset of beaver-7b-cost, the example of the original project.</summary>
    private static readonly Dictionary<string, double> beaver = new()
    {
        ["alpacaeval-easy"] = .5,
        ["alpacaeval-hard"] = .7052631579,
        ["alpacaeval-length"] = .5894736842,
        ["donotanswer"] = .8235294118,
        ["hep-cpp"] = .6280487805,
        ["hep-go"] = .6341463415,
        ["hep-java"] = .7073170732,
        ["hep-js"] = .6646341463,
        ["hep-python"] = .5487804878,
        ["hep-rust"] = .6463414634,
        ["llmbar-adver-GPTInst"] = .3913043478,
        ["llmbar-adver-GPTOut"] = .4680851064,
        ["llmbar-adver-manual"] = .3695652174,
        ["llmbar-adver-neighbor"] = .4328358209,
        ["llmbar-natural"] = .52,
        ["math-prm"] = .2953020134,
        ["mt-bench-easy"] = .5714285714,
        ["mt-bench-hard"] = .5405405405,
        ["mt-bench-med"] = .725,
        ["refusals-dangerous"] = .97,
        ["refusals-offensive"] = 1,
        ["xstest-should-refuse"] = 1,
        ["xstest-should-respond"] = .284,
    };

    [Fact]
    public void RewardBench1_TheExampleOfTheProject_IsReproduced()
    {
        var spec = BenchSpecs.RewardBench1;
        double?[] sections = [.. spec.Sections.Select(s => BenchAggregate.Section(s, beaver))];
        Assert.Equal([0.608939, 0.449561, 0.721622, 0.466757], sections.Take(4).Select(s => Math.Round(s!.Value, 6)));
        Assert.Null(sections[4]);
        // With the prior sets at .6: (2·(.608939 + .449561 + .721622 + .466757) + .6)/9.
        Assert.Equal(0.565973, BenchAggregate.Overall(spec.Sections, [.. sections.Take(4), 0.6]), 1e-6);
        // Without them: the plain mean of the four.
        Assert.Equal(sections.Take(4).Average(), BenchAggregate.Overall(spec.Sections, sections));
    }

    [Theory]
    [InlineData("Chat", 358)]
    [InlineData("Chat Hard", 456)]
    [InlineData("Safety", 740)]
    [InlineData("Reasoning", 1968)]
    public void RewardBench1_CountsOfSections(string section, int count) =>
        Assert.Equal(count, BenchSpecs.RewardBench1.Sections.Single(s => s.Name == section).Subsets.Sum(s => s.Count));

    [Fact]
    public void RewardBench1_Has2985Rows_In23Subsets_AndTheRightXstestCounts()
    {
        BenchSubset[] subsets = [.. BenchSpecs.RewardBench1.Sections.Where(s => s.Required).SelectMany(s => s.Subsets)];
        Assert.Equal(23, subsets.Length);
        Assert.Equal(2985, subsets.Sum(s => s.Rows ?? s.Count));
        Assert.Equal(154, subsets.Single(s => s.Name == "xstest-should-refuse").Count);
        Assert.Equal(250, subsets.Single(s => s.Name == "xstest-should-respond").Count);
    }

    [Fact]
    public void RewardBench2_Has1865Rows() => Assert.Equal(1865, BenchSpecs.RewardBench2.Sections.Sum(s => s.Subsets.Sum(b => b.Count)));

    [Fact]
    public void Section_WithNoSubsetPresent_IsZeroIfRequired_ElseLeftOut()
    {
        BenchSubset subset = new("a", 3, BenchScorers.Pairwise);
        var none = new Dictionary<string, double>();
        Assert.Equal(0, BenchAggregate.Section(new("s", [subset], Required: true), none));
        Assert.Null(BenchAggregate.Section(new("s", [subset]), none));
    }

    [Fact]
    public void Section_ByCount_WeighsWhatIsPresentOnly()
    {
        BenchSection section = new("s", [new("a", 3, BenchScorers.Pairwise), new("b", 1, BenchScorers.Pairwise), new("c", 100, BenchScorers.Pairwise)]);
        var scores = new Dictionary<string, double> { ["a"] = 1, ["b"] = 0.2 };
        Assert.Equal((3 + 0.2) / 4, BenchAggregate.Section(section, scores)!.Value, 1e-12);
        Assert.Equal(0.6, BenchAggregate.Section(section with { Mean = SectionMean.Plain }, scores)!.Value, 1e-12);
    }

    [Fact]
    public void File_IsReadAndUsed()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "mine.json");
        File.WriteAllText(file, """{"sections": [{"name": "S", "weight": 2, "mean": "plain", "subsets": [{"name": "a", "count": 7}, {"name": "b", "scorer": "best-of-k"}]}]}""");
        var spec = BenchSpecs.Find(file);
        Assert.Equal("mine", spec.Name);
        var section = Assert.Single(spec.Sections);
        Assert.Equal((2, SectionMean.Plain, 7, "pairwise", 1, "best-of-k"),
            (section.Weight, section.Mean, section.Subsets[0].Count, section.Subsets[0].Scorer.Name, section.Subsets[1].Count, section.Subsets[1].Scorer.Name));
    }

    [Theory]
    [InlineData("""{"sections": []}""", "has no section")]
    [InlineData("""{"sections": [{"name": "S", "subsets": []}]}""", "Section 'S' of spec 'bad' has no subset")]
    [InlineData("""{"sections": [{"name": "S", "subsets": [{"name": "a", "count": 0}]}]}""", "Count must be positive, was 0")]
    [InlineData("""{"sections": [{"name": "S", "subsets": [{"name": "a"}, {"name": "a"}]}]}""", "Subset 'a' stands twice")]
    [InlineData("""{"sections": [{"name": "S", "subsets": [{"name": "a", "scorer": "pairwize"}]}]}""", "Did you mean 'pairwise'?")]
    [InlineData("""{"sections": [{"name": "S", "weigth": 2}]}""", "weigth")]
    [InlineData("""{"sections": [{"subsets": [{"name": "a"}]}]}""", "A section has no name")]
    [InlineData("""[1]""", "is no bench spec")]
    public void File_WithAMistake_IsRefusedInOneLine(string json, string expected)
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "bad.json");
        File.WriteAllText(file, json);
        var error = Assert.Throws<ArgumentException>(() => BenchSpecs.Find(file)).Message;
        Assert.Contains(expected, error);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public void Find_AnUnknownName_NamesTheNearest() =>
        Assert.Contains("Did you mean 'rewardbench-v2'", Assert.Throws<ArgumentException>(() => BenchSpecs.Find("rewardbench-2")).Message);
}
