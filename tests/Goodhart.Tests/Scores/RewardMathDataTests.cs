using System.IO.Compression;
using Goodhart.Audit.Scores;
using Goodhart.Statistics;

namespace Goodhart.Tests.Scores;

/// <summary>The card's figures, on the packed data and on the original files. Expected numbers were computed independently from the original files.</summary>
public sealed class RewardMathDataTests
{
    /// <summary>Model, accuracy, tie accuracy, MRR, pairwise and pairwise with ties half, in percent, on RewardMATH.</summary>
    public static TheoryData<string, double, double, double, double, double> Math => new()
    {
        { "internlm2-7b", 37.27, 37.27, 55.17, 75.98, 75.98 },
        { "internlm2-20b", 33.95, 33.95, 51.95, 73.08, 73.10 },
        { "GRM-Llama3-8B", 24.43, 24.84, 45.80, 70.30, 70.36 },
        { "Skywork-8B", 22.15, 22.15, 44.69, 71.50, 71.53 },
        { "ArmoRM", 20.50, 21.53, 42.18, 67.31, 68.14 },
        { "Eurus-RM", 16.98, 16.98, 38.30, 63.19, 63.19 },
        { "beaver", 7.25, 7.25, 26.59, 48.59, 48.65 },
        { "oasst-rm", 7.04, 7.04, 27.03, 49.87, 49.92 },
        { "GRM-Gemma-2B", 4.97, 4.97, 24.10, 45.69, 45.70 },
        { "Math-Shepherd (product)", 17.18, 17.18, 34.68, 51.64, 51.64 },
        { "Math-Shepherd (geometric mean)", 15.73, 15.73, 33.61, 51.53, 51.53 },
        { "Math-Shepherd (last)", 18.22, 18.22, 38.83, 60.64, 60.64 },
        { "Math-Shepherd (mean odds)", 9.32, 9.32, 26.36, 43.62, 43.62 },
        { "ReasonEval-7B (geometric mean)", 20.29, 20.29, 39.26, 60.71, 60.71 },
        { "ReasonEval-7B (mean logit)", 20.91, 20.91, 40.45, 62.41, 62.41 },
        { "ReasonEval-34B (geometric mean)", 18.43, 18.43, 38.96, 62.39, 62.39 },
        { "ReasonEval-34B (min)", 19.46, 19.46, 40.35, 64.02, 64.17 },
        { "Easy-to-hard (geometric mean)", 16.36, 19.05, 37.51, 60.46, 61.19 },
        { "Easy-to-hard (max)", 5.59, 49.28, 25.31, 34.78, 59.42 },
        { "GPT-4", 22.36, 48.24, 44.57, 67.72, 76.24 },
        { "GPT-4o", 25.88, 51.55, 46.58, 69.45, 77.02 },
        { "ChatGPT", 0.21, 64.80, 14.00, 24.55, 52.37 },
        { "Claude-3-Opus", 2.48, 61.49, 18.66, 37.43, 61.62 },
        { "Claude-3.5-Sonnet", 2.07, 73.50, 17.60, 35.27, 62.56 },
        { "Llama3-8B", 2.07, 44.72, 18.20, 30.02, 55.14 },
        { "Llama3-70B", 0.62, 65.42, 17.16, 35.36, 59.28 },
        { "Prometheus-2-7B", 2.28, 42.44, 16.57, 24.41, 52.31 },
        { "Prometheus-2-8x7B", 0.21, 76.60, 14.92, 27.97, 56.51 },
    };

    public static TheoryData<string, double, double, double> Judges => new()
    {
        { "GPT-4 pairwise", 29.81, 51.92, 77.46 },
        { "GPT-4o pairwise", 24.64, 48.92, 76.33 },
        { "ChatGPT pairwise", 0.21, 20.33, 51.25 },
        { "Claude-3-Opus pairwise", 6.63, 31.72, 63.75 },
        { "Claude-3.5-Sonnet pairwise", 15.32, 40.01, 69.61 },
        { "Llama3-8B pairwise", 0.62, 19.06, 43.82 },
        { "Llama3-70B pairwise", 9.73, 35.90, 68.12 },
        { "Prometheus-2-7B pairwise", 2.28, 21.64, 45.07 },
        { "Prometheus-2-8x7B pairwise", 3.73, 26.87, 57.74 },
    };

