namespace Goodhart.Worlds.Control;

/// <summary>Rewards of <see cref="CartPole"/>.</summary>
public static class CartPoleRewards
{
    /// <summary>What is wanted: 1 for every step, the falling one included (Gymnasium's reward).</summary>
    public static IReward<Transitions> Upright { get; } = Reward.From<Transitions>("upright", (_, scores) => scores.Fill(1), "1/step");

    internal static IReadOnlyList<IReward<Transitions>> All { get; } = [Upright];
}
