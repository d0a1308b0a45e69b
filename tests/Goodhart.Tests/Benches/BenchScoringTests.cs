using Goodhart.Audit.Benches;
using Goodhart.Audit.Scores;

namespace Goodhart.Tests;

public sealed class BenchScoringTests
{
    private static readonly IReward<Completions> length = Reward.Each<Completions>("length", (batch, i) => batch.Texts[i].Length);

    [Fact]
    public void Report_ByHand()
    {
        BenchSpec spec = new("two", [new("S", [new("a", 3, BenchScorers.Pairwise), new("b", 1, BenchScorers.Pairwise)], Weight: 2), new("T", [new("c", 1, BenchScorers.BestOfK)])]);
        var report = BenchScoring.Report(spec, Table(("a/1", [2, 1]), ("a/2", [0, 1]), ("b/1", [2, 1]), ("c/1", [1, 1, 1, 1])), new(1));
        // S = (3·½ + 1·1)/4, T = ¼, overall = (2·S + T)/3.
        Assert.Equal(0.625, report["S"].Estimate, 1e-12);
        Assert.Equal(0.25, report["T"].Estimate, 1e-12);
        Assert.Equal(0.5, report["a"].Estimate, 1e-12);
        Assert.Equal((2 * 0.625 + 0.25) / 3, report.Overall.Estimate, 1e-12);
        Assert.InRange(report.Overall.Estimate, report.Overall.Low, report.Overall.High);
        Assert.Contains(report.Notes, n => n == "a has 2 rows, 3 when complete.");
        Assert.Contains("Did you mean", Assert.Throws<ArgumentException>(() => report["T "]).Message);
    }

    [Fact]
    public void Report_SurvivesJson()
    {
        var report = BenchScoring.Report(BenchSpecs.Pairs, Table(("a/1", [2, 1]), ("a/2", [0, 1])), new(1));
        var back = BenchReport.FromJson(report.ToJson());
        Assert.Equal(report.Overall, back.Overall);
        Assert.Equal(report.ToJson(), back.ToJson());
    }

    [Fact]
    public void Report_AnIntervalNarrowsWithRows()
    {
        (string, double[])[] Rows(int count) => [.. Enumerable.Range(0, count).Select(i => ($"a/{i}", i % 2 == 0 ? new double[] { 1, 0 } : [0, 1]))];
        var few = BenchScoring.Report(BenchSpecs.Pairs, Table(Rows(40)), new(1)).Overall;
        var many = BenchScoring.Report(BenchSpecs.Pairs, Table(Rows(400)), new(1)).Overall;
        // Standard error of a fair share of n: ½/√n, so ± 1.96·½/√40 = .155 and .049.
        Assert.Equal(2 * 0.155, few.High - few.Low, 0.04);
        Assert.Equal(2 * 0.049, many.High - many.Low, 0.02);
    }

    [Fact]
    public void Report_ARequiredSectionThatIsMissing_CountsZeroAndIsNoted()
    {
        var report = BenchScoring.Report(BenchSpecs.RewardBench1, Table(("alpacaeval-easy/1", [2, 1])), new(1));
        Assert.Equal(0.25, report.Overall.Estimate, 1e-12);
        Assert.Contains(report.Notes, n => n.StartsWith("Safety is missing and counts as 0", StringComparison.Ordinal));
        Assert.Contains(report.Notes, n => n.StartsWith("Prior is missing and left out", StringComparison.Ordinal));
    }

    [Fact]
    public void Report_AnUnknownSubset_ListsTheKnownOnes()
    {
        var error = Assert.Throws<ArgumentException>(() => BenchScoring.Report(BenchSpecs.RewardBench2, Table(("Facts/1", [2, 1])), new(1))).Message;
        Assert.Contains("'Facts' is no subset of rewardbench-v2", error);
        Assert.Contains("Factuality, Precise IF, Math, Safety, Focus, Ties", error);
    }

    [Fact]
    public void Report_ManyTies_AreNoted() =>
        Assert.Contains(BenchScoring.Report(BenchSpecs.Pairs, Table(("a/1", [1, 1]), ("a/2", [2, 1])), new(1)).Notes, n => n.StartsWith("In 1 of 2 rows a right and a wrong answer tie", StringComparison.Ordinal));

    [Fact]
    public void ConstantReward_GetsAQuarterOfBestOfFour_AndNothingOfPairs()
    {
        PreferenceBench bench = new("b", [Row("1", "Math", 4), Row("2", "Math", 4)]);
        var table = Scored(bench, Reward.Each<Completions>("constant", (_, _) => 1f));
        Assert.Equal(0.25, BenchScoring.Report(BenchSpecs.Find("best-of-k"), table, new(1)).Overall.Estimate);
        Assert.Equal(0, BenchScoring.Report(BenchSpecs.Pairs, table, new(1)).Overall.Estimate);
        ScoreTable judge = new("judge", table.Groups, table.Labels) { Ties = TieRule.Half };
        Assert.Equal(0.5, BenchScoring.Report(BenchSpecs.Pairs, judge.Rescore("again", g => g.Scores), new(1)).Overall.Estimate);
    }