    public static TheoryData<string, double> Pairs => new()
    {
        { "internlm2-7b", 92.84 }, { "internlm2-20b", 95.08 }, { "GRM-Llama3-8B", 91.50 }, { "Skywork-8B", 96.87 }, { "ArmoRM", 92.84 },
        { "Eurus-RM", 60.85 }, { "beaver", 51.45 }, { "oasst-rm", 60.40 }, { "GRM-Gemma-2B", 93.06 },
        { "Math-Shepherd (product)", 94.41 }, { "Math-Shepherd (geometric mean)", 81.43 }, { "Math-Shepherd (last)", 65.77 },
        { "ReasonEval-7B (product)", 63.09 }, { "ReasonEval-34B (product)", 83.45 }, { "Easy-to-hard (product)", 67.79 },
        { "ReasonEval-7B (geometric mean)", 14.77 }, { "ReasonEval-34B (geometric mean)", 19.69 }, { "Easy-to-hard (geometric mean)", 29.08 },
    };

    /// <summary>Gold of the best of 1, 2, 5 and 10; step models by the geometric mean.</summary>
    public static TheoryData<string, double, double, double> Curves => new()
    {
        { "internlm2-7b", 0.1520, 0.2510, 0.3727 }, { "internlm2-20b", 0.1462, 0.2316, 0.3395 }, { "GRM-Llama3-8B", 0.1407, 0.2003, 0.2464 },
        { "Skywork-8B", 0.1431, 0.1925, 0.2215 }, { "ArmoRM", 0.1363, 0.1816, 0.2101 }, { "Eurus-RM", 0.1264, 0.1534, 0.1698 },
        { "beaver", 0.0973, 0.0827, 0.0725 }, { "oasst-rm", 0.0998, 0.0855, 0.0704 }, { "GRM-Gemma-2B", 0.0914, 0.0673, 0.0497 },
        { "Math-Shepherd (geometric mean)", 0.1031, 0.1261, 0.1573 }, { "ReasonEval-7B (geometric mean)", 0.1214, 0.1582, 0.2029 },
        { "ReasonEval-34B (geometric mean)", 0.1248, 0.1575, 0.1843 }, { "Easy-to-hard (geometric mean)", 0.1224, 0.1568, 0.1770 },
    };

    private static readonly Lazy<Dictionary<(string, string), IScored>> packed = new(() => ByName(RewardMathData.All));

    private static readonly Lazy<Dictionary<(string, string), IScored>> original = new(() => ByName(ScoreReader.ReadAll(OriginalFiles())));

    [Theory]
    [MemberData(nameof(Math))]
    public void Packed_Scores_GiveTheTable(string model, double accuracy, double tie, double mrr, double pairwise, double half) =>
        CheckMath(packed.Value, model, accuracy, tie, mrr, pairwise, half);

    [Theory]
    [MemberData(nameof(Math))]
    public void Original_Scores_GiveTheTable(string model, double accuracy, double tie, double mrr, double pairwise, double half) =>
        CheckMath(original.Value, model, accuracy, tie, mrr, pairwise, half);

