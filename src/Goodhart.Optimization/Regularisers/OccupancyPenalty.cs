using Goodhart.Worlds;

namespace Goodhart.Optimization;

/// <param name="Kind">The distance. √χ² is what the bound on the true return is made of.</param>
/// <param name="Lambda">Weight on the scale of the reward, ≥ 0. The bound suggests σ(proxy)·√(1 − r²) under the base policy.</param>
/// <param name="Clip">Bound on the distance of a step, &gt; 0. Tomato 1000, pandemic 100, glucose 1e10, traffic 1 in "Correlated Proxies" (2024).</param>
/// <param name="Trim">Share dropped at either end in the mean of √χ², in [0, .5). 1 % as in that paper.</param>
/// <param name="Discounted">Weigh step t of an episode by γᵗ, as the theory's occupancy does; the paper's runs do not.</param>
/// <param name="Epochs">Passes of the discriminator per iteration; as many as the policy's when null.</param>
/// <param name="Ratio">The discriminator; its defaults when null.</param>
public sealed record OccupancyOptions(
    OccupancyKind Kind = OccupancyKind.SqrtChiSquared, double Lambda = .01, double Clip = double.PositiveInfinity, double Trim = .01,
    bool Discounted = false, int? Epochs = null, DensityRatioOptions? Ratio = null);

/// <summary>
/// Occupancy-measure regularisation (ORPO; "Correlated Proxies", 2024): each iteration rolls out the base policy, trains a discriminator between its steps
/// and the current policy's, and only then subtracts λ·distance from the rewards.
/// </summary>
public sealed class OccupancyPenalty : IRewardPenalty, IDisposable
{
    private readonly OccupancyOptions options;
    private readonly IWorld world;
    private readonly DensityRatio ratio;
    private readonly Generator rng;
    private readonly EpisodeAges baseAges;
    private EpisodeAges? ages;
    private Transitions? record;

    /// <param name="base">The policy held on to.</param>
    /// <param name="world">Where the base policy acts: a world of its own, like the trained policy's and with as many copies, so that half of all steps are the base's.</param>
    /// <param name="options">Distance and weight.</param>
    /// <param name="seed">Of the base's episodes, the discriminator and its shuffles.</param>
    public OccupancyPenalty(IPolicy @base, IWorld world, OccupancyOptions options, ulong seed)
    {
        Ensure.NotNegative(options.Lambda);
        Ensure.Positive(options.Clip);
        Ensure.InRange(options.Trim, 0, .499);
        if (world.Autoreset is not Autoreset.SameStep) throw new ArgumentException($"The base policy's world '{world.Name}' must restart episodes by itself (Autoreset.SameStep).", nameof(world));
        (Base, this.world, this.options) = (@base, world, options);
        rng = new(seed);
        ratio = new(world.Schema, options.Kind, options.Ratio ?? new(), rng);
        baseAges = new(world.Count);
        world.Reset(rng.NextWord());
    }

    public string Name => "occupancy";

    public IPolicy Base { get; }

    /// <summary>Steps the base policy has made.</summary>
    public long BaseSteps { get; private set; }

    public IReadOnlyList<Figure> Metrics { get; private set; } = [];

    public void Penalise(RolloutContext rollout, Span<float> penalty)
    {
        var current = rollout.Batch;
        RollOutBase(Math.Max(1, current.Count / world.Count));
        float[] weights = new float[current.Count], baseWeights = new float[record!.Count];
        (ages ??= new(rollout.Copies)).Weigh(current, options.Discounted ? rollout.Discount : 1, weights);
        baseAges.Weigh(record, options.Discounted ? rollout.Discount : 1, baseWeights);

        var loss = ratio.Train(current, weights, record, baseWeights, options.Epochs ?? rollout.Epochs, rng);
        var d = new float[current.Count];
        ratio.Score(current, d);
        StepDistance.PerStep(options.Kind, d, weights, options.Trim, options.Clip, penalty);
        foreach (ref var value in penalty) value *= (float)options.Lambda;
        Metrics = [new("discriminator loss", loss), .. Distances(d, weights)];
    }

    public void Save(BinaryWriter writer)
    {
        ratio.Save(writer);
        rng.Save(writer);
        world.Save(writer);
        baseAges.Save(writer);
        writer.Write(BaseSteps);
        writer.Write(ages is not null);
        if (ages is null) return;
        writer.Write(ages.Copies);
        ages.Save(writer);
    }

    public void Load(BinaryReader reader)
    {
        ratio.Load(reader);
        rng.Load(reader);
        world.Load(reader);
        baseAges.Load(reader);
        BaseSteps = reader.ReadInt64();
        ages = reader.ReadBoolean() ? new(reader.ReadInt32()) : null;
        ages?.Load(reader);
    }

    public void Dispose()
    {
        ratio.Dispose();
        record?.Dispose();
    }

    private void RollOutBase(int steps)
    {
        if (record?.Capacity != steps * world.Count)
        {
            record?.Dispose();
            record = new(world.Schema, steps * world.Count);
        }

        Rollout.Collect(world, Base, steps, rng, record);
        BaseSteps += record.Count;
    }

    /// <summary>Estimates of the distances themselves, from samples of the current policy.</summary>
    private Figure[] Distances(ReadOnlySpan<float> d, ReadOnlySpan<float> weights)
    {
        if (options.Kind is OccupancyKind.TotalVariation or OccupancyKind.Wasserstein) return [];
        double kl = 0, chi = 0, total = 0;
        for (var i = 0; i < d.Length; i++)
        {
            kl += (double)weights[i] * d[i];
            chi += (double)weights[i] * StepDistance.ExcessRatio(d[i]);
            total += weights[i];
        }

        return [new("KL estimate", kl / total), new("χ² estimate", chi / total)];
    }
}