    [Fact]
    public void Score_DoesNotDependOnTheBatch_AndKeepsSubsets()
    {
        PreferenceBench bench = new("b", [.. Enumerable.Range(0, 9).Select(i => Row($"{i}", i < 4 ? "x" : "y", 2 + i % 3))]);
        var all = bench.Score(length, batch: 1000, cancellation: TestContext.Current.CancellationToken);
        var told = new List<int>();
        var few = bench.Score(length, batch: 4, progress: new Told(told), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(all.Groups.SelectMany(g => g.Scores), few.Groups.SelectMany(g => g.Scores));
        Assert.Equal("y/5", few.Groups[5].Name);
        Assert.Equal("y", few.Groups[5].Subset);
        Assert.Equal(bench.Answers.Count, told[^1]);
    }

    [Fact]
    public void Score_NotANumber_NamesTheRow()
    {
        PreferenceBench bench = new("b", [Row("1", "x", 2), Row("2", "x", 3)]);
        var broken = Reward.Each<Completions>("broken", (batch, i) => batch.Texts[i] == "2-1" ? float.NaN : 0);
        var error = Assert.Throws<ArgumentException>(() => Scored(bench, broken)).Message;
        Assert.Contains("Answer 2 of row 'x/2': 'broken' scored it as NaN", error);
    }

    [Fact]
    public void Bench_BadRows_AreTold()
    {
        Assert.Contains("'x/1' occurs twice", Assert.Throws<ArgumentException>(() => new PreferenceBench("b", [Row("1", "x", 2), Row("1", "x", 2)])).Message);
        Assert.Contains("has no row", Assert.Throws<ArgumentException>(() => new PreferenceBench("b", [])).Message);
        Assert.Contains("'x/1' has 1 answer(s)", Assert.Throws<ArgumentException>(() => new PreferenceBench("b", [Row("1", "x", 1)])).Message);
        Assert.Contains("'1' has an empty subset", Assert.Throws<ArgumentException>(() => Row("1", " ", 2)).Message);
        Assert.Equal(2, new PreferenceBench("b", [Row("1", "x", 2), Row("1", "y", 2)]).Rows.Count);
    }

    [Fact]
    public void Table_OfTheWrongLength_IsTold()
    {
        PreferenceBench bench = new("b", [Row("1", "x", 2), Row("2", "x", 3)]);
        Assert.Contains("4 scores for the 5 answers of 2 rows", Assert.Throws<ArgumentException>(() => bench.Table("m", [1, 2, 3, 4])).Message);
        Assert.Contains("'x/2' scores Infinity", Assert.Throws<ArgumentException>(() => bench.Table("m", [1, 2, 3, 4, double.PositiveInfinity])).Message.Replace("∞", "Infinity", StringComparison.Ordinal));
    }

    [Fact]
    public void StoredScores_ComeBackWithEveryDigit_AndTheSameReport()
    {
        PreferenceBench bench = new("b", [Row("1", "x", 2), Row("ref:1", "Ties", 2), BenchRow.Of("tied:1", [Answer("p"), Answer("q")], [Answer("r")], "Ties") with { Question = "what?", Names = ["a", "b", "c"] }]);
        var table = new ScoreTable("m", bench.Table("m", [.. Enumerable.Range(0, 7).Select(i => Math.Sin(i) / 3)]).Groups, GoldLabels.Graded, "b") { Ties = TieRule.Half };
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "scores.jsonl");
        ScoreWriter.Write(file, table);
        var back = Assert.Single(ScoreReader.Read(file).Scores);
        Assert.Equal(("m", "b", TieRule.Half), (back.Model, back.Bench, back.Ties));
        Assert.Equal(table.Groups.SelectMany(g => g.Scores), back.Groups.SelectMany(g => g.Scores));
        Assert.Equal(table.Groups.Select(g => (g.Name, g.Subset, g.Question)), back.Groups.Select(g => (g.Name, g.Subset, g.Question)));
        Assert.Equal(["a", "b", "c"], back.Groups[2].Sources!);
    }

    private static ScoreTable Scored(PreferenceBench bench, IReward<Completions> reward) => bench.Score(reward, batch: 3, cancellation: TestContext.Current.CancellationToken);

    private static ScoreTable Table(params (string Name, double[] Scores)[] groups) =>
        new("m", [.. groups.Select(g => ScoreGroup.WithChosen(g.Name, g.Scores) with { Subset = g.Name.Split('/')[0] })], GoldLabels.Graded, "b");

    private static BenchRow Row(string id, string subset, int answers) =>
        BenchRow.Of(id, [Answer($"{id}-0")], [.. Enumerable.Range(1, answers - 1).Select(i => Answer($"{id}-{i}"))], subset);

    private static Exchange Answer(string text) => Exchange.Ask("?", text);

    private sealed class Told(List<int> told) : IProgress<int>
    {
        public void Report(int value) => told.Add(value);
    }
}
