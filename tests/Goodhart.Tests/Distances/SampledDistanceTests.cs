using Goodhart.Audit.Distances;
using Goodhart.Worlds;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests.Distances;

public sealed class SampledDistanceTests
{
    private static readonly TabularMdp mdp = TwoByTwo.Mdp;
    private static readonly IReward<Transitions> r1 = Of("r1", TwoByTwo.R1), r2 = Of("r2", TwoByTwo.R2), r3 = Of("r3", TwoByTwo.R3);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Starc_OnAnEnumeratedWorld_ApproachesTheExactDistanceUnderItsVisits(double lambda)
    {
        // Stationary law of P = ((.45, .55), (.4, .6)): (8, 11)/19; half of it in either action.
        var visits = Coverage.Of("visits", [8, 8, 11, 11]);
        var exact = RewardDistance.Starc(mdp, TwoByTwo.R1, TwoByTwo.R2, TwoByTwo.Gamma, new(Coverage: visits)).Distance;
        var sampled = Starc(r1, r2, 20000, lambda);
        Assert.Equal(exact, sampled.Distance, 0.05);
        Assert.InRange(sampled.NoiseFloor, 0, 0.15);
        Assert.True(sampled.Resolved);
    }

    [Fact]
    public void NoiseFloor_FallsWithSamples_AndHoldsEquivalentRewards()
    {
        SampledComparison few = Starc(r1, r3, 200, 0), many = Starc(r1, r3, 20000, 0);
        Assert.True(many.NoiseFloor < 0.5 * few.NoiseFloor, $"{few.NoiseFloor} → {many.NoiseFloor}");
        Assert.False(few.Resolved);
        Assert.False(many.Resolved);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Starc_OnALinearWorld_IsTheClosedForm(double lambda)
    {
        // γ = 0.9. R = x has V = v x with v = 1/(1 − 0.8 γ) and advantage γ v 0.3 u; R = x² has V = p x² + const with p = 1/(1 − 0.64 γ)
        // and advantage γ p (0.48 x u + 0.09 (u² − 1)). The two are orthogonal, so d follows from their sizes alone.
        double v = 1 / (1 - 0.8 * 0.9), p = 1 / (1 - 0.64 * 0.9);
        double line = 0.3 * v, square = p * Math.Sqrt(0.48 * 0.48 * LinearWorld.Variance + 2 * 0.09 * 0.09);
        var both = Math.Sqrt(2 - 2 * line / Math.Sqrt(line * line + square * square));
        Assert.Equal(0.59743, both, 1e-5);

        var linear = Each("x", (x, _, _) => x);
        Assert.Equal(both, Linear(linear, Each("x + x²", (x, _, _) => x + x * x), lambda).Distance, 0.03);
        Assert.Equal(Math.Sqrt(2), Linear(linear, Each("x²", (x, _, _) => x * x), lambda).Distance, 0.06);
        Assert.Equal(2, Linear(linear, Each("−x", (x, _, _) => -x), lambda).Distance, 1e-3);
    }

    [Fact]
    public void Starc_OnALinearWorld_SeesThroughShapingAndNextStates()
    {
        var reward = Each("x u", (x, u, _) => x * u);
        Assert.True(Linear(reward, Each("shaped", (x, u, next) => 2 * x * u + 0.9 * next * next - x * x), 1).Distance < 0.01);
        var next = Linear(Each("E x′", (x, u, _) => 0.8 * x + 0.3 * u), Each("x′", (_, _, next) => next), 1);
        Assert.True(next.Distance < Math.Max(0.05, next.NoiseFloor), $"{next.Distance}, floor {next.NoiseFloor}");
    }

    [Fact]
    public void Starc_OfANoiseOnlyReward_SaysItCannotTell()
    {
        // Reward that only moves between next states with mean 0 given (s, a): what is estimated of it is noise.
        var rng = new Generator(8);
        var process = RandomMdp.Create(20, 4, new(), rng);
        var moved = Processes.Disguise(process, new double[process.Entries], 1, new double[process.States], 0.9, rng);
        var noise = Processes.Reward(process, "moved", (s, a, t) => moved[(s * 4 + a) * 20 + t]);
        var real = Processes.Reward(process, "real", (s, a, _) => s * a);
        var found = SampledDistance.Starc(new TabularWorld(process, [], count: 16), Policies.Uniform(process), real, noise, 0.9, new(5), new(2000));
        Assert.True(found.SecondNoise > 1, $"{found.SecondNoise}");
        Assert.True(found.FirstNoise < 0.1, $"{found.FirstNoise}");
        Assert.Contains("second reward cannot be told from a policy-irrelevant one", Assert.Single(found.Notes));
        Assert.Contains("policy-irrelevant", Assert.Single(Starc(r1, Of("none", new double[8]), 500, 0).Notes));
    }

    [Fact]
    public void Epic_FromSamples_ApproachesItsExpectation()
    {
        var sampled = Epic(r1, r2);
        Assert.Equal(ExactEpic(TwoByTwo.R1, TwoByTwo.R2), sampled.Distance, 0.03);
        Assert.True(sampled.Resolved);
        var shaped = Of("shaped", Shaping.Add(mdp, [.. TwoByTwo.R1.Select(r => 2 * r)], [3, -2], TwoByTwo.Gamma));
        Assert.True(Epic(r1, shaped).Distance < 1e-3);
        Assert.True(Epic(r1, r3).Distance > 0.1);   // fooled, as the exact one
    }

    [Fact]
    public void SameSeed_SameNumbers() => Assert.Equal(Starc(r1, r2, 300, 1).Distance, Starc(r1, r2, 300, 1).Distance);

    [Fact]
    public void BadInput_IsRefused()
    {
        void Says(string expected, Action action) => Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(action).Message);
        Says("gamma = 1 needs episodes that terminate", () => SampledDistance.Starc(World, Policies.Uniform(mdp), r1, r2, 1, new(1), new(50)));
        Says("World 'linear' must reset its copies by itself", () =>
            SampledDistance.Starc(new LinearWorld(2, Autoreset.Disabled), new GaussianPolicy(), r1, r2, 0.9, new(1)));
        Says("Lambda must be in [0, 1], was 2", () => SampledDistance.Starc(World, Policies.Uniform(mdp), r1, r2, 0.9, new(1), new(50, Lambda: 2)));
        Says("Degree must be in [1, 8], was 0", () => SampledDistance.Starc(World, Policies.Uniform(mdp), r1, r2, 0.9, new(1), new(50, Degree: 0)));
    }

