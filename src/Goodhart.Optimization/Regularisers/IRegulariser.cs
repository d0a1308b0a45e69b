using Goodhart.Models;
using Goodhart.Worlds;
using static TorchSharp.torch;

namespace Goodhart.Optimization;

/// <summary>A named number of a training run.</summary>
public readonly record struct Figure(string Tag, double Value);

/// <summary>What a regulariser sees of one iteration of a trainer.</summary>
/// <param name="Batch">The rollout of the policy in training. // rows: step·Copies + copy</param>
/// <param name="Copies">Copies of the world stepped together.</param>
/// <param name="Discount">γ of the trainer, in [0, 1).</param>
/// <param name="Epochs">Passes the trainer makes over the batch.</param>
/// <param name="Rng">The trainer's generator.</param>
public sealed record RolloutContext(Transitions Batch, int Copies, double Discount, int Epochs, Generator Rng);

/// <summary>Holds a policy back to a base policy: through its rewards (<see cref="IRewardPenalty"/>) or its loss (<see cref="ILossPenalty"/>).</summary>
public interface IRegulariser
{
    string Name { get; }

    /// <summary>The policy that is held on to; frozen.</summary>
    IPolicy Base { get; }

    /// <summary>Figures of the last iteration.</summary>
    IReadOnlyList<Figure> Metrics { get; }

    void Save(BinaryWriter writer);

    void Load(BinaryReader reader);
}

/// <summary>Subtracts from rewards before they become advantages, so its coefficient is on the scale of the reward.</summary>
public interface IRewardPenalty : IRegulariser
{
    /// <summary>Writes what each step of the rollout loses. // penalty: (Batch.Count)</summary>
    void Penalise(RolloutContext rollout, Span<float> penalty);
}

/// <summary>A term of the loss for some rows of the batch, one value per row. // rows: (m) → (m)</summary>
public delegate Tensor LossTerm(ActionDistribution now, Tensor rows);

/// <summary>Adds to the loss of each minibatch.</summary>
public interface ILossPenalty : IRegulariser
{
    /// <summary>The term of this iteration, valid within the caller's dispose scope.</summary>
    LossTerm Begin(RolloutContext rollout);
}

internal static class Situated
{
    /// <summary>The situations a batch recorded. // buffer: at least (observation fields · Count)</summary>
    public static Situations Of(Transitions batch, Span<float> buffer)
    {
        var fields = batch.Schema.Observation.Count;
        for (var f = 0; f < fields; f++) batch.Observation(f).CopyTo(buffer[(f * batch.Count)..]);
        return new(buffer[..(fields * batch.Count)], batch.State, batch.Count);
    }

    /// <summary>A policy's distributions in the recorded situations.</summary>
    public static ActionDistribution Distribution(this IDistributionPolicy policy, Transitions batch) =>
        policy.Distribution(Of(batch, new float[batch.Schema.Observation.Count * batch.Count]));
}
