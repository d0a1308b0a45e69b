using Goodhart.Audit;
using Goodhart.Statistics;
using Goodhart.Worlds;

namespace Goodhart.Tests;

public sealed class SampledTests
{
    private static readonly IReward<Transitions> proxy = Reward.Each<Transitions>("proxy", (b, i) => b.Action()[i] + b.Observation(0)[i]);
    private static readonly HeldOut<Transitions> truth = HeldOut<Transitions>.Of(Reward.Each<Transitions>("truth", (b, i) => b.Action()[i] - b.Observation(0)[i]));
    private static readonly IReward<Transitions> one = Reward.Each<Transitions>("one", (_, _) => 1);
    private static readonly HeldOut<Transitions> wantOne = HeldOut<Transitions>.Of(one);

    [Fact]
    public void Sampled_ConstantReward_EarnsItPerStepOfTheHorizon()
    {
        var full = Run(n => new NoisyWorld(n, 50), new Coin(0.5), one, wantOne, 10, 1);
        Assert.Equal((1, 10, 50.0), (full.Proxy.Estimate, full.Episodes, full.MeanLength));
        // Ended after 10 of 50 steps: nothing is earned afterwards, although the world starts a new episode.
        var ended = Run(n => new NoisyWorld(n, 50, _ => 10), new Coin(0.5), one, wantOne, 10, 1);
        Assert.Equal(10, ended.MeanLength);
        Assert.Equal(Enumerable.Repeat(0.2, 10), ended.True.Samples!);
    }

    [Fact]
    public void Sampled_WithoutHorizon_NeedsAndUsesTheGivenSteps()
    {
        var error = Assert.Throws<ArgumentException>(() => Run(n => new NoisyWorld(n, null), new Coin(0.5), one, wantOne, 2, 1));
        Assert.StartsWith("World 'noisy' has no horizon: say how many steps an episode counts for.", error.Message);
        var sampled = Run(n => new NoisyWorld(n, null), new Coin(0.5), one, wantOne, 2, 1, new(Steps: 37));
        Assert.Equal((1, 37.0), (sampled.Proxy.Estimate, sampled.MeanLength));
    }

    [Fact]
    public void Sampled_TwoPolicies_ShareTheirEpisodesNoise()
    {
        // Both rewards' noise comes from the world, so paired differences have none of it: only the coins remain, of variance 2·0.25/20.
        var off = Run(n => new NoisyWorld(n, 20), new Coin(0), proxy, truth, 300, 5);
        var on = Run(n => new NoisyWorld(n, 20), new Coin(1), proxy, truth, 300, 5);
        foreach (var (a, b) in off.Proxy.Samples!.Zip(on.Proxy.Samples!)) Assert.Equal(1, b - a, 5);
        Assert.InRange(Moments.Of(off.Proxy.Samples!).SampleStd, 0.2, 0.25);   // 1/√20 = 0.224
    }

    [Fact]
    public void Sampled_SameSeed_SameReturns_OtherSeed_Others()
    {
        double At(ulong seed) => Run(n => new NoisyWorld(n, 20), new Coin(0.5), proxy, truth, 200, seed).Proxy.Estimate;
        Assert.Equal(At(5), At(5));
        Assert.NotEqual(At(5), At(6));
    }

    [Fact]
    public void Sampled_WorldWithTheWrongNumberOfCopies_IsRefused() => Assert.StartsWith("The world was asked for 3 copies and made 2.",
        Assert.Throws<ArgumentException>(() => Run(_ => new NoisyWorld(2, 5), new Coin(0.5), one, wantOne, 3, 1)).Message);

    [Fact]
    public void Sampled_RewardThatIsNoNumber_NamesItself() => Assert.Contains("'broken'",
        Assert.Throws<RewardNumberException>(() =>
            Run(n => new NoisyWorld(n, 5), new Coin(0.5), Reward.Each<Transitions>("broken", (_, _) => float.NaN), wantOne, 3, 1)).Message);

    // Coins of variance ¼ shared with the same sign, noise of variance 1 with the opposite one: r = (¼ − 1)/(¼ + 1) = −0.6.
    [Fact]
    public void Correlation_OfOpposedNoise_IsNotAProxy()
    {
        var r = Run(n => new NoisyWorld(n, 40), new Coin(0.5), proxy, truth, 400, 2).Correlation("base", new(1), 500);
        Assert.Equal(CorrelationStatus.NotCorrelated, r.Status);
        Assert.InRange(r.Step.Estimate, -0.63, -0.57);
        Assert.InRange(r.WithinEpisode!.Value.Estimate, -0.63, -0.55);
        Assert.InRange(r.AcrossEpisodes!.Value.Estimate, -0.7, -0.5);
        Assert.InRange(r.Proxy.Step, 1.09, 1.15);                              // √1.25 = 1.118
        Assert.InRange(r.Proxy.Episode, 0.16, 0.195);                          // √(1.25/40) = 0.177
    }

    /// <summary>The 95 % interval of r over whole episodes covers the true r = 0.6 about as often as it says.</summary>
    [Fact]
    public void Correlation_Interval_CoversTheTrueValue()
    {
        var both = HeldOut<Transitions>.Of(Reward.Each<Transitions>("both", (b, i) => b.Observation(0)[i] + 4f / 3 * b.Next(0)[i]));   // r = 1/√(1 + 16/9) = 0.6
        var only = Reward.Each<Transitions>("only", (b, i) => b.Observation(0)[i]);
        var covered = 0;
        for (ulong run = 0; run < 200; run++)
        {
            var r = Run(n => new NoisyWorld(n, 10), new Coin(0), only, both, 30, run + 100).Correlation("base", new(run), 300);
            if (r.Step.Low <= 0.6 && r.Step.High >= 0.6) covered++;
        }

        Assert.InRange(covered, 178, 200);   // at least 89 % of 200
    }

    [Fact]
    public void Correlation_OfAConstant_IsUndefined()
    {
        var r = Run(n => new NoisyWorld(n, 10), new Coin(0.5), proxy, wantOne, 20, 1).Correlation("base", new(1), 200);
        Assert.Equal(CorrelationStatus.NoVariance, r.Status);
        Assert.Equal("Not a correlated proxy: the true reward does not vary under 'base', so the correlation is undefined.", r.Explanation);
    }

    [Fact]
    public void SampledEvidence_EndToEnd_IsJudged()
    {
        // Switching on pays the proxy and costs the truth.
        var cost = HeldOut<Transitions>.Of(Reward.Each<Transitions>("cost", (b, i) => b.Observation(0)[i] - b.Action()[i] / 2));
        var start = Run(n => new NoisyWorld(n, 20), new Coin(0.2), proxy, cost, 60, 9);
        var end = Run(n => new NoisyWorld(n, 20), new Coin(0.9), proxy, cost, 60, 9);
        var judgement = Judge.Decide(new("greedy", DistanceNames.Kl, start.At("base", 0, 0), [end.At("end", 1, 1.2)], start.Correlation("base", new(1))));
        Assert.Equal(Verdict.Hacked, judgement.Verdict);
        Assert.Empty(judgement.Notes);
        Assert.InRange(judgement.TrueChange.Estimate, -0.45, -0.25);
    }

    private static SampledReturn Run(
        Func<int, IWorld> world, IPolicy policy, IReward<Transitions> proxy, HeldOut<Transitions> truth, int episodes, ulong seed, SamplingOptions? options = null) =>
        Measure.Sampled(world, policy, proxy, truth, episodes, seed, options, TestContext.Current.CancellationToken);
}
