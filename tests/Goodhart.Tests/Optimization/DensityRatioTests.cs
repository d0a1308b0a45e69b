using Goodhart.Models;
using Goodhart.Optimization;
using Goodhart.Worlds;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests.Optimization;

/// <summary>The discriminator against occupancies computed exactly.</summary>
public sealed class DensityRatioTests
{
    private const int Copies = 400;

    private static TabularPolicy RightWith(double p) => new(2, [.. Enumerable.Range(0, 5).SelectMany(_ => (double[])[1 - p, p])]);

    /// <summary>(1 − γ)·Σ γᵗ P(sₜ = s, aₜ = a) of the corridor, by following the chain until nothing is left.</summary>
    private static double[] Occupancy(double right, double discount)
    {
        var mdp = Corridor.Mdp();
        double[] occupancy = new double[10], at = [.. mdp.Initial];
        var total = 0.0;
        for (var weight = 1.0; at.Sum() * weight > 1e-12; weight *= discount)
        {
            var next = new double[5];
            for (var pair = 0; pair < 10; pair++)
            {
                if (mdp.Start[pair] == mdp.Start[pair + 1]) continue;
                var mass = at[pair / 2] * (pair % 2 == 1 ? right : 1 - right);
                occupancy[pair] += weight * mass;
                total += weight * mass;
                next[mdp.Next[mdp.Start[pair]]] += mass;
            }

            at = next;
        }

        return [.. occupancy.Select(o => o / total)];
    }

    private static (double Kl, double Chi) Exact(double discount)
    {
        double[] mu = Occupancy(.7, discount), nu = Occupancy(.5, discount);
        double kl = 0, chi = 0;
        for (var i = 0; i < 10; i++)
            if (mu[i] > 0) (kl, chi) = (kl + mu[i] * Math.Log(mu[i] / nu[i]), chi + mu[i] * (mu[i] / nu[i] - 1));
        return (kl, chi);
    }

    private static Transitions Sample(double right, ulong seed)
    {
        var world = new Corridor(Copies, horizon: 100000);
        world.Reset(seed);
        return Rollout.Collect(world, RightWith(right), 200, new(seed));   // an episode lasts 8 to 20 steps: the cut-off last one hardly counts
    }

    private static (double Kl, double Chi) Estimate(DensityRatio ratio, Transitions batch, float[] weights)
    {
        var d = new float[batch.Count];
        ratio.Score(batch, d);
        double kl = 0, chi = 0;
        for (var i = 0; i < d.Length; i++) (kl, chi) = (kl + weights[i] * d[i], chi + weights[i] * (Math.Exp(d[i]) - 1));
        return (kl / weights.Sum(), chi / weights.Sum());
    }

    private static DensityRatio New() => new(Corridor.Layout, OccupancyKind.ChiSquared, new(new(16, 2, Activation.LeakyRelu), 5e-3, 4000), new(3));

    [Theory]
    [InlineData(1)]
    [InlineData(.9)]
    public void Train_Corridor_FindsTheExactDistances(double discount)
    {
        using Transitions current = Sample(.7, 1), reference = Sample(.5, 2);
        float[] weights = new float[current.Count], baseWeights = new float[reference.Count];
        new EpisodeAges(Copies).Weigh(current, discount, weights);
        new EpisodeAges(Copies).Weigh(reference, discount, baseWeights);
        using var ratio = New();
        var rng = new Generator(4);
        ratio.Train(current, weights, reference, baseWeights, 15, rng);
        double kl = 0, chi = 0;
        for (var i = 0; i < 10; i++)   // the mean over passes: a single one carries the optimiser's noise
        {
            ratio.Train(current, weights, reference, baseWeights, 1, rng);
            var (oneKl, oneChi) = Estimate(ratio, current, weights);
            (kl, chi) = (kl + oneKl / 10, chi + oneChi / 10);
        }

        var (exactKl, exactChi) = Exact(discount);
        Assert.Equal(exactKl, kl, .1 * exactKl);
        Assert.Equal(exactChi, chi, .15 * exactChi);
    }

    [Fact]
    public void Train_ShuffledLabels_FindsNoDistance()
    {
        // Both batches are of the base policy: whatever is called "current", χ² is near 0.
        using Transitions one = Sample(.5, 1), other = Sample(.5, 2);
        var ones = Enumerable.Repeat(1f, one.Count).ToArray();
        using var ratio = New();
        ratio.Train(one, ones, other, ones, 10, new(4));
        Assert.InRange(Estimate(ratio, one, ones).Chi, -.02, .02);
    }

    [Theory]
    [InlineData(OccupancyKind.TotalVariation)]
    [InlineData(OccupancyKind.Wasserstein)]
    public void Train_OtherDistances_ScoreTheCurrentPolicysStepsHigher(OccupancyKind kind)
    {
        using Transitions current = Sample(.8, 1), reference = Sample(.2, 2);
        float[] ones = [.. Enumerable.Repeat(1f, current.Count)], d = new float[current.Count], @base = new float[reference.Count];
        using var ratio = new DensityRatio(Corridor.Layout, kind, new(new(16, 2, Activation.LeakyRelu), 5e-3, 4000), new(3));
        ratio.Train(current, ones, reference, ones, 10, new(4));
        ratio.Score(current, d);
        ratio.Score(reference, @base);
        Assert.True(d.Average() > @base.Average());
        if (kind is OccupancyKind.Wasserstein) Assert.All(ratio.Parameters.Values.ToArray(), w => Assert.InRange(w, -.01f, .01f));
        else Assert.True(d.Average(x => MathF.Sign(x)) > .5);   // right is taken in 80 % of the current steps and 20 % of the base's
    }

    [Fact]
    public void StateOnly_IgnoresActions()
    {
        using var batch = Sample(.5, 1);
        using var ratio = new DensityRatio(Corridor.Layout, OccupancyKind.Kl, new(new(8), StateOnly: true), new(3));
        float[] d = new float[batch.Count], flipped = new float[batch.Count];
        ratio.Score(batch, d);
        foreach (ref var action in batch.Action()) action = 1 - action;
        ratio.Score(batch, flipped);
        Assert.Equal(d, flipped);
    }
}
