using Goodhart.Optimization.CrossEntropy;
using Goodhart.Worlds;

namespace Goodhart.Optimization.ValueBased;

/// <summary>
/// Q-learning with Q(s, a) = Σ w[feature, a] over the hashed features of what is seen, for worlds whose states are too many for a table: many copies learn into
/// one set of weights.
/// </summary>
/// <remarks>The same arguments and seed give the same bits. Linear values may diverge where a table's would not; keep γ below 1 and episodes finite.</remarks>
public sealed class FeatureQ : IDisposable
{
    private readonly IWorld world;
    private readonly IReward<Transitions> reward;
    private readonly FeatureQOptions options;
    private readonly Generator rng;
    private readonly HashedFeatures features;
    private readonly Transitions step;
    private readonly float[] weights, actions, scores;
    private readonly int[] seen, arrived;   // places of the active features // (copies × features)
    private readonly double[] values;
    private readonly int choices;
    private readonly ObservationScale scale;
    private readonly long before;

    /// <param name="create">Makes the world, whose actions are discrete and which restarts episodes by itself.</param>
    /// <param name="reward">What is maximised.</param>
    /// <param name="options">Hyperparameters.</param>
    /// <param name="rng">Of episodes, explorations and ties.</param>
    /// <param name="start">What an earlier learner in the same world knew, with the same features; null to know nothing.</param>
    /// <exception cref="ArgumentException">The world, or what was known, does not fit.</exception>
    public FeatureQ(CreateWorld create, IReward<Transitions> reward, FeatureQOptions options, Generator rng, FeatureKnowledge? start = null)
    {
        (this.reward, this.options, this.rng) = (reward, options.Checked(), rng);
        world = create(options.Copies);
        choices = (world.Schema.Actions as ActionSpace.Discrete)?.Count ?? throw new ArgumentException($"World '{world.Name}' has a box of actions; Q-learning needs discrete ones.", nameof(create));
        if (world.Autoreset is not Autoreset.SameStep)
            throw new ArgumentException($"World '{world.Name}' must restart episodes by itself (Autoreset.SameStep), was {world.Autoreset}.", nameof(create));
        before = start?.Steps ?? 0;
        (scale, Steps) = start is null ? ObservationScale.Of(world, rng) : (start.Scale, 0);
        features = new(world.Schema, scale, options.Features ?? new());
        (step, actions, scores) = (new(world.Schema, world.Count), new float[world.Count], new float[world.Count]);
        (weights, values) = (new float[features.Places * choices], new double[choices]);
        Array.Fill(weights, (float)(options.InitialValue / features.Count));
        start?.RequireFit(world.Schema, weights.Length).Weights.CopyTo(weights, 0);
        (seen, arrived) = (new int[world.Count * features.Count], new int[world.Count * features.Count]);
        world.Reset(rng.NextWord());
        reward.Begin(world.Count);
        Look(world.Observation, seen);
    }

    /// <summary>Steps so far, over all copies.</summary>
    public long Steps { get; private set; }

    /// <summary>Takes the best action by what is known now; later steps leave it as it is.</summary>
    public FeaturePolicy Greedy() => new(features, choices, [.. weights]);

    /// <summary>What is known now, for a learner that is to go on from it.</summary>
    public FeatureKnowledge Knowledge => new(scale, [.. weights], before + Steps);

    /// <summary>One step of every copy, and what is learnt from it.</summary>
    public void Step()
    {
        var epsilon = options.EpsilonAt(Steps);
        for (var n = 0; n < world.Count; n++) actions[n] = rng.NextDouble() < epsilon ? rng.NextInt(choices) : Best(Active(seen, n));
        Rollout.Before(world, actions, step, 0);
        world.Step(actions);
        Rollout.After(world, step, 0);
        reward.Evaluate(step, scores);
        Look(world.Arrived, arrived);
        for (var n = 0; n < world.Count; n++) Learn(n, (int)actions[n], scores[n], world.Terminated[n]);
        Look(world.Observation, seen);
        Steps += world.Count;
    }

    public void Dispose() => step.Dispose();

    private void Learn(int copy, int action, double score, bool terminated)
    {
        var active = Active(seen, copy);
        FeaturePolicy.Values(weights, active, values);
        var (old, target) = (values[action], score);
        if (!terminated)
        {
            FeaturePolicy.Values(weights, Active(arrived, copy), values);
            target += options.Discount * Largest(values);
        }

        var change = (float)(options.LearningRate / features.Count * (target - old));
        foreach (var place in active) weights[place * choices + action] += change;
    }

    private int Best(ReadOnlySpan<int> active)
    {
        FeaturePolicy.Values(weights, active, values);
        return FeaturePolicy.Best(values, rng);
    }

    private ReadOnlySpan<int> Active(int[] places, int copy) => places.AsSpan(copy * features.Count, features.Count);

    private void Look(ReadOnlySpan<float> fields, int[] places)
    {
        for (var n = 0; n < world.Count; n++) features.Of(fields, world.Count, n, places.AsSpan(n * features.Count, features.Count));
    }

    private static double Largest(double[] values)
    {
        var largest = values[0];
        foreach (var value in values) largest = Math.Max(largest, value);
        return largest;
    }
}
