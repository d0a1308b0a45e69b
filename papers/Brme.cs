using Goodhart.Learning;
using Goodhart.Models;
using Goodhart.Statistics;
using Goodhart.Worlds.Preferences;

namespace Goodhart.Papers;

/// <summary>
/// BRME — Reward-Robust RLHF in LLMs (2024).
/// Claim: mixing a reward model's score with the worst of several Gaussian heads, λ·nominal + (1 − λ)·min, keeps optimisation from running after its errors.
/// </summary>
/// <remarks>
/// Policies are exact optima over candidates of the quirk world. The nominal reward is the first stage, not the most certain head, and heads are networks of
/// their own, not heads on one body: both are measured here, and the paper's choices fare worse. Heads are of ReLU, as the first stage is: heads of tanh
/// saturate on answers unlike the training's, which tempers them whether they differ or not.
/// </remarks>
public sealed class Brme : IPaper
{
    private const int Pairs = 600, Prompts = 10, Each = 4000;

    public static string Slug => "brme";

    public static string Title => "Reward-Robust RLHF in LLMs (2024)";

    public static string Claim => "λ·nominal + (1 − λ)·worst of five Gaussian heads loses nothing under weak optimisation and keeps the gold that strong optimisation loses.";

    private static readonly double[] betas = [0.5, 0.2, 0.1, 0.05, 0.02], lambdas = [1, 0.75, 0.5, 0.25, 0];

    public void Run(PaperRun run)
    {
        var found = run.OverSeeds(seed => Measure(new(seed)), run.Fast ? 4 : 16);

        // The method: what the mix gains over the reward model alone, pair by pair of seeds.
        run.AtLeast("β = .05: gold at λ = .5 minus gold at λ = 1", Gain(found, 3, 2), 0.6);
        run.AtLeast("β = .02: gold at λ = .5 minus gold at λ = 1", Gain(found, 4, 2), 0.6);
        run.AtLeast("β = .5: gold at λ = .5 minus gold at λ = 1", Gain(found, 0, 2), -0.1);
        double[] golds = [.. Enumerable.Range(0, lambdas.Length).Select(l => found.Average(f => f.Towers[l][4]))];
        run.Holds("β = .02: λ = .75 lies between 1 and .5, in the mean", golds[1] >= golds[0] && golds[1] <= golds[2], "between");
        run.Note($"Gold at β = .02 for λ = 1, .75, .5, .25, 0: {string.Join(", ", golds.Select(g => $"{g:F2}"))}. That a λ inside is best is not seen here: under strong optimisation the worst head alone is.");

        // Why: heads differ where the first stage guesses.
        run.AtLeast("spread of the heads' means on answers with quirks over that on plain ones", [.. found.Select(f => f.Novelty.Spread)], 1.5);
        run.Note($"The heads' own σ is {StudentT.Mean([.. found.Select(f => f.Novelty.Sigma)])} times as large on answers with quirks: no sign of novelty. "
            + $"With the most certain head as nominal, the paper's choice, gold at β = .02 and λ = 1 is {StudentT.Mean([.. found.Select(f => f.MostCertain)])}.");
        run.Note($"One head in place of the worst of five gains {StudentT.Mean([.. found.Select(f => f.OneHead - f.Towers[0][4])])} at β = .02: part of the gain is a second network's, part the minimum's.");

        // Controls: heads on one body herd, and λ = 1 is the nominal reward itself.
        double[] shared = [.. found.Select(f => f.SharedHalf - f.Towers[0][4])];
        run.Control("heads on one frozen body: |mean gain| at β = .02", Math.Abs(shared.Average()), g => g < 0.2, "< 0.2");
        run.Note($"Heads on one body gain {StudentT.Mean(shared)}. Chosen after looking: heads of ReLU. With tanh the control failed: such heads on one body gain {StudentT.Mean([.. found.Select(f => f.TanhHalf - f.Towers[0][4])])} "
            + $"at λ = .5, and their mean alone {StudentT.Mean([.. found.Select(f => f.TanhMean - f.Towers[0][4])])}, so the gain is saturation's and not the minimum's.");
        run.Control("λ = 1: distance from the nominal reward's policy", [.. found.Select(f => f.Identity)], d => d == 0, "= 0");

        run.Plot(new("Gold of the optimal policy", "1/β", "gold", [.. lambdas.Select((l, i) =>
            new Series($"λ = {l}", [.. betas.Select(b => 1 / b)], [.. Enumerable.Range(0, betas.Length).Select(b => found.Average(f => f.Towers[i][b]))]))]));
    }

