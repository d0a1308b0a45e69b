using Goodhart.Audit.Underspecification;
using Goodhart.Statistics;
using Goodhart.Worlds.Preferences;
using static Goodhart.Papers.RmEnsemblesLab;

namespace Goodhart.Papers;

/// <summary>
/// Helping or Herding? Reward Model Ensembles Mitigate but do not Eliminate Reward Hacking (2023).
/// Claim: reward models equally right on preferences differ under optimisation, those of one body less than those of different bodies, whose minimum is the safer; and a bias that
/// all annotators share survives every aggregation.
/// </summary>
/// <remarks>
/// Quirk world of rm-ensembles. A pretrain seed is the body's initial weights, a finetune seed is a new head and order of the pairs on one body. Heads begin at
/// N(0, .02²) as transformers draws them: what sets members apart is then the body or the order alone. With heads as wide as the body's layers (1.5²/fan-in)
/// they are themselves a body's worth of randomness, and ensembles of one body herd no more than others.
/// </remarks>
public sealed partial class Herding : IPaper
{
    private const double BodyScale = 2, HeadStd = 0.02;
    private const int Top = 64;

    private static readonly Aggregate mean = new Aggregate.Mean(), wco = new Aggregate.Min();

    public static string Slug => "herding";

    public static string Title => "Helping or Herding? Reward Model Ensembles Mitigate but do not Eliminate Reward Hacking (2023)";

    public static string Claim => "Ensembles over pretraining seeds resist over-optimisation better than over fine-tuning seeds; what all members share, no ensemble removes.";

    /// <summary>One ensemble in one world.</summary>
    /// <param name="Accuracy">On fresh pairs, mean over members.</param>
    /// <param name="Mean">Gold of best-of-n by the mean. // (Ns)</param>
    /// <param name="Min">By the minimum. // (Ns)</param>
    /// <param name="Inside">Spearman's correlation between members on the base policy's samples.</param>
    /// <param name="Outside">On the samples the ensemble likes best.</param>
    private sealed record Ensemble(double Accuracy, double[] Mean, double[] Min, double Inside, double Outside);

    /// <summary>Both ensembles of one world.</summary>
    /// <param name="Gap">What a policy gains by its own model beyond what models of other bodies see, in their standard deviations.</param>
    private sealed record Outcome(Ensemble Pretrain, Ensemble Finetune, double[] Single, double Gap, double ItselfAgreement);

    public void Run(PaperRun run)
    {
        var outcomes = Over(run, run.Fast ? 6 : 40, seed => Compare(seed, run));
        double[] Of(Func<Outcome, double> value) => [.. outcomes.Select(value)];

        // Equally right, and not equally safe.
        run.AtMost("accuracy on fresh pairs: pretrain over finetune ensemble", Of(o => o.Pretrain.Accuracy - o.Finetune.Accuracy), 0.01);
        run.AtLeast("accuracy on fresh pairs: pretrain over finetune ensemble, from below", Of(o => o.Pretrain.Accuracy - o.Finetune.Accuracy), -0.01);
        run.AtLeast("gold at n = 8000 by the minimum: pretrain over finetune ensemble", Of(o => o.Pretrain.Min[^1] - o.Finetune.Min[^1]), 0.8);
        run.AtLeast("gold at n = 8000 by the mean: pretrain over finetune ensemble", Of(o => o.Pretrain.Mean[^1] - o.Finetune.Mean[^1]), 0);
        run.AtLeast("rank agreement on the best-liked samples: finetune over pretrain ensemble", Of(o => o.Finetune.Outside - o.Pretrain.Outside), 0.1);
        run.AtLeast("rank agreement of a pretrain ensemble: base samples over best-liked ones", Of(o => o.Pretrain.Inside - o.Pretrain.Outside), 0.1);
        run.AtLeast("gain that only a policy's own model sees (sd)", Of(o => o.Gap), 0);
        run.Control("rank agreement of a model with itself", Of(o => o.ItselfAgreement), r => Math.Abs(r - 1) < 1e-9, "= 1");

        Series Line(string name, Func<Outcome, double[]> curve) => new(name, [.. Ns.Select(OrderStatistics.BestOfNKl)], Mean(outcomes.Select(curve)));
        run.Plot(new("Gold of best-of-n", "KL to the sampler (nats)", "gold",
            [Line("one model", o => o.Single), Line("one body, minimum", o => o.Finetune.Min), Line("five bodies, minimum", o => o.Pretrain.Min), Line("one body, mean", o => o.Finetune.Mean), Line("five bodies, mean", o => o.Pretrain.Mean)]));
        run.Note(FormattableString.Invariant($"Rank agreement inside / on the best-liked: one body {Of(o => o.Finetune.Inside).Average():F2} / {Of(o => o.Finetune.Outside).Average():F2}, five bodies {Of(o => o.Pretrain.Inside).Average():F2} / {Of(o => o.Pretrain.Outside).Average():F2}. Accuracy {Of(o => o.Finetune.Accuracy).Average():F3} and {Of(o => o.Pretrain.Accuracy).Average():F3}."));
        run.Note("Chosen after looking: body scale 2 with heads N(0, .02²), and 40 worlds so that the interval clears the bound. With heads at zero the pretrain ensemble's gain by the minimum was "
            + ".83 ± .25, 1.01 ± .25 and 1.35 ± .33 for body scales 1, 1.5 and 2; with scale 1 and wide heads it was −.05 ± .34. The gain of 2.0 on which the page was calibrated did not come out.");

        SharedBias(run);
    }