    [Theory]
    [MemberData(nameof(Judges))]
    public void PairwiseJudges_GiveTheTable(string model, double accuracy, double mrr, double pairwise)
    {
        var outcomes = packed.Value[(RewardMathFiles.MathBench, model)].Outcomes;
        Near(accuracy, ScoreMetrics.StrictAccuracy(outcomes));
        Near(mrr, ScoreMetrics.Mrr(outcomes));
        Near(pairwise, ScoreMetrics.PairwiseAccuracy(outcomes));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void RewardBenchPairs_GiveTheTable(string model, double pairwise)
    {
        var outcomes = packed.Value[(RewardMathFiles.PairBench, model)].Outcomes;
        Assert.Equal(447, outcomes.Count);
        Near(pairwise, ScoreMetrics.PairwiseAccuracy(outcomes));
        Near(pairwise, ScoreMetrics.StrictAccuracy(outcomes));
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void BestOfN_OfThe13Models_IsTheIndependentOne(string model, double two, double five, double ten)
    {
        var curve = BestOfN.Curve((ScoreTable)packed.Value[(RewardMathFiles.MathBench, model)], 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        Assert.Equal(0.1, curve[0].Gold, 12);
        Assert.Equal(two, curve[1].Gold, 4);
        Assert.Equal(five, curve[4].Gold, 4);
        Assert.Equal(ten, curve[9].Gold, 4);
        Assert.All(curve.Zip(curve.Skip(1)), p => Assert.True(p.Second.Proxy > p.First.Proxy));
    }

    [Fact]
    public void Benches_AgreeOnlyWeakly_OverTheNineScalarModels()
    {
        double[] math = Accuracies(RewardMathFiles.MathBench), pairs = Accuracies(RewardMathFiles.PairBench);
        Assert.Equal(9, math.Length);
        Assert.Equal(0.60, Correlation.Pearson(math, pairs), 2);
        Assert.Equal(0.40, Correlation.Spearman(math, pairs), 2);
        double[] mrr = [.. RewardMathData.Scalars(RewardMathFiles.MathBench).Select(t => ScoreMetrics.Mrr(t.Outcomes))];
        Assert.Equal(0.99, Correlation.Pearson(math, mrr), 2);
    }

    [Fact]
    public void Packed_IsComplete()
    {
        Assert.Equal(9 + 9 + 9, RewardMathData.All.Scores.Count);
        Assert.Equal(8, RewardMathData.All.Steps.Count);
        Assert.Equal(9, RewardMathData.All.Verdicts.Count);
        Assert.Equal(9, RewardMathData.Raters.Count);
        Assert.All(RewardMathData.All.Scores.Where(t => t.Bench == RewardMathFiles.MathBench), t => Assert.Equal(483, t.Groups.Count));
        Assert.All(RewardMathData.All.Verdicts, t => Assert.Equal(483, t.Groups.Count));
        Assert.Equal("human_to_GPT-4", RewardMathData.Scalars(RewardMathFiles.MathBench)[0].Groups[0].Sources![0]);
    }

    [Fact]
    public void Original_FilesOf485Rows_AreJoinedByProblem_OrCountedAsPublished()
    {
        var path = Path.Combine(RewardMathFolder.Require(), "RewardMATH", "gpt4o_reward.json.gz");
        var joined = ScoreReader.Read(path);
        Assert.Equal(483, joined.Scores[0].Groups.Count);
        Assert.Contains("GPT-4o on RewardMATH: 2 problem(s) occur twice", Assert.Single(joined.Warnings));
        var published = ScoreReader.Read(path, new(KeepRepeats: true)).Scores[0];
        Assert.Equal(485, published.Groups.Count);
        Near(25.98, ScoreMetrics.StrictAccuracy(published.Outcomes));
        Near(46.70, ScoreMetrics.Mrr(published.Outcomes));
    }

    [Fact]
    public void Pack_OfTheOriginalFiles_GivesTheShippedText()
    {
        var file = Path.Combine(Path.GetTempPath(), $"goodhart-pack-{Guid.NewGuid():N}.gz");
        try
        {
            RewardMathData.Pack(RewardMathFolder.Require(), file);
            using var made = File.OpenRead(file);
            using var shipped = RewardMathData.OpenPacked();
            Assert.InRange(shipped.Length, 1, 600_000);
            Assert.True(Text(made).AsSpan().SequenceEqual(Text(shipped)));     // the text, as other versions of zlib pack it differently
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Packed_Steps_KeepEveryOutcomeOfEveryAggregate()
    {
        var full = ScoreReader.ReadAll(OriginalFiles()).Tables([.. StepAggregator.All]).ToDictionary(t => (t.Bench, t.Model));
        foreach (var table in RewardMathData.All.Tables([.. StepAggregator.All]))
        {
            Assert.Equal(Sorted(full[(table.Bench, table.Model)]), Sorted(table));      // files list RewardBench's problems in several orders
        }
    }

    private static IEnumerable<(int, int, int, double)> Sorted(IScored table) =>
        table.Outcomes.Select(o => (o.Pairs.Wins, o.Pairs.Ties, o.Pairs.Losses, o.Lift)).Order();

    private static void CheckMath(
        Dictionary<(string, string), IScored> tables, string model, double accuracy, double tie, double mrr, double pairwise, double half)
    {
        var outcomes = tables[(RewardMathFiles.MathBench, model)].Outcomes;
        Assert.Equal(483, outcomes.Count);
        Near(accuracy, ScoreMetrics.StrictAccuracy(outcomes));
        Near(tie, ScoreMetrics.TieAccuracy(outcomes));
        Near(mrr, ScoreMetrics.Mrr(outcomes));
        Near(pairwise, ScoreMetrics.PairwiseAccuracy(outcomes));
        Near(half, ScoreMetrics.PairwiseAccuracyTiesHalf(outcomes));
    }

    private static void Near(double percent, double share) => Assert.InRange(100 * share, percent - 0.00501, percent + 0.00501);

    private static double[] Accuracies(string bench) => [.. RewardMathData.Scalars(bench).Select(t => ScoreMetrics.StrictAccuracy(t.Outcomes))];

    private static Dictionary<(string, string), IScored> ByName(ScoreSet set) => set.Tables([.. StepAggregator.All]).ToDictionary(t => (t.Bench, t.Model));

    private static string[] OriginalFiles() => Directory.GetFiles(RewardMathFolder.Require(), "*.json.gz", SearchOption.AllDirectories);

    private static byte[] Text(Stream packed)
    {
        using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        using var text = new MemoryStream();
        unpacked.CopyTo(text);
        return text.ToArray();
    }
}
