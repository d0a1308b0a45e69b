using Goodhart.Audit.Mismatch;
using Goodhart.Statistics;

namespace Goodhart.Papers;

/// <summary>
/// The Alignment Ceiling: Objective Mismatch in RLHF (2023), a position paper made measurable.
/// Claim: a reward model's accuracy, the reward its policy reaches and what was wanted are three things, and the harder one optimises the less they are one.
/// </summary>
/// <remarks>
/// Reward models of three widths, three amounts of data and two of noise are optimised exactly against the quirk world's gold at six KL coefficients, so that
/// no link breaks for want of optimisation. Everything is measured within one world and repeated over worlds: 14, since 8 left the gain of learning again unsettled.
/// </remarks>
public sealed class AlignmentCeiling : IPaper
{
    public static string Slug => "objective-mismatch";

    public static string Title => "The Alignment Ceiling: Objective Mismatch in RLHF (2023)";

    public static string Claim => "A reward model's accuracy, the reward its policy reaches and what was wanted are three things: under strong optimisation more reward goes with less of what was wanted.";

    private const double Weak = 1, Strong = 0.2;

    public void Run(PaperRun run)
    {
        var worlds = run.OverSeeds(seed => new CeilingLab(new(seed), run.Fast ? 2 : 4), run.Fast ? 3 : 14);
        var reports = worlds.Select((w, i) => ObjectiveMismatch.Audit(w.Runs, new(run.Seed + (ulong)i), new("gold", Covariates: ["kl"], Resamples: 400))).ToArray();

        // L1: a bench ranks reward models over a wide range of accuracy; within a narrow one it says less, and the policy's own samples say more.
        run.AtLeast("β = 1: Spearman of accuracy and gold, over all reward models", Links(reports, "L1", "accuracy", Weak), 0.5);
        run.AtLeast("β = 1: what accuracy on the policy's own samples ranks better by", Less(Links(reports, "L1", "on-policy accuracy", Weak), Links(reports, "L1", "accuracy", Weak)), 0);
        double[] weak = Band(worlds, Weak), strong = Band(worlds, Strong);
        run.AtLeast("what is lost of that link among reward models of accuracy .74 to .82", Less(Links(reports, "L1", "accuracy", Weak), weak), 0.1);
        run.Note($"Not reproduced: that within this band the link is strong while optimisation is weak and gone when it is strong. Spearman is {StudentT.Mean(weak)} at β = 1, "
            + $"{StudentT.Mean(strong)} at β = .2, the difference {StudentT.Mean(Less(weak, strong))}; over all reward models it stays, {StudentT.Mean(Links(reports, "L1", "accuracy", 0.02))} at β = .02. "
            + $"In single worlds the band's correlation at β = 1 runs from {weak.Min():F2} to {weak.Max():F2}: one world cannot tell.");

        // L3: the reward a policy reaches says nothing good of it.
        run.AtMost("β = .2: Spearman of a policy's reward and gold, over reward models", Links(reports, "L3", "reward", Strong), 0);

        // The cause: what the policy says is not what the reward model was tested on.
        double[] near = OnPolicy(worlds, Weak), far = OnPolicy(worlds, Strong);
        run.AtLeast("accuracy on the policy's own samples: fall from β = 1 to .2", Less(near, far), 0.15);
        run.Control("accuracy on held-out pairs: the same at every β", [.. worlds.Select(w => w.Runs.GroupBy(r => r.Model).Max(g => g.Max(r => r.Accuracy) - g.Min(r => r.Accuracy)))], d => d == 0, "= 0");
        run.AtLeast("noisy reward models whose reward and gold rise together before the peak of gold and part behind it, share", [.. worlds.Select(w => w.Turning)], 0.7);

        // The remedy: learn again where the policy is.
        run.AtLeast("gold at β = .02 after learning again on 300 pairs of the policy's samples, minus before", [.. worlds.Select(w => w.Relearnt)], 0);
        run.Note($"Against 300 more pairs of the reference's samples those of the policy's gain {StudentT.Mean([.. worlds.Select(w => w.Relearnt - w.More)])}.");

        Controls(run, worlds);
        run.Plot(new("Gold by reward model's accuracy", "accuracy on held-out pairs", "gold of the optimal policy",
            [.. CeilingLab.Betas.Select(b => new Series($"β = {b}", [.. worlds[0].At(b).Select(r => r.Accuracy)], [.. worlds[0].At(b).Select(r => r.Evaluations["gold"])]))]));
    }

    private static void Controls(PaperRun run, CeilingLab[] worlds)
    {
        // Reward models that are the gold but for a little noise: nothing may be found, neither across them nor along any of their policies.
        double[] intact = run.OverSeeds(seed =>
        {
            var rng = new Generator(seed);
            var links = ObjectiveMismatch.Audit(CeilingLab.NearlyGold(rng, 12), rng, new("gold", Resamples: 200)).Links;
            return links.Where(l => l.Recipe?.StartsWith("along", StringComparison.Ordinal) is true || (l is { Name: "L1", X: "accuracy", Recipe: "β = 0.96" })).Min(l => l.Spearman.Estimate);
        }, 3);
        run.Control("the gold plus a little noise: weakest link", intact, r => r > 0.9, "> 0.9");

        // Evaluations dealt out at random: no link beyond chance.
        double[] shuffled = [.. worlds.Select((w, i) => Math.Abs(StudentT.Mean(Shuffled(w, new(run.Seed + (ulong)i))).Estimate))];
        run.Control("evaluations dealt out at random: mean |Spearman| of reward and gold over 50 deals", shuffled, r => r < 0.1, "< 0.1");
    }

    private static double[] Shuffled(CeilingLab world, Generator rng) => [.. Enumerable.Range(0, 50).Select(_ =>
    {
        double[] gold = [.. world.At(Weak).Select(r => r.Evaluations["gold"])];
        rng.Shuffle<double>(gold);
        return Correlation.Spearman([.. world.At(Weak).Select(r => r.Reward)], gold);
    })];

    private static double[] Band(CeilingLab[] worlds, double beta) => [.. worlds.Select(w =>
    {
        AlignmentRun[] band = [.. w.At(beta).Where(r => r.Accuracy is >= 0.74 and <= 0.82)];
        return band.Length < 6 ? double.NaN : Correlation.Spearman([.. band.Select(r => r.Accuracy)], [.. band.Select(r => r.Evaluations["gold"])]);
    }).Where(r => !double.IsNaN(r))];

    private static double[] Links(MismatchReport[] reports, string name, string x, double beta) =>
        [.. reports.Select(r => r.Link(name, x, CeilingLab.Recipe(beta), "gold")!.Spearman.Estimate)];

    private static double[] OnPolicy(CeilingLab[] worlds, double beta) => [.. worlds.Select(w => w.At(beta).Average(r => r.OnPolicyAccuracy!.Value))];

    private static double[] Less(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x - y)];
}
