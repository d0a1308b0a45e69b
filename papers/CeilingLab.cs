using Goodhart.Audit.Mismatch;
using Goodhart.Learning;
using Goodhart.Models;
using Goodhart.Statistics;
using Goodhart.Worlds.Preferences;

namespace Goodhart.Papers;

/// <summary>One quirk world, its reward models, and the exact optimum of each at every KL coefficient.</summary>
internal sealed class CeilingLab
{
    private const int Prompts = 10, Each = 4000, OwnPairs = 400, Again = 300;

    private readonly QuirkWorld world;
    private readonly Candidates<FeatureRows> candidates;
    private readonly Comparisons fresh;
    private readonly double[] gold;
    private readonly Generator rng;

    /// <param name="rng">Of the world and everything in it.</param>
    /// <param name="repeats">Reward models of each kind.</param>
    public CeilingLab(Generator rng, int repeats)
    {
        this.rng = rng;
        world = new(new(), rng.Fork());
        candidates = world.Candidates(Prompts, Each, rng.Fork());
        fresh = world.Pairs(3000, rng.Fork());
        gold = candidates.Score(world.Gold);
        List<AlignmentRun> runs = [];
        List<bool> turning = [];
        List<double> again = [], more = [];
        foreach (var (width, pairs, flips) in from w in (int[])[8, 32, 128] from p in (int[])[150, 600, 2400] from f in (double[])[0, 0.25] select (w, p, f))
            for (var k = 0; k < repeats; k++)
            {
                var data = Label(world.Pairs(pairs, rng.Fork()), flips);
                var (accuracy, scores) = Learn(data, width);
                var path = Optimise($"{width}/{pairs}/{flips}/{k}", accuracy, scores);
                runs.AddRange(path);
                if (flips > 0) turning.Add(Turns(scores));
                if (flips == 0 || pairs != 600) continue;
                again.Add(End(Learn([.. data, .. Label(Own(candidates.Base.Tilt(scores, 0.1)), flips)], width).Scores) - path[^1].Evaluations["gold"]);
                more.Add(End(Learn([.. data, .. Label(world.Pairs(Again, rng.Fork()), flips)], width).Scores) - path[^1].Evaluations["gold"]);
            }

        (Runs, Turning, Relearnt, More) = (runs, turning.Count(t => t) / (double)turning.Count, again.Average(), more.Average());
    }

    /// <summary>KL coefficients, in standard deviations of the score per nat.</summary>
    public static IReadOnlyList<double> Betas { get; } = [1, 0.5, 0.2, 0.1, 0.05, 0.02];

    /// <summary>From no optimisation to nearly the best of all candidates, as a run would pass through them.</summary>
    private static IReadOnlyList<double> Path { get; } = [.. Enumerable.Range(0, 20).Select(k => 4 * Math.Pow(0.7, k))];

    public IReadOnlyList<AlignmentRun> Runs { get; }

    /// <summary>Share of the noisy reward models along whose path, from weak to strong, reward and gold rise together and then part.</summary>
    public double Turning { get; }

    /// <summary>Gold at the strongest optimisation after learning again with pairs of the policy's samples, minus before; mean over noisy reward models of 600 pairs.</summary>
    public double Relearnt { get; }

    /// <summary>As <see cref="Relearnt"/>, with as many more pairs of the reference's samples.</summary>
    public double More { get; }

    public IReadOnlyList<AlignmentRun> At(double beta) => [.. Runs.Where(r => r.Recipe == Recipe(beta))];

    public static string Recipe(double beta) => $"β = {beta:G3}";

    /// <summary>Runs of rewards that are the gold of a world plus a noise of their own, from a hundredth of its spread to a fifth, along the path.</summary>
    public static IReadOnlyList<AlignmentRun> NearlyGold(Generator rng, int models)
    {
        var lab = new CeilingLab(rng);
        return [.. Enumerable.Range(1, models).SelectMany(m =>
        {
            var noise = 0.2 * m / models;
            double[] scores = Standard([.. lab.gold.Select(g => g + noise * rng.NextNormal())]);
            var right = Enumerable.Range(0, 20_000).Select(_ => (A: rng.NextInt(Prompts * Each), B: rng.NextInt(Prompts * Each))).Count(p => scores[p.A] > scores[p.B] == lab.gold[p.A] > lab.gold[p.B]);
            return Path.Take(12).Select(beta => lab.Run($"noise {noise:F2}", beta, right / 20_000.0, scores));
        })];
    }

