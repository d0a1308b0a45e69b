using CsCheck;
using Goodhart.Audit.Distances;

namespace Goodhart.Tests.Distances;

public sealed class DistancePropertyTests
{
    private static readonly Gen<(ulong Seed, double Gamma, Canon Canon, Norm Norm)> cases = Gen.Select(
        Gen.ULong, Gen.Double[0.1, 0.98], Gen.Int[0, 1].Select(i => i == 0 ? Canon.Val : Canon.Minimal), Gen.Int[0, 2].Select(i => (Norm)i));

    [Fact]
    public void Starc_IgnoresScaleShapingAndRedistribution() => cases.Sample(c =>
    {
        var rng = new Generator(c.Seed);
        foreach (var mdp in new[] { Processes.Endless(rng), Processes.Episodic(rng) })
        {
            var reward = Processes.Gaussian(mdp.Entries, rng);
            var same = Processes.Disguise(mdp, reward, 0.1 + rng.NextDouble(), Processes.Potential(mdp, rng), c.Gamma, rng);
            foreach (var coverage in new[] { Coverage.Everywhere, Coverage.ByTransition, Coverage.Occupancy(mdp, c.Gamma) })
                Assert.True(RewardDistance.Starc(mdp, reward, same, c.Gamma, new(c.Canon, c.Norm, coverage)).Distance < 1e-9);
        }
    }, iter: 100);

    [Fact]
    public void Starc_OfUndiscountedEpisodes_IgnoresTheSame() => Gen.ULong.Sample(seed =>
    {
        var rng = new Generator(seed);
        var mdp = Processes.Episodic(rng);
        var reward = Processes.Gaussian(mdp.Entries, rng);
        var same = Processes.Disguise(mdp, reward, 2, Processes.Potential(mdp, rng), 1, rng);
        Assert.True(RewardDistance.Starc(mdp, reward, same, 1).Distance < 1e-9);
        Assert.True(RewardDistance.Starc(mdp, reward, same, 1, new(Canon.Minimal)).Distance < 1e-9);
    }, iter: 50);

    [Fact]
    public void Starc_IsAPseudometricWithTheOppositeFarthest() => cases.Sample(c =>
    {
        var rng = new Generator(c.Seed);
        var mdp = Processes.Endless(rng);
        var canonicaliser = new Canonicaliser(mdp, c.Gamma, new(c.Canon, c.Norm));
        double[] x = Processes.Gaussian(mdp.Entries, rng), y = Processes.Gaussian(mdp.Entries, rng), z = Processes.Gaussian(mdp.Entries, rng);
        double Between(double[] a, double[] b) => RewardDistance.Starc(canonicaliser, a, b).Distance;
        Assert.Equal(0, Between(x, x), 1e-12);
        Assert.Equal(Between(x, y), Between(y, x), 1e-12);
        Assert.InRange(Between(x, y), 0, 2 + 1e-12);
        Assert.True(Between(x, z) <= Between(x, y) + Between(y, z) + 1e-12);
        Assert.Equal(2, Between(x, [.. x.Select(r => -r)]), 1e-9);
    }, iter: 100);

    [Fact]
    public void Minimal_IsNoLargerThanVal_AndSharesItsClass() => Gen.ULong.Sample(seed =>
    {
        var rng = new Generator(seed);
        var mdp = Processes.Endless(rng);
        var reward = Processes.Gaussian(mdp.Entries, rng);
        Canonicaliser minimal = new(mdp, 0.9, new(Canon.Minimal)), val = new(mdp, 0.9);
        Assert.True(minimal.Size(reward) <= val.Size(reward) + 1e-12);

        // Canonical again: nothing changes. As a reward on (s, a), c(R) has the same value on every next state.
        double[] Spread(double[] pairs) => [.. Enumerable.Range(0, pairs.Length).SelectMany(p => Enumerable.Repeat(pairs[p], mdp.Start[p + 1] - mdp.Start[p]))];
        foreach (var canonicaliser in new[] { minimal, val })
        {
            var once = canonicaliser.Of(reward);
            Assert.All(canonicaliser.Of(Spread(once)).Zip(once), pair => Assert.Equal(pair.Second, pair.First, 1e-9));
        }
    }, iter: 50);

