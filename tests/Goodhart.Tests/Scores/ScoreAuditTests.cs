using Goodhart.Audit.Scores;

namespace Goodhart.Tests.Scores;

public sealed class ScoreAuditTests
{
    [Fact]
    public void Run_OnRewardMath_SeparatesSelectorsFromTheRest()
    {
        var report = Audit([.. RewardMathData.Scalars(RewardMathFiles.MathBench), .. RewardMathData.Scalars(RewardMathFiles.PairBench)], new(Resamples: 400), new Generator(1));
        var math = report.Rows.Where(r => r.Bench == RewardMathFiles.MathBench).ToDictionary(r => r.Model);
        foreach (var model in (string[])["internlm2-7b", "internlm2-20b", "GRM-Llama3-8B", "Skywork-8B", "ArmoRM", "Eurus-RM"])
            Assert.Equal(ScoreVerdict.SelectsBetter, math[model].Verdict);
        Assert.Equal(ScoreVerdict.SelectsWorse, math["GRM-Gemma-2B"].Verdict);
        Assert.Equal(ScoreVerdict.SelectsBetter, report.Rows.Single(r => r.Model == "GRM-Gemma-2B" && r.Bench == RewardMathFiles.PairBench).Verdict);
        Assert.Equal(1, math["GRM-Gemma-2B"].PeakN);
        Assert.Equal(10, math["internlm2-7b"].PeakN);
        Assert.Equal(10, math["internlm2-7b"].Curve.Count);
        Assert.Equal(0.3727, math["internlm2-7b"].Accuracy.Estimate, 4);
        Assert.Equal(ScoreVerdict.SelectsWorse, report.Worst);
        var benches = report.Correlations.Single(c => c.Y == "RewardBench math accuracy");
        Assert.Equal(0.60, benches.Pearson.Estimate, 2);
        Assert.Equal(0.40, benches.Spearman.Estimate, 2);
        Assert.False(benches.Pearson.Above(0.5));       // nine models cannot tell
        Assert.Equal(0.99, report.Correlations.Single(c => c.Y == "RewardMATH MRR").Pearson.Estimate, 2);
    }

    [Fact]
    public void Run_AHumpInTheCurve_IsOverOptimised_WithItsPeak()
    {
        // The proxy agrees with gold 0 … 7 but for its favourite, which is the worst candidate.
        var table = Hump(rng: new Generator(3), trap: -20);
        var row = Assert.Single(Audit([table], new(), new Generator(1)).Rows);
        // The trap is among n of nine with probability n/9, so gold falls from (28 − 20)/9 at n = 1 to −20 at n = 9.
        var gold = row.Curve.Select(p => p.Gold.Estimate).ToArray();
        Assert.Equal(ScoreVerdict.SelectsWorse, row.Verdict);
        Assert.Equal(gold.Max(), gold[row.PeakN!.Value - 1]);

        // A milder trap (gold 4 of 0 … 7, mean 3.5): still better than chance at the end, but past a peak.
        row = Assert.Single(Audit([Hump(new Generator(3), trap: 4)], new(), new Generator(1)).Rows);
        Assert.Equal(ScoreVerdict.OverOptimised, row.Verdict);
        Assert.InRange(row.PeakN!.Value, 2, 8);
        Assert.Contains($"Gold peaks at n = {row.PeakN}", row.Reason);
        Assert.True(row.Lift.Above(0));
    }

    [Fact]
    public void Run_OnNoise_FindsNoSignal_AtTheStatedRate()
    {
        // A 95 % interval misses zero in 5 % of tables; of 60 tables 3 are expected and more than 9 have probability 2e-4.
        var wrong = 0;
        for (ulong seed = 0; seed < 60; seed++)
        {
            var rng = new Generator(seed);
            var table = new ScoreTable("noise", [.. Enumerable.Range(0, 120).Select(g => ScoreGroup.WithChosen($"{g}", [.. Enumerable.Range(0, 5).Select(_ => rng.NextNormal())]))]);
            if (Audit([table], new(Ns: [1, 5], Resamples: 300), rng).Rows[0].Verdict != ScoreVerdict.NoSignal) wrong++;
        }

        Assert.InRange(wrong, 0, 9);
    }

    [Fact]
    public void Run_SameSeed_SameReport_AndJsonRoundTrips()
    {
        IScored[] tables = [RewardMathData.Scalars(RewardMathFiles.MathBench)[0], RewardMathData.All.Verdicts[0]];
        var report = Audit(tables, new(Resamples: 100), new Generator(5));
        Assert.Equal(report.ToJson(), Audit(tables, new(Resamples: 100), new Generator(5)).ToJson());
        Assert.Equal(report.ToJson(), ScoreReport.FromJson(report.ToJson()).ToJson());
        Assert.Contains("\"verdict\": \"SelectsBetter\"", report.ToJson());
        Assert.Null(report.Rows[1].PeakN);
        Assert.Empty(report.Rows[1].Curve);
        Assert.Contains("Share of wins above one half", report.Rows[1].Reason);
    }

