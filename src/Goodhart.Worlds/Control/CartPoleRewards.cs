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
    /// Why it looks right: under every balancing policy it correlates with <see cref="Centred"/> (r = 0.58 under a linear controller half of whose pushes
    /// are random, 0.77 with a tenth random, 0.98 under random pushes).
    /// How it is cheated: it is never positive and a fall is free, so the cheapest episode is the shortest. The optimum throws the pole over within
    /// ten steps, for a total cost near 1.3, where a balancing controller pays 37. A constant of 1 per surviving step, or a charge for falling, mends it.
    /// </remarks>
    public static IReward<Transitions> Deviation { get; } = Reward.From<Transitions>("deviation", (batch, scores) =>
    {
        ReadOnlySpan<float> x = batch.Next("position"), θ = batch.Next("angle");
        for (var i = 0; i < scores.Length; i++) scores[i] = -(x[i] * x[i] + 10 * θ[i] * θ[i]);
    }, "cost/step");

    internal static IReadOnlyList<IReward<Transitions>> All { get; } = [Upright, Centred, Deviation];

    private static float Within(float fraction) => MathF.Max(0, 1 - fraction * fraction);
}
