using Goodhart.Audit.Benches;
using Goodhart.Audit.Scores;

namespace Goodhart.Tests;

public sealed class BenchFileTests : IDisposable
{
    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public void RewardBench1_Rows()
    {
        var bench = BenchFile.Read(temp.File("v1.jsonl", """
            {"id": "7", "prompt": "p", "chosen": "good", "rejected": "bad", "subset": "hep-go", "chosen_model": "a", "rejected_model": "b"}
            {"id": "7", "prompt": "p", "chosen": "fine", "rejected": "poor", "subset": "hep-cpp", "chosen_model": "a", "rejected_model": "b"}
            """));
        Assert.Equal(["hep-go/7", "hep-cpp/7"], bench.Rows.Select(r => r.Name));
        Assert.Equal(["good", "bad"], bench.Rows[0].Answers.Select(a => a.Answer));
        Assert.Equal(bench.Rows[0].Question, bench.Rows[1].Question);
    }

    [Fact]
    public void RmBench_StylesComeInOrder()
    {
        var bench = BenchFile.Read(temp.File("rm.jsonl", """{"id": "1", "prompt": "p", "chosen": ["a", "bb", "ccc"], "rejected": ["d", "ee", "fff"], "domain": "math"}"""));
        Assert.Equal(("math", 6), (bench.Rows[0].Subset, bench.Rows[0].Answers.Count));
        // A length rule wins where the right answer is in the longer style: easy 1, normal 0 (ties), hard 0.
        var table = bench.Score(Reward.Each<Completions>("length", (b, i) => b.Texts[i].Length), cancellation: TestContext.Current.CancellationToken);
        var report = BenchScoring.Report(BenchSpecs.RmBench, table, new(1));
        Assert.Equal([("hard", 0.0), ("normal", 0.0), ("easy", 1.0)], report.Sections.Single(s => s.Name == "math").Subsets[0].Details.Select(d => (d.Name, d.Value)));
    }

    [Fact]
    public void LlmBar_IsReadWhole()
    {
        var bench = BenchFile.Read(Path.Combine(LlmBarFolder.Require(), "Natural", "dataset.json"));
        Assert.Equal(100, bench.Rows.Count);
        Assert.Empty(bench.Notes);
    }

    [Fact]
    public void TiesArePassedOver_WithANote_AndNothingComparedIsAnError()
    {
        const string Row = """{"pair_id": "%", "question": "q", "response_A": "a", "response_B": "b", "label": "#"}""";
        string Of(string id, string label) => Row.Replace("%", id, StringComparison.Ordinal).Replace("#", label, StringComparison.Ordinal);
        var bench = BenchFile.Read(temp.File("judge.jsonl", $"{Of("1", "A>B")}\n{Of("2", "A=B")}\n"));
        Assert.Equal("1 rows of judge prefer no answer and are passed over.", Assert.Single(bench.Notes));
        Assert.Contains("holds no row that says which", Assert.Throws<ArgumentException>(() => BenchFile.Read(temp.File("ties.jsonl", Of("2", "A=B") + "\n"))).Message);
    }

    [Fact]
    public void AnIdTwice_IsTold()
    {
        const string Row = """{"id": "7", "prompt": "p", "chosen": "good", "rejected": "bad", "subset": "hep-go"}""";
        Assert.Contains("'hep-go/7' occurs twice", Assert.Throws<ArgumentException>(() => BenchFile.Read(temp.File("v1.jsonl", $"{Row}\n{Row}\n"))).Message);
    }

    [Fact]
    public void Join_PutsStoredScoresUnderTheBenchsSubsets()
    {
        PreferenceBench bench = new("b", [BenchRow.Of("1", [Exchange.Ask("?", "a")], [Exchange.Ask("?", "b")], "x")]);
        var joined = bench.Join(new("m", [ScoreGroup.WithChosen("1", [2, 1])]));
        Assert.Equal(("x/1", "x"), (joined.Groups[0].Name, joined.Groups[0].Subset));
        Assert.Contains("hold no group 'x/1'", Assert.Throws<ArgumentException>(() => bench.Join(new("m", [ScoreGroup.WithChosen("2", [2, 1])]))).Message);
        Assert.Contains("has 3 scores", Assert.Throws<ArgumentException>(() => bench.Join(new("m", [ScoreGroup.WithChosen("1", [2, 1, 0])]))).Message);
    }
}
