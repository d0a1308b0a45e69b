namespace Goodhart;

/// <summary>Rewards of a batch that lies within another batch.</summary>
public static class RewardOver
{
    extension(IReward<Transitions> reward)
    {
        /// <summary>This reward on the steps of whole episodes, so that transforms of sequences can follow.</summary>
        public IReward<Trajectories> OverSteps() => reward.Over((Trajectories episodes) => episodes.Steps);
    }

    extension<TInner>(IReward<TInner> reward) where TInner : IBatch
    {
        /// <summary>This reward as a reward of batches that hold its batch; name, parts and unit stay.</summary>
        /// <param name="inner">The batch within; it must have as many samples.</param>
        public IReward<TOuter> Over<TOuter>(Func<TOuter, TInner> inner) where TOuter : IBatch => new InnerReward<TOuter, TInner>(reward, inner);
    }
}

internal sealed class InnerReward<TOuter, TInner>(IReward<TInner> reward, Func<TOuter, TInner> inner) : IReward<TOuter>, IWeighted
    where TOuter : IBatch where TInner : IBatch
{
    public string Name => reward.Name;

    public string Unit => reward.Unit;

    public IReadOnlyList<IReward<TOuter>> Parts { get; } = [.. reward.Parts.Select(part => new InnerReward<TOuter, TInner>(part, inner))];

    public IReadOnlyList<float> Weights { get; } = (reward as IWeighted)?.Weights ?? [.. Enumerable.Repeat(1f, reward.Parts.Count)];

    public void Score(TOuter batch, Span<float> scores, PartTrace? trace = null) => reward.Score(inner(batch), scores, trace);
}
