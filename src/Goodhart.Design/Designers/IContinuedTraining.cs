namespace Goodhart.Design;

/// <summary>A training that can go on from the policy an earlier one left, for rounds that keep the policy and for curricula.</summary>
public interface IContinuedTraining : ITraining
{
    /// <summary>As <see cref="ITraining.Train"/>, from a policy that was trained before.</summary>
    /// <param name="policy">The policy to begin with, as <see cref="Trained.Policy"/> holds it; empty to begin anew.</param>
    Trained Continue(ReadOnlyMemory<byte> policy, IReward<Transitions> reward, ulong seed, Func<double, double, bool>? hopeless = null, CancellationToken cancellation = default);
}

/// <summary>An outcome with the policy it left.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Policy">The trained policy, in the training's own format.</param>
public sealed record Trained(Outcome Outcome, ReadOnlyMemory<byte> Policy);