    [Fact]
    public void EpicAndDard_IgnoreScaleAndShaping() => Gen.ULong.Sample(seed =>
    {
        var rng = new Generator(seed);
        var mdp = Processes.Dense(rng);
        var reward = Processes.Gaussian(mdp.Entries, rng);
        var shaped = Shaping.Add(mdp, [.. reward.Select(r => 3 * r)], Processes.Potential(mdp, rng), 0.9);
        foreach (var coverage in new[] { Coverage.Everywhere, Coverage.ByTransition })
        {
            Assert.True(RewardDistance.Epic(mdp, reward, shaped, 0.9, coverage).Distance < 1e-7);
            Assert.True(RewardDistance.Dard(mdp, reward, shaped, 0.9, coverage).Distance < 1e-7);
        }

        Assert.Equal(1, RewardDistance.Epic(mdp, reward, [.. reward.Select(r => -r)], 0.9).Distance, 1e-9);
    }, iter: 50);

    [Fact]
    public void Equivalence_RecoversScaleAndPotential() => Gen.Select(Gen.ULong, Gen.Double[0.1, 0.98], Gen.Double[0.1, 5]).Sample((seed, gamma, scale) =>
    {
        var rng = new Generator(seed);
        foreach (var mdp in new[] { Processes.Endless(rng), Processes.Episodic(rng) })
        {
            var (reward, potential) = (Processes.Gaussian(mdp.Entries, rng), Processes.Potential(mdp, rng));
            var same = Processes.Disguise(mdp, reward, scale, potential, gamma, rng);
            var found = EquivalenceTest.Between(mdp, reward, same, gamma);
            Assert.True(found.Holds, found.Verdict);
            Assert.Equal(scale, found.Scale, 1e-7);
            Assert.All(found.Potential.Zip(potential), p => Assert.Equal(p.Second, p.First, 1e-6));
            Assert.True(found.Redistribution > 1e-3);
            Assert.False(EquivalenceTest.Between(mdp, reward, Processes.Gaussian(mdp.Entries, rng), gamma).Holds);
            Assert.StartsWith("Opposite", EquivalenceTest.Between(mdp, reward, [.. same.Select(r => -r)], gamma).Verdict);
        }
    }, iter: 50);

    [Fact]
    public void Bound_IsNeverExceededByTheWorstMisranking() => cases.Sample(c =>
    {
        var rng = new Generator(c.Seed);
        foreach (var mdp in new[] { Processes.Endless(rng), Processes.Episodic(rng) })
        {
            double[] truth = Processes.Gaussian(mdp.Entries, rng), noise = Processes.Gaussian(mdp.Entries, rng);
            var share = rng.NextDouble();
            double[] proxy = [.. truth.Zip(noise, (t, n) => (1 - share) * t + share * n)];
            var worst = Misranking.Worst(mdp, truth, proxy, c.Gamma, directions: 16);
            var regret = Regret.Of(mdp, truth, proxy, c.Gamma);
            Assert.True(regret.Normalised <= worst.Loss + 1e-9);
            foreach (var coverage in new[] { Coverage.Everywhere, Coverage.Occupancy(mdp, c.Gamma) })
            {
                var canonicaliser = new Canonicaliser(mdp, c.Gamma, new(c.Canon, c.Norm, coverage));
                var loose = RegretBound.Of(canonicaliser, truth, proxy);
                var tight = RegretBound.Of(canonicaliser, truth, proxy, RegretBound.Ceilings(mdp, c.Gamma));
                Assert.True(worst.Loss <= tight.Constant * tight.Distance + 1e-9);
                Assert.True(tight.Constant <= loose.Constant + 1e-12);
            }
        }
    }, iter: 30);
}