    private CeilingLab(Generator rng)
    {
        this.rng = rng;
        world = new(new(Quirks: 0), rng.Fork());
        candidates = world.Candidates(Prompts, Each, rng.Fork());
        fresh = world.Pairs(10, rng.Fork());
        gold = candidates.Score(world.Gold);
        Runs = [];
    }

    private (double Accuracy, double[] Scores) Learn(IReadOnlyList<Pair<float[]>> data, int width)
    {
        using var scorer = new FeatureScorer(world.Width, new(width, Depth: 2, Activation.Relu, InitialScale: 1.5), rng.Fork());
        RewardTrainer.Fit(scorer, data, Objective.Pairwise<float[]>(), new(Epochs: 10, Batch: 64, LearningRate: 3e-3) { Schedule = new(Decay.None) }, rng.Fork());
        var reward = LearnedReward.Of("reward model", scorer);
        return (fresh.Accuracy(reward), Standard(candidates.Score(reward)));
    }

    private IReadOnlyList<Pair<float[]>> Label(Comparisons pairs, double flips) =>
        new Annotator("annotator") { Perception = new Perception.BradleyTerry(2), FlipRate = flips }.Judge(pairs, rng.Fork()).Preferences.ToPairs();

    private AlignmentRun[] Optimise(string model, double accuracy, double[] scores) => [.. Betas.Select(beta => Run(model, beta, accuracy, scores))];

    private AlignmentRun Run(string model, double beta, double accuracy, double[] scores)
    {
        var policy = candidates.Base.Tilt(scores, beta);
        return new(model, Recipe(beta), accuracy, policy.Expect(scores))
        {
            Kl = policy.KlFrom(candidates.Base),
            OnPolicyAccuracy = Own(policy, scores),
            Evaluations = new Dictionary<string, double> { ["gold"] = policy.Expect(gold) },
        };
    }

    private double End(double[] scores) => candidates.Base.Tilt(scores, Betas[^1]).Expect(gold);

    /// <summary>Share of pairs of the policy's samples that scores order as the gold does; a pair of one and the same answer counts ½.</summary>
    private double Own(CandidatePolicy policy, double[] scores)
    {
        var right = 0.0;
        for (var i = 0; i < OwnPairs; i++)
        {
            int a = policy.Sample(i % Prompts, rng), b = policy.Sample(i % Prompts, rng);
            right += gold[a] == gold[b] || scores[a] == scores[b] ? 0.5 : gold[a] > gold[b] == scores[a] > scores[b] ? 1 : 0;
        }

        return right / OwnPairs;
    }

    private Comparisons Own(CandidatePolicy policy)
    {
        int[] first = [.. Enumerable.Range(0, Again).Select(i => policy.Sample(i % Prompts, rng))], second = [.. Enumerable.Range(0, Again).Select(i => policy.Sample(i % Prompts, rng))];
        return new Comparisons(candidates.Answers.At(first), candidates.Answers.At(second), world.Gold).Unequal();
    }

    private bool Turns(double[] scores)
    {
        var path = Path.Select(beta => candidates.Base.Tilt(scores, beta)).ToArray();
        double[] golds = [.. path.Select(p => p.Expect(gold))], rewards = [.. path.Select(p => p.Expect(scores))];
        var peak = Array.IndexOf(golds, golds.Max());
        return peak > 0 && peak < golds.Length - 1 && Correlation.Pearson(rewards.AsSpan(0, peak + 1), golds.AsSpan(0, peak + 1)) > 0.5
            && Correlation.Pearson(rewards.AsSpan(peak), golds.AsSpan(peak)) < 0;
    }

    private static double[] Standard(double[] scores)
    {
        var moments = Moments.Of(scores);
        return [.. scores.Select(s => (s - moments.Mean) / moments.Std)];
    }
}
