namespace Goodhart.Worlds.Control;

/// <summary>Rewards of <see cref="CartPole"/>, all of the state a step arrives at.</summary>
public static class CartPoleRewards
{
    /// <summary>1 for every step, the falling one included: Gymnasium's reward, whose return is the episode's length.</summary>
    /// <remarks>It is the same number on every transition, so nothing correlates with it; compare proxies with <see cref="Centred"/>.</remarks>
    public static IReward<Transitions> Upright { get; } = Reward.From<Transitions>("upright", (_, scores) => scores.Fill(1), "1/step");

    /// <summary>(1 − (x/2.4 m)²)·(1 − (θ/12°)²): 1 upright in the middle of the track, 0 at the limits and beyond. // in [0, 1]</summary>
    public static IReward<Transitions> Centred { get; } = Reward.From<Transitions>("centred", (batch, scores) =>
    {
        ReadOnlySpan<float> x = batch.Next("position"), θ = batch.Next("angle");
        for (var i = 0; i < scores.Length; i++)
            scores[i] = Within(x[i] * (1 / CartPole.TrackLimit)) * Within(θ[i] * (1 / CartPole.AngleLimit));
    }, "1/step");

    /// <summary>Proxy: −((x/1 m)² + 10·(θ/1 rad)²), the quadratic cost that a control engineer writes down first.</summary>
    /// <remarks>
    /// Why it looks right: while the pole is up, it falls with every lean and every metre off the middle that <see cref="Centred"/> falls with.
    /// How it is cheated: it is never positive and a fall is free, so the cheapest episode is the shortest. The optimum throws the pole over at once.
    /// Over whole episodes, steps after the fall counted as 0, it is not even correlated with balancing under a decent policy, and an audit says so.
    /// A constant of 1 per surviving step, or a charge for falling, mends it.
    /// </remarks>
    public static IReward<Transitions> Deviation { get; } = Reward.From<Transitions>("deviation", (batch, scores) =>
    {
        ReadOnlySpan<float> x = batch.Next("position"), θ = batch.Next("angle");
        for (var i = 0; i < scores.Length; i++) scores[i] = -(x[i] * x[i] + 10 * θ[i] * θ[i]);
    }, "cost/step");

    internal static IReadOnlyList<IReward<Transitions>> All { get; } = [Upright, Centred, Deviation];

    private static float Within(float fraction) => MathF.Max(0, 1 - fraction * fraction);
}
