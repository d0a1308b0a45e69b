using Goodhart.Statistics;
using Goodhart.Worlds.Preferences;
using static Goodhart.Papers.RmEnsemblesLab;

namespace Goodhart.Papers;

/// <summary>
/// Reward Model Ensembles Help Mitigate Overoptimization (2023).
/// Claim: under noisy labels the gold of best-of-n on one reward model falls from its peak; the minimum over five (WCO) or their mean less their variance
/// (UWO) hardly falls and ends higher.
/// </summary>
/// <remarks>
/// Quirk world: 600 comparisons by Bradley–Terry of slope 2, a quarter of them flipped; the best of up to 8000 of 8192 candidates to each of 20 prompts. Gold
/// is known of every candidate, so a curve is the exact expectation; only worlds, labels and trainings are random.
/// </remarks>
public sealed class RmEnsembles : IPaper
{
    private static readonly Aggregate mean = new Aggregate.Mean(), median = new Aggregate.Median(), wco = new Aggregate.Min(), uwo = new Aggregate.MeanMinusVariance();

    private static readonly int[] told = [1, 16, 256, 8000];

    public static string Slug => "rm-ensembles";

    public static string Title => "Reward Model Ensembles Help Mitigate Overoptimization (2023)";

    public static string Claim => "Under noisy labels best-of-n on one reward model loses its gain; the worst case or the variance-penalised mean of five keeps it.";

    /// <summary>Gold of one world's best-of-n by arm, and where a KL of 6 nats leads.</summary>
    /// <param name="Single">Mean over the five members, each alone.</param>
    /// <param name="Lost">Share of the peak's gain that one model loses by n = 8000, mean over the five.</param>
    private sealed record Outcome(double[] Single, double Lost, double[] Proxy, double[] Mean, double[] Median, double[] Wco, double[] Uwo, double Accuracy, double SingleAtKl, double WcoAtKl);

    public void Run(PaperRun run)
    {
        Golden(run);
        var noisy = Over(run, run.Fast ? 6 : 24, seed => Measure(seed, 0.25, run));
        run.Doing("noise-free labels");
        var clean = Over(run, run.Fast ? 4 : 12, seed => Measure(seed, 0, run));

        // One model over-optimises; what the aggregates keep, at the largest n.
        double[] Ends(Func<Outcome, double[]> arm) => [.. noisy.Select(o => arm(o)[^1])];
        double[] Beyond(Func<Outcome, double[]> arm, Func<Outcome, double[]> other) => [.. Ends(arm).Zip(Ends(other), (a, b) => a - b)];
        run.AtLeast("one model: share of the peak's gain that is lost at n = 8000", [.. noisy.Select(o => o.Lost)], 0.4);
        run.AtLeast("gold at n = 8000: WCO over one model", Beyond(o => o.Wco, o => o.Single), 1);
        run.AtLeast("gold at n = 8000: mean over one model", Beyond(o => o.Mean, o => o.Single), 0);
        run.AtLeast("gold at n = 8000: WCO over mean", Beyond(o => o.Wco, o => o.Mean), 0);
        run.AtLeast("gold at n = 8000: UWO over mean", Beyond(o => o.Uwo, o => o.Mean), 0);
        run.AtMost("WCO: share of the peak's gain that is lost, mean curve", Drop(Mean(noisy.Select(o => o.Wco))), 0.1);
        run.AtMost("UWO: share of the peak's gain that is lost, mean curve", Drop(Mean(noisy.Select(o => o.Uwo))), 0.1);
        run.AtLeast("gold of the KL-regularised optimum at 6 nats: WCO over one model", [.. noisy.Select(o => o.WcoAtKl - o.SingleAtKl)], 0);
        Describe(run, noisy, clean);

        // Without noise nobody over-optimises, and being pessimistic gains nothing.
        run.Control("noise-free: loss of the peak's gain with one model, mean curve", Drop(Mean(clean.Select(o => o.Single))), d => d < 0.05, "< 0.05");
        var gain = StudentT.Mean([.. clean.Select(o => o.Wco[^1] - o.Mean[^1])]);
        run.Control("noise-free: lower end of WCO's gain over the mean", gain.Low, low => low <= 0, "≤ 0: not significant");
        run.Control("five copies: largest difference from the one model", Copies(run), d => d == 0, "= 0");
    }

    /// <summary>The unbiased estimator on five candidates, by hand.</summary>
    private static void Golden(PaperRun run)
    {
        var five = new Candidates<Batch<int>>(new([0, 1, 2, 3, 4]), 5);
        int[] ns = [1, 2, 3, 5];
        double[] curve = five.BestOfN([.1, .2, .4, .7, .9], [1, .5, 2, -1, .3], ns), values = [.56, .27, .08, .3], nats = [0, .1931, .4319, .8094];
        for (var k = 0; k < ns.Length; k++)
        {
            run.Near($"golden: gold of the best of {ns[k]}", curve[k], values[k], 1e-9);
            run.Near($"golden: KL of the best of {ns[k]}", OrderStatistics.BestOfNKl(ns[k]), nats[k], 5e-5);
        }
    }

