using Goodhart.Audit.Scores;
using Goodhart.Statistics;

namespace Goodhart.Papers;

/// <summary>
/// RewardMATH — Evaluating Robustness of Reward Models for Mathematical Reasoning (2024).
/// Claim: one right solution against nine wrong ones of the same style tells reward models apart that pairs of unlike style cannot.
/// </summary>
/// <remarks>
/// The page checks the stored scores of the paper's 13 reward models and 18 judges, then builds both kinds of bench in a world of known truth and asks which of
/// them predicts what selecting by a reward comes to.
/// </remarks>
public sealed class RewardMath : IPaper
{
    private const string Nine = RewardMathFiles.MathBench, Pairs = RewardMathFiles.PairBench;

    public static string Slug => "rewardmath";

    public static string Title => "RewardMATH: Evaluating Robustness of Reward Models for Mathematical Reasoning (2024)";

    public static string Claim => "One right solution against nine wrong ones of the same style separates reward models that a pairwise bench rates alike.";

    /// <summary>Accuracy and MRR on RewardMATH and accuracy on RewardBench's pairs, in percent.</summary>
    private static readonly (string Model, double Accuracy, double Mrr, double Pairs)[] published =
    [
        ("internlm2-7b", 37.27, 55.17, 92.84),
        ("internlm2-20b", 33.95, 51.95, 95.08),
        ("GRM-Llama3-8B", 24.43, 45.80, 91.50),
        ("Skywork-8B", 22.15, 44.69, 96.87),
        ("ArmoRM", 20.50, 42.18, 92.84),
        ("Eurus-RM", 16.98, 38.30, 60.85),
        ("beaver", 7.25, 26.59, 51.45),
        ("oasst-rm", 7.04, 27.03, 60.40),
        ("GRM-Gemma-2B", 4.97, 24.10, 93.06),
        ("Math-Shepherd (product)", 17.18, 34.68, 94.41),
        ("Math-Shepherd (geometric mean)", 15.73, 33.61, 81.43),
        ("Math-Shepherd (last)", 18.22, 38.83, 65.77),
    ];

    private static readonly IReadOnlyList<IScored> tables = RewardMathData.All.Tables([.. StepAggregator.All]);

    public void Run(PaperRun run)
    {
        Table(run);
        Agreement(run);
        Selection(run);
        Controls(run);
        RewardMathGenerative.Check(run);
    }

    private static void Table(PaperRun run)
    {
        foreach (var (model, accuracy, mrr, pairs) in published)
        {
            run.Near($"{model}: accuracy, %", 100 * Accuracy(Nine, model), accuracy, 0.01);
            run.Near($"{model}: MRR, %", 100 * Mrr(Nine, model), mrr, 0.01);
            run.Near($"{model}: accuracy on pairs, %", 100 * Accuracy(Pairs, model), pairs, 0.01);
        }

        run.Near("GPT-4 pairwise judge: all nine won, %", 100 * Accuracy(Nine, "GPT-4 pairwise"), 29.81, 0.01);
        run.Near("GPT-4 pairwise judge: MRR, %", 100 * Mrr(Nine, "GPT-4 pairwise"), 51.92, 0.01);

        // Three judges' files end with a second copy of the last two problems; the published figures count them.
        IReadOnlyList<Outcome> joined = Find(Nine, "GPT-4o").Outcomes, listed = [.. joined, .. joined.TakeLast(2)];
        run.Near("GPT-4o ratings: accuracy over the 485 rows, %", 100 * ScoreMetrics.StrictAccuracy(listed), 25.98, 0.01);
        run.Near("GPT-4o ratings: MRR over the 485 rows, %", 100 * ScoreMetrics.Mrr(listed), 46.70, 0.01);
        run.Note($"Over its 483 problems GPT-4o has accuracy {100 * ScoreMetrics.StrictAccuracy(joined):F2} and MRR {100 * ScoreMetrics.Mrr(joined):F2}.");
    }

    private static void Agreement(PaperRun run)
    {
        string[] scalars = [.. RewardMathData.Scalars(Nine).Select(t => t.Model)];
        double[] math = Array.ConvertAll(scalars, m => Accuracy(Nine, m)), pairs = Array.ConvertAll(scalars, m => Accuracy(Pairs, m));
        run.Near("the two benches over nine scalar models: Pearson", Correlation.Pearson(math, pairs), 0.60, 0.005);
        run.Near("the two benches over nine scalar models: Spearman", Correlation.Spearman(math, pairs), 0.40, 0.005);
        run.Near("accuracy and MRR over nine scalar models: Pearson", Correlation.Pearson(math, Array.ConvertAll(scalars, m => Mrr(Nine, m))), 0.99, 0.005);

        // Pairs put six models within 5.4 points, among them the one that selects worse than chance.
        string[] alike = [.. scalars.Where(m => Accuracy(Pairs, m) > 0.9)];
        run.AtMost("models above 90 % on pairs: spread on pairs", Spread(alike, Pairs), 0.055);
        run.AtLeast("models above 90 % on pairs: spread on RewardMATH", Spread(alike, Nine), 0.32);

        // The product rewards short solutions: right ones are short on the pairs, and only there it pays.
        run.AtLeast("product over geometric mean on pairs (Math-Shepherd)", Accuracy(Pairs, "Math-Shepherd (product)") - Accuracy(Pairs, "Math-Shepherd (geometric mean)"), 0.12);
        run.AtMost("product over geometric mean on RewardMATH (Math-Shepherd)", Accuracy(Nine, "Math-Shepherd (product)") - Accuracy(Nine, "Math-Shepherd (geometric mean)"), 0.02);
    }