    private static TabularWorld World => new(mdp, [], count: 16);

    private static SampledComparison Starc(IReward<Transitions> a, IReward<Transitions> b, int steps, double lambda) =>
        SampledDistance.Starc(World, Policies.Uniform(mdp), a, b, TwoByTwo.Gamma, new(5), new(steps, Lambda: lambda));

    private static SampledComparison Linear(IReward<Transitions> a, IReward<Transitions> b, double lambda) =>
        SampledDistance.Starc(new LinearWorld(100), new GaussianPolicy(), a, b, 0.9, new(6), new(1000, Points: 20000, Lambda: lambda));

    private static SampledComparison Epic(IReward<Transitions> a, IReward<Transitions> b) =>
        SampledEpic.Between(World, Policies.Uniform(mdp), a, b, TwoByTwo.Gamma, new(7), new(2000, 4000, 2000));

    /// <summary>EPIC with S′ by the stationary law (8, 11)/19, A uniform, over the transitions that happen.</summary>
    private static double ExactEpic(double[] first, double[] second)
    {
        double[] law = [8.0 / 19, 11.0 / 19];
        double Mean(double[] r, int s) => Enumerable.Range(0, 4).Sum(i => 0.5 * law[i % 2] * r[s * 4 + i]);
        double[] Canonical(double[] r) => [.. r.Select((value, i) => value + TwoByTwo.Gamma * Mean(r, i % 2) - Mean(r, i / 4))];
        double[] weights = [.. mdp.Probability.Select((p, i) => law[i / 4] * 0.5 * p)];
        double[] a = Norms.Standardise(Canonical(first), weights, 0), b = Norms.Standardise(Canonical(second), weights, 0);
        return Math.Sqrt((1 - Norms.Dot(a, b, weights)) / 2);
    }

    private static IReward<Transitions> Of(string name, double[] table) => Processes.Reward(TwoByTwo.Mdp, name, (s, a, t) => table[(s * 2 + a) * 2 + t]);

    private static IReward<Transitions> Each(string name, Func<double, double, double, double> value) =>
        Reward.Each<Transitions>(name, (t, i) => (float)value(t.Observation(0)[i], t.Action()[i], t.Next(0)[i]));
}