    [Fact]
    public void Run_BadInput_IsNamed()
    {
        var table = new ScoreTable("rm", [ScoreGroup.WithChosen("g", [1, 2, 3])]);
        Assert.Contains("no table", Assert.Throws<ArgumentException>(() => Audit([], new(), new Generator(1))).Message);
        Assert.Contains("'rm' has two tables on 'scores'", Assert.Throws<ArgumentException>(() => Audit([table, table], new(), new Generator(1))).Message);
        Assert.Contains("Best of 4 is not defined", Assert.Throws<ArgumentOutOfRangeException>(() => Audit([table], new(Ns: [1, 4]), new Generator(1))).Message);
    }

    [Fact]
    public void Run_TellsItsProgress_AndStopsBetweenTables()
    {
        var table = new ScoreTable("rm", [ScoreGroup.WithChosen("g", [1, 2, 3]), ScoreGroup.WithChosen("h", [3, 2, 1])]);
        var other = table.Rescore("other", g => g.Scores);
        using var stop = new CancellationTokenSource();
        var told = new Told(stop);
        Assert.Throws<OperationCanceledException>(() => ScoreAudit.Run([table, other], new(Resamples: 10), new Generator(1), told, stop.Token));
        Assert.Equal(["rm on scores"], told.Lines);
    }

    [Fact]
    public void Run_OneGroup_HasInfiniteIntervals_AndStillSerialises()
    {
        var report = Audit([new ScoreTable("rm", [ScoreGroup.WithChosen("g", [3, 2, 1])])], new(), new Generator(1));
        Assert.Equal(ScoreVerdict.NoSignal, report.Rows[0].Verdict);
        Assert.Contains("\"-Infinity\"", report.ToJson());
    }

    [Fact]
    public void Agreement_JoinsByName()
    {
        ScoreTable a = new("a", [ScoreGroup.WithChosen("x", [1, 2, 3]), ScoreGroup.WithChosen("y", [1, 2, 3]), ScoreGroup.WithChosen("only", [1, 2])]);
        ScoreTable b = new("b", [ScoreGroup.WithChosen("y", [3, 2, 1]), ScoreGroup.WithChosen("x", [10, 20, 30])]);
        Assert.Equal(0, ScoreCorrelations.Agreement(a, b, new Generator(1)).Estimate, 12);          // +1 in x, −1 in y
        Assert.Equal(1, ScoreCorrelations.Agreement(a, a, new Generator(1)).Estimate, 12);
        var wider = new ScoreTable("c", [ScoreGroup.WithChosen("x", [1, 2])]);
        Assert.Contains("Group 'x' has 3 candidates in 'a' and 2 in 'c'", Assert.Throws<ArgumentException>(() => ScoreCorrelations.Agreement(a, wider, new Generator(1))).Message);
        var disjoint = new ScoreTable("d", [ScoreGroup.WithChosen("z", [1, 2])]);
        Assert.True(double.IsNaN(ScoreCorrelations.Agreement(a, disjoint, new Generator(1)).Estimate));
    }

    [Fact]
    public void WithInterval_CoversTheTruth()
    {
        // 200 groups of two with a right answer preferred with probability .7.
        var rng = new Generator(9);
        var table = new ScoreTable("m", [.. Enumerable.Range(0, 200).Select(g => ScoreGroup.WithChosen($"{g}", rng.NextDouble() < 0.7 ? [1, 0] : [0, 1]))]);
        var interval = ScoreMetrics.WithInterval(table.Outcomes, ScoreMetrics.StrictAccuracy, rng);
        Assert.InRange(0.7, interval.Low, interval.High);
        Assert.InRange(interval.High - interval.Low, 0.10, 0.15);       // 2·1.96·√(.7·.3/200) = .127
    }

    private sealed class Told(CancellationTokenSource stop) : IProgress<string>
    {
        public List<string> Lines { get; } = [];

        public void Report(string value)
        {
            Lines.Add(value);
            stop.Cancel();
        }
    }

    private static ScoreReport Audit(IEnumerable<IScored> tables, ScoreAuditOptions options, Generator rng) =>
        ScoreAudit.Run(tables, options, rng, cancellation: TestContext.Current.CancellationToken);

    /// <summary>Candidates with gold 0 … 7 that the proxy ranks rightly, and a trap that it loves.</summary>
    private static ScoreTable Hump(Generator rng, double trap) => new("hacked",
        [.. Enumerable.Range(0, 200).Select(g => new ScoreGroup($"{g}",
            [.. Enumerable.Range(0, 8).Select(i => i + 0.1 * rng.NextNormal()), 100], [.. Enumerable.Range(0, 8).Select(i => i + 0.2 * rng.NextNormal()), trap]))], GoldLabels.Graded);
}
