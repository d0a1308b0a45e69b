namespace Goodhart;

/// <summary>
/// A reward kept from the optimiser: what was really wanted. It is not an <see cref="IReward{TBatch}"/>, so no trainer accepts it; only the audit can score it.
/// </summary>
public sealed class HeldOut<TBatch> where TBatch : IBatch
{
    private HeldOut(IReward<TBatch> reward) => Reward = reward;

    public string Name => Reward.Name;

    public string Unit => Reward.Unit;

    internal IReward<TBatch> Reward { get; }

    /// <summary>Holds a reward out. There is no way back for code outside the audit.</summary>
    public static HeldOut<TBatch> Of(IReward<TBatch> reward) => new(reward);
}