    private static void Selection(PaperRun run)
    {
        string[] shown = ["internlm2-7b", "Skywork-8B", "ArmoRM", "Math-Shepherd (geometric mean)", "beaver", "GRM-Gemma-2B"];
        run.Plot(new("Best of n on RewardMATH", "KL to the sampler (nats)", "share of right picks", [.. shown.Select(Line)]));

        var report = ScoreAudit.Run([Scores("internlm2-7b"), Scores("GRM-Gemma-2B"), Pair("GRM-Gemma-2B")], new(), new Generator(run.Seed), cancellation: run.Cancellation);
        run.Holds("internlm2-7b selects better than chance among ten", report.Rows[0].Verdict == ScoreVerdict.SelectsBetter, "SelectsBetter");
        run.Holds("GRM-Gemma-2B selects worse than chance among ten", report.Rows[1].Verdict == ScoreVerdict.SelectsWorse, "SelectsWorse");
        run.Holds("GRM-Gemma-2B looks fine on pairs", report.Rows[2].Verdict == ScoreVerdict.SelectsBetter, "SelectsBetter");
    }

    private static void Controls(PaperRun run)
    {
        var table = Scores("internlm2-7b");

        // Scores that know nothing: 10 % and (1/10)·Σ 1/k = .2929. Ten draws a seed put the card's tolerance of .02 beyond four standard errors.
        Outcome[][] random = run.OverSeeds(seed => Ten(new(seed), rng => table.Rescore("random", g => [.. g.Scores.Select(_ => rng.NextNormal())])));
        run.Control("random scores: accuracy", Array.ConvertAll(random, ScoreMetrics.StrictAccuracy), a => Math.Abs(a - 0.1) < 0.02, "= 0.1 ± 0.02");
        run.Control("random scores: MRR", Array.ConvertAll(random, ScoreMetrics.Mrr), m => Math.Abs(m - 0.2929) < 0.02, "= 0.2929 ± 0.02");
        run.Control("random scores: expected MRR", ScoreMetrics.ChanceMrr(table.Outcomes), m => Math.Abs(m - 0.29290) < 1e-5, "= 0.2929");

        // The best model's scores under labels drawn at random: what it prefers is no longer right.
        Outcome[][] shuffled = run.OverSeeds(seed => Ten(new(seed), rng => Relabel(table, rng)));
        run.Control("shuffled labels: accuracy of the best model", Array.ConvertAll(shuffled, ScoreMetrics.StrictAccuracy), a => Math.Abs(a - 0.1) < 0.02, "= 0.1 ± 0.02");
        run.Control("shuffled labels: gain of its favourites", Array.ConvertAll(shuffled, ScoreMetrics.Lift), l => Math.Abs(l) < 0.02, "= 0 ± 0.02");

        // A model that likes everything alike has no strict win, no strict loss, and picks at random.
        var constant = table.Rescore("constant", g => new double[g.Scores.Length]);
        run.Control("constant scores: strict accuracy", ScoreMetrics.StrictAccuracy(constant.Outcomes), a => a == 0, "= 0");
        run.Control("constant scores: best of ten", BestOfN.Curve(constant, 10)[0].Gold, g => Math.Abs(g - 0.1) < 1e-12, "= 0.1");
    }

    private static Series Line(string model)
    {
        var curve = BestOfN.Curve(Scores(model), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        return new(model, [.. curve.Select(p => p.Kl)], [.. curve.Select(p => p.Gold)]);
    }

    private static Outcome[] Ten(Generator rng, Func<Generator, ScoreTable> draw) => [.. Enumerable.Range(0, 10).SelectMany(_ => draw(rng).Outcomes)];

    private static ScoreTable Relabel(ScoreTable table, Generator rng) =>
        new(table.Model, [.. table.Groups.Select(g => ScoreGroup.WithChosen(g.Name, g.Scores, rng.NextInt(g.Scores.Length)))], bench: table.Bench);

    private static double Spread(string[] models, string bench) => models.Max(m => Accuracy(bench, m)) - models.Min(m => Accuracy(bench, m));

    private static double Accuracy(string bench, string model) => ScoreMetrics.StrictAccuracy(Find(bench, model).Outcomes);

    private static double Mrr(string bench, string model) => ScoreMetrics.Mrr(Find(bench, model).Outcomes);

    private static ScoreTable Scores(string model) => (ScoreTable)Find(Nine, model);

    private static ScoreTable Pair(string model) => (ScoreTable)Find(Pairs, model);

    private static IScored Find(string bench, string model) => tables.First(t => t.Bench == bench && t.Model == model);
}
