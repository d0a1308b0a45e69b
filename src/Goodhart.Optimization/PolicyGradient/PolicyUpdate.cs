using Goodhart.Models;
using static TorchSharp.torch;

namespace Goodhart.Optimization;

/// <summary>A rollout as tensors, one row per step.</summary>
internal sealed record RolloutRows(Tensor Observations, Tensor Actions, Tensor LogProbabilities, Tensor Advantages)
{
    public RolloutRows Map(Func<Tensor, Tensor> choose) => new(choose(Observations), choose(Actions), choose(LogProbabilities), choose(Advantages));
}

/// <summary>The policy's share of an iteration: passes over shuffled minibatches, one Adam step each.</summary>
internal sealed class PolicyUpdate(PolicyGradientOptions options, NetworkPolicy policy)
{
    private readonly Adam adam = new(policy.Parameters.Count);
    private readonly float[] gradient = new float[policy.Parameters.Count];

    public UpdateFigures Run(RolloutRows rollout, IReadOnlyList<LossTerm> terms, double learningRate, Generator rng)
    {
        var rows = (int)rollout.Actions.shape[0];
        var updates = Math.Max(1, rows / options.Minibatch);
        Span<double> sums = stackalloc double[6];
        var passes = 0;
        while (passes < options.Epochs)
        {
            using var pass = NewDisposeScope();
            passes++;
            sums.Clear();
            var order = Permutation.Of(rows, rng);
            var shuffled = rollout.Map(t => t.index_select(0, order));
            for (var u = 0; u < updates; u++) Step(shuffled.Map(t => Permutation.Part(t, u, updates)), Permutation.Part(order, u, updates), terms, learningRate, sums);
            if (sums[3] / updates > options.TargetKl) break;
        }

        foreach (ref var sum in sums) sum /= updates;
        return new(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], passes);
    }

    public void Save(BinaryWriter writer) => adam.Save(writer);

    public void Load(BinaryReader reader) => adam.Load(reader);

    private void Step(RolloutRows batch, Tensor order, IReadOnlyList<LossTerm> terms, double learningRate, Span<double> sums)
    {
        using var scope = NewDisposeScope();
        var now = policy.Distribution(batch.Observations);
        var logRatio = now.LogProbability(batch.Actions) - batch.LogProbabilities;
        var ratio = logRatio.exp();
        var policyLoss = -Surrogate.Clipped(ratio, batch.Advantages, options.Clip).mean();
        var entropy = now.Entropy().mean();
        var loss = policyLoss - options.EntropyWeight * entropy;
        var regulariser = 0.0;
        foreach (var term in terms)
        {
            var value = term(now, order).mean();
            regulariser += value.item<float>();
            loss += value;
        }

        Refuse(loss.item<float>(), regulariser);
        ParameterVector.Gradient(loss, gradient, policy.Parameters);
        var norm = Adam.ClipNorm(gradient, options.MaxGradientNorm);
        adam.Step(policy.Parameters.Values, gradient, learningRate);

        using var still = no_grad();
        ReadOnlySpan<double> figures =
        [
            policyLoss.item<float>(), regulariser, entropy.item<float>(), Surrogate.ApproximateKl(logRatio).mean().item<float>(),
            ClipFraction(ratio.Floats(), options.Clip), norm,
        ];
        for (var i = 0; i < sums.Length; i++) sums[i] += figures[i];
    }

    private static double ClipFraction(ReadOnlySpan<float> ratio, double clip)
    {
        var clipped = 0;
        foreach (var ρ in ratio)
            if (Math.Abs(ρ - 1) > clip) clipped++;
        return (double)clipped / ratio.Length;
    }

    private static void Refuse(float loss, double regulariser)
    {
        if (!double.IsFinite(regulariser))
            throw new InvalidOperationException($"The divergence to the base policy is {regulariser}: the base never takes some action that the policy takes. Mix the base with a uniform policy.");
        if (!float.IsFinite(loss)) throw new InvalidOperationException($"The policy's loss is {loss}: training has diverged. Lower the learning rate or normalise observations.");
    }
}
