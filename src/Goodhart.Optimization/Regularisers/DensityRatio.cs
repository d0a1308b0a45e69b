using Goodhart.Models;
using static TorchSharp.torch;

namespace Goodhart.Optimization;

/// <param name="Network">Hidden layers; 2 × 256 LeakyReLU as in "Correlated Proxies" (2024) when null.</param>
/// <param name="LearningRate">Adam's step, &gt; 0. 1e-3, the rate of that paper's tomato runs.</param>
/// <param name="Minibatch">Samples of each policy per update.</param>
/// <param name="StateOnly">Compare states instead of state-action pairs.</param>
public sealed record DensityRatioOptions(MlpOptions? Network = null, double LearningRate = 1e-3, int Minibatch = 1024, bool StateOnly = false);

/// <summary>A discriminator d(s, a) between the steps of two policies; under a logistic loss it learns the log-ratio of their occupancy measures.</summary>
public sealed class DensityRatio : IDisposable
{
    private readonly Schema schema;
    private readonly OccupancyKind kind;
    private readonly DensityRatioOptions options;
    private readonly Mlp network;
    private readonly Adam adam;
    private readonly float[] gradient;

    public DensityRatio(Schema schema, OccupancyKind kind, DensityRatioOptions options, Generator rng)
    {
        (this.schema, this.kind, this.options) = (schema, kind, options);
        Ensure.Positive(options.LearningRate);
        Ensure.Positive(options.Minibatch);
        var actions = options.StateOnly ? 0 : schema.Actions is ActionSpace.Discrete discrete ? discrete.Count : schema.Actions.Width;
        network = new(schema.Observation.Count + actions, 1, options.Network ?? new(256, 2, Activation.LeakyRelu), .01, rng);
        adam = new(network.Parameters.Count);
        gradient = new float[network.Parameters.Count];
    }

    public ParameterVector Parameters => network.Parameters;

    /// <summary>Passes over both batches, and returns the mean loss of the last pass.</summary>
    /// <param name="current">Steps of the policy in training.</param>
    /// <param name="currentWeights">Weight of each step. // (current.Count)</param>
    /// <param name="base">Steps of the base policy.</param>
    /// <param name="baseWeights">Weight of each step. // (base.Count)</param>
    /// <param name="epochs">Passes over the smaller batch.</param>
    /// <param name="rng">Shuffles.</param>
    public double Train(Transitions current, ReadOnlySpan<float> currentWeights, Transitions @base, ReadOnlySpan<float> baseWeights, int epochs, Generator rng)
    {
        using var scope = NewDisposeScope();
        Tensor rows = Features(current), baseRows = Features(@base), weights = TensorMemory.Vector(currentWeights), heavy = TensorMemory.Vector(baseWeights);
        var updates = Math.Max(1, Math.Min(current.Count, @base.Count) / options.Minibatch);
        var loss = 0.0;
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            using var pass = NewDisposeScope();
            Tensor order = Permutation.Of(current.Count, rng), baseOrder = Permutation.Of(@base.Count, rng);
            loss = 0;
            for (var u = 0; u < updates; u++)
            {
                using var step = NewDisposeScope();
                Tensor now = Permutation.Part(order, u, updates), then = Permutation.Part(baseOrder, u, updates);
                loss += Update(rows.index_select(0, now), weights.index_select(0, now), baseRows.index_select(0, then), heavy.index_select(0, then)) / updates;
            }
        }

        return loss;
    }

    /// <summary>d of every step. // d: (batch.Count)</summary>
    public void Score(Transitions batch, Span<float> d)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        network.Forward(Features(batch)).Floats().CopyTo(d);
    }

    public void Save(BinaryWriter writer)
    {
        network.Parameters.Save(writer);
        adam.Save(writer);
    }

    public void Load(BinaryReader reader)
    {
        network.Parameters.Load(reader);
        adam.Load(reader);
    }

    public void Dispose() => network.Dispose();

    private double Update(Tensor rows, Tensor weights, Tensor baseRows, Tensor baseWeights)
    {
        var d = network.Forward(cat([rows, baseRows])).squeeze(1);
        var count = rows.shape[0];
        var loss = Mean(StepDistance.CurrentLoss(kind, d[..(int)count]), weights) + Mean(StepDistance.BaseLoss(kind, d[(int)count..]), baseWeights);
        ParameterVector.Gradient(loss, gradient, network.Parameters);
        adam.Step(network.Parameters.Values, gradient, options.LearningRate);
        if (kind is OccupancyKind.Wasserstein)
            foreach (ref var weight in network.Parameters.Values) weight = Math.Clamp(weight, -.01f, .01f);   // keeps d Lipschitz
        return loss.item<float>();
    }

    private static Tensor Mean(Tensor values, Tensor weights) => (values * weights).sum() / weights.sum();

    /// <summary>Observations beside the action, one-hot where actions are discrete. // (Count, inputs)</summary>
    private Tensor Features(Transitions batch)
    {
        var seen = TensorMemory.Observations(batch);
        if (options.StateOnly) return seen;
        var actions = TensorMemory.Actions(batch);
        if (schema.Actions is ActionSpace.Discrete discrete)
            actions = nn.functional.one_hot(actions.squeeze(1).to_type(ScalarType.Int64), discrete.Count).to_type(ScalarType.Float32);
        return cat([seen, actions], 1);
    }
}
