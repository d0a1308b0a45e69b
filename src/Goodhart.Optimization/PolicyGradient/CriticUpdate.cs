using Goodhart.Models;
using static TorchSharp.torch;

namespace Goodhart.Optimization;

/// <summary>The critic's share of an iteration: passes over shuffled minibatches, one Adam step each. It shares nothing with the policy's.</summary>
internal sealed class CriticUpdate(PolicyGradientOptions options, Mlp critic)
{
    private readonly Adam adam = new(critic.Parameters.Count);
    private readonly float[] gradient = new float[critic.Parameters.Count];

    /// <summary>Fits values to returns, and gives the mean loss of the last pass.</summary>
    public double Run(Tensor observations, Tensor returns, double learningRate, Generator rng)
    {
        var rows = (int)returns.shape[0];
        var updates = Math.Max(1, rows / options.Minibatch);
        var loss = 0.0;
        for (var pass = 0; pass < options.Epochs; pass++)
        {
            using var scope = NewDisposeScope();
            var order = Permutation.Of(rows, rng);
            Tensor seen = observations.index_select(0, order), targets = returns.index_select(0, order);
            loss = 0;
            for (var u = 0; u < updates; u++) loss += Step(Permutation.Part(seen, u, updates), Permutation.Part(targets, u, updates), learningRate) / updates;
        }

        return loss;
    }

    public void Save(BinaryWriter writer) => adam.Save(writer);

    public void Load(BinaryReader reader) => adam.Load(reader);

    private double Step(Tensor observations, Tensor returns, double learningRate)
    {
        using var scope = NewDisposeScope();
        var loss = Surrogate.ValueLoss(critic.Forward(observations).squeeze(1), returns).mean();
        ParameterVector.Gradient(loss, gradient, critic.Parameters);
        Adam.ClipNorm(gradient, options.MaxGradientNorm);
        adam.Step(critic.Parameters.Values, gradient, learningRate);
        return loss.item<float>();
    }
}