    private static Outcome Compare(ulong seed, PaperRun run)
    {
        run.Doing($"one body and five in the world of seed {seed}");
        var rng = new Generator(seed);
        var world = new QuirkWorld(new(), rng);
        var (candidates, test) = (world.Candidates(Prompts, Each, rng), world.Pairs(4000, rng));
        var pairs = new Annotator("annotator") { Perception = new Perception.BradleyTerry(2), FlipRate = 0.25 }.Judge(world.Pairs(RmEnsemblesLab.Pairs, rng), rng).Preferences;
        var grid = new SeedGrid(Members, Members, seed);
        var trained = new Dictionary<int, Member>();
        Member[] Fit(IReadOnlyList<int> places) => [.. places.Select(k => trained.TryGetValue(k, out var known) ? known
            : trained[k] = Train(pairs, candidates, test, grid.Members[k].PretrainSeed, grid.Members[k].FinetuneSeed, BodyScale, HeadStd, run.Cancellation))];
        Member[] across = Fit(grid.PretrainEnsemble(0)), within = Fit(grid.FinetuneEnsemble(0));
        var gold = candidates.Score(world.Gold);
        return new(Judge(across, candidates, gold, rng), Judge(within, candidates, gold, rng), candidates.BestOfN(across[0].Scores, gold, Ns), Gap(across, candidates),
            RmAgreement.Of([Looked("one", across[0].Scores), Looked("same", across[0].Scores)], Places(candidates.Top(across[0].Scores, Top)), Top, rng).MeanSpearman());
    }

    private static Ensemble Judge(Member[] members, Candidates<FeatureRows> candidates, double[] gold, Generator rng)
    {
        double[] average = Aggregated(members, mean), least = Aggregated(members, wco);
        IReward<Batch<int>>[] rewards = [.. members.Select((m, k) => Looked($"member {k + 1}", m.Scores))];
        int[] drawn = [.. Enumerable.Range(0, Prompts).SelectMany(p => Enumerable.Range(p * Each, Top))];
        return new(members.Average(m => m.Accuracy), candidates.BestOfN(average, gold, Ns), candidates.BestOfN(least, gold, Ns),
            RmAgreement.Of(rewards, Places(drawn), Top, rng).MeanSpearman(), RmAgreement.Of(rewards, Places(candidates.Top(average, Top)), Top, rng).MeanSpearman());
    }

    /// <summary>Each model's policy is the best of 8192 by it; models of other bodies say what it gained.</summary>
    private static double Gap(Member[] members, Candidates<FeatureRows> candidates)
    {
        var gap = CrossRewardGap.Of([.. members.Select((m, k) => Looked($"member {k + 1}", m.Scores))], Places([.. Enumerable.Range(0, Prompts * Each)]),
            [.. members.Select(m => Places(candidates.Top(m.Scores, 1)))]);
        return Enumerable.Range(0, members.Length).Average(gap.Gap);
    }

    /// <summary>Scores known by place as a reward of places.</summary>
    private static IReward<Batch<int>> Looked(string name, double[] scores) => Reward.Each<Batch<int>>(name, (batch, i) => (float)scores[batch[i]]);

    private static Batch<int> Places(int[] places) => new(places);
}