    /// <param name="Towers">Gold by λ and β. // (lambdas)(betas)</param>
    private sealed record Found(double[][] Towers, HeadNovelty Novelty, double MostCertain, double OneHead, double SharedHalf, double TanhHalf, double TanhMean, double Identity);

    private static Found Measure(Generator rng)
    {
        var world = new QuirkWorld(new(), rng.Fork());
        var candidates = world.Candidates(Prompts, Each, rng.Fork());
        var gold = candidates.Score(world.Gold);
        var pairs = world.Pairs(Pairs, rng.Fork());
        var labels = new Annotator("annotator") { Perception = new Perception.BradleyTerry(2), FlipRate = 0.25 }.Judge(pairs, rng.Fork()).Preferences;
        using var nominal = new FeatureScorer(world.Width, new(32, 2, Activation.Relu, InitialScale: 1.5), rng.Fork());
        RewardTrainer.Fit(nominal, labels.ToPairs(), Objective.Pairwise<float[]>(), new(Epochs: 10, Batch: 64, LearningRate: 3e-3, ClipNorm: 1e9), rng.Fork());

        var answers = FeatureRows.Of([.. labels.SelectMany(l => (float[][])[l.First, l.Second])]);
        using var towers = MultiHeadReward.Fit(nominal, answers, new() { Activation = Activation.Relu }, rng.Fork());
        using var shared = MultiHeadReward.Fit(nominal, answers, new(Width: 16, Shared: true) { Activation = Activation.Relu }, rng.Fork());
        using var tanh = MultiHeadReward.Fit(nominal, answers, new(Width: 16, Shared: true), rng.Fork());
        double End(IReward<FeatureRows> reward) => Gold(candidates.Score(reward), betas[^1]);
        double Gold(double[] scores, double beta) => candidates.Base.Tilt(scores, beta).Expect(gold);

        double[] plain = candidates.Score(towers.Nominal), head = candidates.Score(towers.Heads[0]);
        double[][] curves = [.. lambdas.Select(l => candidates.Score(towers.Mix(l))).Select(scores => betas.Select(b => Gold(scores, b)).ToArray())];
        var policy = candidates.Base.Tilt(plain, betas[^1]);
        return new(curves, Novelty(world, candidates, towers), End(towers.LowestSigma), Gold([.. plain.Zip(head, (a, b) => (a + b) / 2)], betas[^1]),
            End(shared.Mix(0.5)), End(tanh.Mix(0.5)), End(Reward.Ensemble("mean head", tanh.Heads, new Aggregate.Mean())), candidates.Base.Tilt(candidates.Score(towers.Mix(1)), betas[^1]).KlFrom(policy));
    }

    private static HeadNovelty Novelty(QuirkWorld world, Candidates<FeatureRows> candidates, MultiHeadReward heads)
    {
        var quirky = candidates.Score(world.AnyQuirk);
        int[] strange = [.. Enumerable.Range(0, quirky.Length).Where(i => quirky[i] > 0).Take(2000)], plain = [.. Enumerable.Range(0, quirky.Length).Where(i => quirky[i] == 0).Take(2000)];
        return heads.Novelty(candidates.Answers.At(plain), candidates.Answers.At(strange));
    }

    private static double[] Gain(Found[] found, int beta, int lambda) => [.. found.Select(f => f.Towers[lambda][beta] - f.Towers[0][beta])];
}