    private static (QuirkWorld World, Candidates<FeatureRows> Candidates, Comparisons Test, IReadOnlyList<Feedback.Preference<float[]>> Pairs) Draw(ulong seed, double flips)
    {
        var rng = new Generator(seed);
        var world = new QuirkWorld(new(), rng);
        var annotator = new Annotator("annotator") { Perception = new Perception.BradleyTerry(2), FlipRate = flips };
        return (world, world.Candidates(Prompts, Each, rng), world.Pairs(4000, rng), annotator.Judge(world.Pairs(RmEnsemblesLab.Pairs, rng), rng).Preferences);
    }

    private static Member[] Fit(ulong seed, Candidates<FeatureRows> candidates, Comparisons test, IReadOnlyList<Feedback.Preference<float[]>> pairs, PaperRun run) =>
        [.. Enumerable.Range(0, Members).Select(k =>
            Train(pairs, candidates, test, Generator.Derive(seed, 10 + (ulong)k), Generator.Derive(seed, 20 + (ulong)k), 1.5, cancellation: run.Cancellation))];

    private static Outcome Measure(ulong seed, double flips, PaperRun run)
    {
        run.Doing($"five models in the world of seed {seed}");
        var (world, candidates, test, pairs) = Draw(seed, flips);
        var members = Fit(seed, candidates, test, pairs, run);
        var gold = candidates.Score(world.Gold);
        double[] Curve(Aggregate aggregate) => candidates.BestOfN(Aggregated(members, aggregate), gold, Ns);
        double AtKl(double[] scores) => candidates.Base.MatchKl(scores, 6).Policy.Expect(gold);
        double[][] alone = [.. members.Select(m => candidates.BestOfN(m.Scores, gold, Ns))];
        return new(Mean(alone), alone.Average(Drop), Mean(members.Select(m => candidates.BestOfN(m.Scores, m.Scores, Ns))),
            Curve(mean), Curve(median), Curve(wco), Curve(uwo), members.Average(m => m.Accuracy), AtKl(members[0].Scores), AtKl(Aggregated(members, wco)));
    }

    private static double Copies(PaperRun run)
    {
        var (_, candidates, test, pairs) = Draw(run.Seed, 0.25);
        var one = Train(pairs, candidates, test, 1, 2, 1.5, cancellation: run.Cancellation);
        Member[] copies = [.. Enumerable.Repeat(one, Members)];
        return new[] { mean, median, wco, uwo }.Max(aggregate => Aggregated(copies, aggregate).Zip(one.Scores, (a, b) => Math.Abs(a - (float)b)).Max());
    }

    private static void Describe(PaperRun run, Outcome[] noisy, Outcome[] clean)
    {
        double[] kl = [.. Ns.Select(OrderStatistics.BestOfNKl)];
        Series Line(string name, Outcome[] outcomes, Func<Outcome, double[]> arm) => new(name, kl, Mean(outcomes.Select(arm)));
        foreach (var (title, outcomes) in new[] { ("a quarter of the labels flipped", noisy), ("no label flipped", clean) })
            run.Plot(new($"Gold of best-of-n, {title}", "KL to the sampler (nats)", "gold",
                [Line("one model", outcomes, o => o.Single), Line("mean", outcomes, o => o.Mean), Line("median", outcomes, o => o.Median), Line("WCO", outcomes, o => o.Wco), Line("UWO (0.5)", outcomes, o => o.Uwo)]));
        run.Note("Chosen after looking: ReLU and a constant learning rate, with which the figures known before come out; with tanh and a decaying rate they do not. "
            + "The share one model loses is taken from each model's own peak and averaged, since models peak at different n; that of the mean curve is stated beside it.");
        string At(Func<Outcome, double[]> arm) => string.Join(" ", told.Select(n => Mean(noisy.Select(arm))[Array.IndexOf(Ns, n)].ToString("F2", System.Globalization.CultureInfo.InvariantCulture)));
        run.Note($"Gold at n = 1, 16, 256, 8000 with noise: one model {At(o => o.Single)}; mean {At(o => o.Mean)}; median {At(o => o.Median)}; WCO {At(o => o.Wco)}; UWO {At(o => o.Uwo)}. "
            + FormattableString.Invariant($"Share of the peak's gain lost on those mean curves: one model {Drop(Mean(noisy.Select(o => o.Single))):F2}, mean {Drop(Mean(noisy.Select(o => o.Mean))):F2}; world by world WCO {noisy.Average(o => Drop(o.Wco)):F2}, UWO {noisy.Average(o => Drop(o.Uwo)):F2}. ")
            + $"One model's own score there: {At(o => o.Proxy)}. Accuracy on fresh pairs {noisy.Average(o => o.Accuracy):F3} with noise, {clean.Average(o => o.Accuracy):F3} without.");
    }
}
