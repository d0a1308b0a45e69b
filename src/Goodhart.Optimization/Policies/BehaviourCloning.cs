using Goodhart.Models;
using Goodhart.Worlds;
using static TorchSharp.torch;

namespace Goodhart.Optimization;

/// <param name="Rounds">Rollouts of the expert, each fitted when it is there, &gt; 0.</param>
/// <param name="Steps">Steps of each copy per rollout, &gt; 0.</param>
/// <param name="Epochs">Passes over each rollout, &gt; 0.</param>
/// <param name="Minibatch">Rows per update, &gt; 0.</param>
/// <param name="LearningRate">Adam's step, &gt; 0.</param>
/// <param name="NormaliseObservations">Let the expert's observations set the policy's normaliser.</param>
public sealed record CloningOptions(int Rounds = 20, int Steps = 64, int Epochs = 4, int Minibatch = 512, double LearningRate = 1e-3, bool NormaliseObservations = false);

/// <summary>Makes a network policy act like another policy, so that training can start from it.</summary>
public static class BehaviourCloning
{
    /// <summary>Minimises the mean of −ln π(a|s) over the expert's own steps, and returns that mean over the last round.</summary>
    /// <param name="policy">Changed in place.</param>
    /// <param name="expert">Any policy; it need not know its distribution.</param>
    /// <param name="world">Where the expert acts; it is reset here.</param>
    /// <param name="options">Amount of data and of fitting.</param>
    /// <param name="seed">Of the world, the expert's draws and the shuffles.</param>
    public static double Fit(NetworkPolicy policy, IPolicy expert, IWorld world, CloningOptions options, ulong seed)
    {
        Ensure.Positive(options.Rounds);
        Ensure.Positive(options.Epochs);
        Ensure.Positive(options.Minibatch);
        Ensure.Positive(options.LearningRate);
        using var threads = TorchThreads.One();
        var rng = new Generator(seed);
        var adam = new Adam(policy.Parameters.Count);
        world.Reset(rng.NextWord());
        using var record = new Transitions(world.Schema, Ensure.Positive(options.Steps) * world.Count);
        var loss = 0.0;
        for (var round = 0; round < options.Rounds; round++)
        {
            Rollout.Collect(world, expert, options.Steps, rng, record);
            if (options.NormaliseObservations) policy.Normaliser.Update(record);
            loss = Round(policy, record, adam, options, rng);
        }

        return loss;
    }

    private static double Round(NetworkPolicy policy, Transitions record, Adam adam, CloningOptions options, Generator rng)
    {
        using var scope = NewDisposeScope();
        Tensor seen = policy.Normaliser.Apply(TensorMemory.Observations(record)), actions = TensorMemory.Actions(record);
        var updates = Math.Max(1, record.Count / options.Minibatch);
        var gradient = new float[policy.Parameters.Count];
        var sum = 0.0;
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            var order = Permutation.Of(record.Count, rng);
            for (var u = 0; u < updates; u++)
            {
                using var step = NewDisposeScope();
                var rows = Permutation.Part(order, u, updates);
                var loss = -policy.Distribution(seen.index_select(0, rows)).LogProbability(actions.index_select(0, rows)).mean();
                ParameterVector.Gradient(loss, gradient, policy.Parameters);
                adam.Step(policy.Parameters.Values, gradient, options.LearningRate);
                sum += loss.item<float>();
            }
        }

        return sum / (options.Epochs * updates);
    }
}
