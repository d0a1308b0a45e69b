using Goodhart.Worlds;

namespace Goodhart.Optimization.CrossEntropy;

/// <summary>What one generation was like.</summary>
/// <param name="Generation">Its number, from 1.</param>
/// <param name="Steps">Steps so far, over all copies.</param>
/// <param name="Return">Mean return of an episode over the population.</param>
/// <param name="EliteReturn">The same over the elites.</param>
/// <param name="Deviation">Mean standard deviation of the weights after it.</param>
public sealed record CrossEntropyStep(int Generation, long Steps, double Return, double EliteReturn, double Deviation);

/// <summary>Trains a <see cref="CompactPolicy"/> by the cross-entropy method: the whole population acts side by side in the copies of one world.</summary>
/// <remarks>No gradient and no value function: it climbs whatever an episode's return is, remembered or not. The same arguments and seed give the same bits.</remarks>
public sealed class CrossEntropyTrainer
{
    // Long enough to score in columns, short enough to stop soon after the last episode ended.
    private const int Chunk = 16;

    private readonly IWorld world;
    private readonly IReward<Transitions> reward;
    private readonly CrossEntropyOptions options;
    private readonly Generator rng;
    private readonly IReadOnlyList<CompactInput> inputs;
    private readonly CrossEntropySearch search;
    private readonly CompactPolicy crowd;
    private readonly double[] population, returns, values;
    private readonly bool[] over;
    private readonly int horizon;

    /// <param name="create">Makes the world, with Population × Rollouts copies.</param>
    /// <param name="reward">What is maximised; its sum over an episode.</param>
    /// <param name="options">Hyperparameters.</param>
    /// <param name="rng">Of episodes and candidates.</param>
    /// <exception cref="ArgumentException">The world has no horizon and the options give none, or it has no observations.</exception>
    public CrossEntropyTrainer(CreateWorld create, IReward<Transitions> reward, CrossEntropyOptions options, Generator rng)
    {
        (this.reward, this.options, this.rng) = (reward, options.Checked(), rng);
        world = create(options.Population * options.Rollouts);
        horizon = world.Horizon ?? options.Horizon ?? throw new ArgumentException($"World '{world.Name}' has no horizon: say in CrossEntropyOptions.Horizon how many steps an episode has.");
        if (world.Schema.Observation.Count == 0) throw new ArgumentException($"World '{world.Name}' has no observation fields, so a policy of weights would see nothing.");
        (var scale, Steps) = ObservationScale.Of(world, rng);
        inputs = options.Related ? CompactInputs.Related(world.Schema, scale, options.Gain, options.Nearness, options.Through) : CompactInputs.Plain(scale);
        search = new(CompactPolicy.CountOf(world.Schema.Actions, inputs.Count, options.Hidden), options, rng);
        crowd = CompactPolicy.ForPopulation(world.Schema, inputs, options.Hidden);
        (population, values) = (new double[options.Population * search.Mean.Length], new double[options.Population]);
        (returns, over) = (new double[world.Count], new bool[world.Count]);
    }

    /// <summary>Steps so far, over all copies.</summary>
    public long Steps { get; private set; }

    /// <summary>Generations so far.</summary>
    public int Generation => search.Generation;

    /// <summary>The mean of the population, which later generations leave as it is.</summary>
    public CompactPolicy Policy => new(world.Schema, inputs, options.Hidden, search.Mean);

    /// <summary>Draws a generation, lets it act, and learns from its elites.</summary>
    public CrossEntropyStep Iterate()
    {
        search.Draw(population);
        crowd.Assign(population, options.Rollouts);
        Run();
        for (var p = 0; p < values.Length; p++)
        {
            values[p] = 0;
            for (var r = 0; r < options.Rollouts; r++) values[p] += returns[p * options.Rollouts + r] / options.Rollouts;
        }

        search.Learn(population, values);
        var spread = 0.0;
        foreach (var deviation in search.Deviation) spread += deviation / search.Deviation.Length;
        return new(Generation, Steps, values.Average(), values.OrderDescending().Take(options.Elites).Average(), spread);
    }

    private void Run()
    {
        world.Reset(rng.NextWord());
        reward.Begin(world.Count);
        Array.Clear(returns);
        Array.Clear(over);
        var factor = 1.0;
        for (var done = 0; done < horizon && Array.IndexOf(over, false) >= 0; done += Chunk)
        {
            using var batch = Collect(Math.Min(Chunk, horizon - done));
            factor = Add(batch, factor);
            Steps += batch.Count;
        }
    }

    // A world that does not restart by itself must not be stepped past the end of all its episodes.
    private Transitions Collect(int steps)
    {
        var batch = new Transitions(world.Schema, steps * world.Count);
        var actions = new float[world.Schema.Actions.Width * world.Count];
        var (ended, taken) = ((bool[])over.Clone(), 0);
        while (taken < steps && Array.IndexOf(ended, false) >= 0)
        {
            crowd.Act(Situations.Of(world), rng, actions);
            Rollout.Before(world, actions, batch, taken);
            world.Step(actions);
            Rollout.After(world, batch, taken++);
            for (var n = 0; n < ended.Length; n++) ended[n] |= world.Terminated[n] || world.Truncated[n];
        }

        batch.Count = taken * world.Count;
        return batch;
    }

    private double Add(Transitions batch, double factor)
    {
        var scores = new float[batch.Count];
        reward.Evaluate(batch, scores);
        for (var row = 0; row < batch.Count; row++)
        {
            var n = row % world.Count;
            if (n == 0 && row > 0) factor *= options.Discount;
            if (over[n]) continue;
            returns[n] += factor * scores[row];
            over[n] = batch.Terminated[row] || batch.Truncated[row];
        }

        return factor * options.Discount;
    }
}
