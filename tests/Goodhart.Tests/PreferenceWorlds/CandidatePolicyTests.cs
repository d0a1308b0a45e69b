using CsCheck;
using Goodhart.Statistics;
using Goodhart.Worlds.Preferences;

namespace Goodhart.Tests;

public sealed class CandidatePolicyTests
{
    private static readonly Gen<double[]> scoresOfTwoPrompts = Gen.Double[-3, 3].Array[14];

    private static double[] Probabilities(CandidatePolicy policy) => [.. policy.LogProbabilities.Select(Math.Exp)];

    [Fact]
    public void A_tilt_multiplies_by_the_exponential_within_each_prompt()
    {
        var tilted = Probabilities(CandidatePolicy.Uniform(2, 2).Tilt([0, 1, 3, 3], 0.5));
        var e = Math.Exp(2);
        Assert.Equal(1 / (1 + e), tilted[0], 1e-12);
        Assert.Equal(e / (1 + e), tilted[1], 1e-12);
        Assert.Equal([0.5, 0.5], [Math.Round(tilted[2], 12), Math.Round(tilted[3], 12)]);
    }

    [Fact]
    public void No_other_policy_has_a_higher_objective_than_the_tilt() =>
        Gen.Select(scoresOfTwoPrompts, scoresOfTwoPrompts, Gen.Double[0.05, 3], Gen.Double[-1, 1]).Sample((reward, direction, beta, step) =>
        {
            var start = CandidatePolicy.FromWeights([.. direction.Select(Math.Exp)], 7);
            double Objective(CandidatePolicy policy) => policy.Expect(reward) - beta * policy.KlFrom(start);
            var best = start.Tilt(reward, beta);
            Assert.True(Objective(best) >= Objective(best.Tilt([.. direction.Select(d => d * step)], 1)) - 1e-9);

            // Its value is β·log E[exp(reward/β)], mean over prompts.
            var p = Probabilities(start);
            double Partition(int prompt) => beta * Math.Log(Enumerable.Range(7 * prompt, 7).Sum(i => p[i] * Math.Exp(reward[i] / beta)));
            Assert.Equal((Partition(0) + Partition(1)) / 2, Objective(best), 1e-9);
        });

    [Fact]
    public void A_wanted_divergence_is_met_and_one_out_of_reach_is_refused() =>
        Gen.Select(scoresOfTwoPrompts, Gen.Double[0.01, 0.99]).Sample((reward, share) =>
        {
            var start = CandidatePolicy.Uniform(2, 7);
            if (reward.Take(7).Max() - reward.Take(7).Order().ElementAt(5) < 1e-3 || reward.Skip(7).Max() - reward.Skip(7).Order().ElementAt(5) < 1e-3) return;
            var reach = Math.Log(7);
            var (policy, beta) = start.MatchKl(reward, share * reach);
            Assert.Equal(share * reach, policy.KlFrom(start), 1e-8);
            Assert.Equal(Probabilities(start.Tilt(reward, beta)), Probabilities(policy));
            var refused = Assert.Throws<ArgumentOutOfRangeException>(() => start.MatchKl(reward, 1.01 * reach));
            Assert.Contains("out of reach", refused.Message, StringComparison.Ordinal);
        });

    [Fact]
    public void A_constant_reward_moves_nothing()
    {
        var start = CandidatePolicy.Uniform(1, 5);
        Assert.Equal(0, start.Tilt(new double[5], 0.01).KlFrom(start));
        Assert.Throws<ArgumentOutOfRangeException>(() => start.MatchKl(new double[5], 0.1));
    }

    [Fact]
    public void Best_of_two_with_replacement_is_that_of_the_enumeration()
    {
        // Scores 1, 2, 2, 5 of weights .1, .2, .3, .4: F = .1, .6, .6, 1, so F² gains .01, .35 (shared 2:3), .64.
        var best = Probabilities(CandidatePolicy.FromWeights([0.1, 0.2, 0.3, 0.4], 4).BestOfN([1, 2, 2, 5], 2));
        double[] expected = [0.01, 0.35 * 0.4, 0.35 * 0.6, 0.64];
        for (var i = 0; i < 4; i++) Assert.Equal(expected[i], best[i], 1e-12);
    }

    [Fact]
    public void Best_of_n_approaches_its_formula_as_candidates_become_many_and_the_best_as_n_does()
    {
        double[] scores = [.. Enumerable.Range(0, 100_000).Select(i => (double)i)];
        var start = CandidatePolicy.Uniform(1, scores.Length);
        foreach (var n in (int[])[1, 2, 16, 256]) Assert.Equal(OrderStatistics.BestOfNKl(n), start.BestOfN(scores, n).KlFrom(start), 0.002);
        Assert.Equal(1, Probabilities(start.BestOfN(scores, 10_000_000))[^1], 1e-12);
    }

    [Fact]
    public void Sampled_choices_have_the_policys_frequencies()
    {
        var policy = CandidatePolicy.FromWeights([1, 0, 3, /**/ 1, 1, 0], 3);
        var rng = new Generator(1);
        var counts = new int[6];
        for (var k = 0; k < 4000; k++) counts[policy.Sample(k % 2, rng)]++;
        double[] expected = [500, 0, 1500, 1000, 1000, 0];
        for (var i = 0; i < 6; i++) Assert.Equal(expected[i], counts[i], 100.0);
        Assert.Equal(0, counts[1] + counts[5]);
    }

    [Fact]
    public void The_unbiased_best_of_n_has_the_papers_golden_values()
    {
        var candidates = new Candidates<FeatureRows>(new(new float[5], 1), 5);
        var curve = candidates.BestOfN([.1, .2, .4, .7, .9], [1, .5, 2, -1, .3], 1, 2, 3, 5);
        double[] expected = [.56, .27, .08, .3];
        for (var k = 0; k < 4; k++) Assert.Equal(expected[k], curve[k], 1e-12);
        double[] kl = [.1931, .4319, .8094];
        foreach (var (n, value) in new[] { 2, 3, 5 }.Zip(kl)) Assert.Equal(value, OrderStatistics.BestOfNKl(n), 5e-5);
    }

    [Fact]
    public void The_top_rows_of_each_prompt_come_highest_first()
    {
        var candidates = new Candidates<FeatureRows>(new(new float[] { 10, 11, 12, 20, 21, 22 }, 1), 3);
        Assert.Equal([12f, 10, 21, 22], candidates.Answers.At(candidates.Top([1, 0, 2, 0, 9, 3], 2)).Values.ToArray());
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var policy = CandidatePolicy.Uniform(1, 3);
        string Of(Action act) => Assert.ThrowsAny<ArgumentException>(act).Message;
        Assert.Contains("beta must be positive, was 0", Of(() => policy.Tilt(new double[3], 0)), StringComparison.Ordinal);
        Assert.Contains("one is NaN", Of(() => policy.Tilt([0, double.NaN, 1], 1)), StringComparison.Ordinal);
        Assert.Contains("must be 3, was 2", Of(() => policy.Expect([1, 2])), StringComparison.Ordinal);
        Assert.Contains("Every candidate of prompt 1", Of(() => CandidatePolicy.FromWeights([1, 1, 0, 0], 2)), StringComparison.Ordinal);
        Assert.Contains("5 answers are not 2 to every prompt", Of(() => _ = new Candidates<FeatureRows>(new(new float[5], 1), 2)), StringComparison.Ordinal);
    }
}
