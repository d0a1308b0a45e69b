using Goodhart.Audit.Benches;
using Goodhart.Audit.Scores;
using Goodhart.Statistics;
using Goodhart.Worlds.Preferences;

namespace Goodhart.Papers;

/// <summary>
/// RewardBench — Evaluating Reward Models for Language Modeling (2024), and RewardBench 2 (2025).
/// Claim: best-of-four accuracy tells what best-of-16 by a reward comes to, and spreads rewards further than pairs do.
/// </summary>
/// <remarks>
/// The gold of the world is known, so "what selecting comes to" is measured, not judged. Rows of four have the answer of highest gold as the right one; rows of
/// two are their first two answers. Figures are spread relative to what a random reward gets: ¼ and ½.
/// </remarks>
public sealed class RewardBench : IPaper
{
    private const int Answers = 4, Candidates = 16;

    public static string Slug => "reward-bench";

    public static string Title => "RewardBench: Evaluating Reward Models for Language Modeling (2024); RewardBench 2 (2025)";

    public static string Claim => "Best-of-four accuracy of a reward goes with the gold of its best-of-16, and tells rewards further apart than pairs do.";

    /// <summary>What one seed found of the twelve. // each: (models)</summary>
    private sealed record Figures(string[] Models, double[] Four, double[] Pairs, double[] Gold, double[] Shuffled, double ShuffledAgreement, double ConstantFour, double ConstantPairs)
    {
        /// <summary>Best minus worst model that knows something, relative to chance.</summary>
        public double Spread(double[] values, double chance)
        {
            double[] known = [.. values.Where((_, i) => Models[i] != "random")];
            return (known.Max() - known.Min()) / chance;
        }
    }

    public void Run(PaperRun run)
    {
        Golden(run);
        run.Doing("twelve rewards a seed");
        var (rows, prompts) = run.Fast ? (1000, 300) : (2000, 600);
        Figures[] found = run.OverSeeds(seed => Measure(rows, prompts, new(seed), run.Cancellation));

        run.AtLeast("best-of-four accuracy and gold of best-of-16 over twelve rewards, Pearson", Array.ConvertAll(found, f => Correlation.Pearson(f.Four, f.Gold)), 0.8);
        run.AtLeast("spread of best-of-four accuracy over that of pairwise accuracy, each relative to chance",
            Array.ConvertAll(found, f => f.Spread(f.Four, 1.0 / Answers) / f.Spread(f.Pairs, 0.5)), 1);
        run.Plot(new("What a bench tells of selection", "best-of-four accuracy", "gold of best-of-16", [new("twelve rewards", found[0].Four, found[0].Gold)]));

        // Controls: scores that lost their rows, and a reward that says nothing.
        var error = 3 * Math.Sqrt(0.25 * 0.75 / rows);
        run.Control("scores shuffled within rows: best-of-four accuracy", Array.ConvertAll(found, f => f.Shuffled.Average()), a => Math.Abs(a - 0.25) < error, $"= 0.25 ± {error:F3}");
        run.Control("scores shuffled within rows: Pearson with best-of-16, mean of twenty shuffles", found.Average(f => f.ShuffledAgreement), r => Math.Abs(r) < 0.5, "|r| < 0.5");
        run.Control("constant reward: best-of-four accuracy", Array.ConvertAll(found, f => f.ConstantFour), a => a == 0.25, "= 0.25");
        run.Control("constant reward: pairwise accuracy", Array.ConvertAll(found, f => f.ConstantPairs), a => a == 0, "= 0");
    }

    /// <summary>The project's own example, and the ties of its second version.</summary>
    private static void Golden(PaperRun run)
    {
        var spec = BenchSpecs.RewardBench1;
        var beaver = new Dictionary<string, double>
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
        double[] expected = [0.608939, 0.449561, 0.721622, 0.466757];
        double?[] sections = [.. spec.Sections.Select(s => BenchAggregate.Section(s, beaver))];
        for (var i = 0; i < expected.Length; i++) run.Near($"beaver-7b-cost: {spec.Sections[i].Name}", sections[i]!.Value, expected[i], 1e-6);
        run.Near("beaver-7b-cost: overall with prior sets at 0.6", BenchAggregate.Overall(spec.Sections, [.. sections.Take(4), 0.6]), 0.565973, 1e-6);

        ScoreGroup Row(string name, int right, params double[] scores) => new(name, scores, [.. scores.Select((_, i) => i < right ? 1.0 : 0)]);
        var ties = BenchScorers.TiesMargin.Measure(
            [Row("ref:0", 1, 2, .5, .1), Row("tied:0", 3, 3, 2.5, 2.2, 1, 0), Row("ref:1", 1, 1, 1.5), Row("tied:1", 2, 2, 0, -.5, -1), Row("ref:2", 1, 4, 1), Row("tied:2", 2, 1, 1, 0)], TieRule.Loss);
        run.Near("ties: score of the worked example", ties.Value, 0.7687127784, 1e-6);
    }

    private static Figures Measure(int rows, int prompts, Generator rng, CancellationToken cancellation)
    {
        var world = new FeaturePreferenceWorld(new(), rng);
        using var models = new RewardBenchModels(world, rng, cancellation);
        var (bench, pool) = (world.Candidates(rows, Answers, rng), world.Candidates(prompts, Candidates, rng));
        double[] gold = bench.Score(world.Gold), worth = pool.Score(world.Gold);
        double[][] scores = [.. models.All.Select(bench.Score)];
        double[] best = [.. models.All.Select(m => pool.BestOfN(pool.Score(m), worth, Candidates)[0])];
        double[][] shuffled = [.. Enumerable.Range(0, 20).Select(_ => Array.ConvertAll(scores, s => Four(Shuffle(s, rng), gold)))];
        var constant = new double[gold.Length];
        return new([.. models.All.Select(m => m.Name)], Array.ConvertAll(scores, s => Four(s, gold)), Array.ConvertAll(scores, s => Two(s, gold)), best,
            shuffled[0], shuffled.Average(s => Correlation.Pearson(s, best)), Four(constant, gold), Two(constant, gold));
    }

    private static double Four(double[] scores, double[] gold) => Accuracy(scores, gold, Answers, BenchScorers.BestOfK);

    private static double Two(double[] scores, double[] gold) => Accuracy(scores, gold, 2, BenchScorers.Pairwise);

    /// <summary>Of the first answers of every row, of which the one of highest gold is right.</summary>
    private static double Accuracy(double[] scores, double[] gold, int answers, IBenchScorer scorer)
    {
        var groups = new ScoreGroup[scores.Length / Answers];
        for (var row = 0; row < groups.Length; row++)
        {
            double[] own = gold[(row * Answers)..(row * Answers + answers)];
            groups[row] = ScoreGroup.WithChosen($"{row}", scores[(row * Answers)..(row * Answers + answers)], Array.IndexOf(own, own.Max()));
        }

        return scorer.Measure(groups, TieRule.Loss).Value;
    }

    private static double[] Shuffle(double[] scores, Generator rng)
    {
        double[] shuffled = [.. scores];
        for (var from = 0; from < shuffled.Length; from += Answers) rng.Shuffle(shuffled.AsSpan(from, Answers));
        return shuffled;
    }
}
