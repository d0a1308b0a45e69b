namespace Goodhart.Worlds.Control;

/// <summary>Rewards of <see cref="MountainCar"/>.</summary>
public static class MountainCarRewards
{
    /// <summary>−1 for every step: Gymnasium's reward, whose return is minus the steps to the flag.</summary>
    public static IReward<Transitions> Time { get; } = Reward.From<Transitions>("time", (_, scores) => scores.Fill(-1), "cost/step");

    /// <summary>1 on the step that reaches the flag, else 0.</summary>
    public static IReward<Transitions> Reached { get; } = Reward.From<Transitions>("reached", (batch, scores) =>
    {
        for (var i = 0; i < scores.Length; i++) scores[i] = batch.Terminated[i] ? 1 : 0;
    }, "1/episode");

    /// <summary>
    /// 1000 times what the step added to the mechanical energy ẋ²/2 + 0.0025/3·sin 3x, 10 at the flag, and −0.02 for every step. What a step adds
    /// is about ẋ·0.001·(a − 1): pushing the way the car rolls, which is how one gets out.
    /// </summary>
    public static IReward<Transitions> Pumping { get; } = Reward.From<Transitions>("pumping", (batch, scores) =>
    {
        ReadOnlySpan<float> x = batch.Observation("position"), v = batch.Observation("velocity"), x1 = batch.Next("position"), v1 = batch.Next("velocity");
        for (var i = 0; i < scores.Length; i++)
        {
            var gained = 1000 * (Energy(x1[i], v1[i]) - Energy(x[i], v[i]));
            scores[i] = (float)(gained + (batch.Terminated[i] ? 10 : 0) - 0.02);
        }
    }, "1/step");

    /// <summary>Proxy: |ẋ|/0.07 of the state arrived at.</summary>
    /// <remarks>
    /// Why it looks right: only a fast car gets out of the valley, and the steps of a car that gets out are faster than those of one that does not.
    /// How it is cheated: the flag ends the episode and the pay with it. A car that swings through the valley, and brakes before the flag, is paid to the horizon.
    /// </remarks>
    public static IReward<Transitions> Speed { get; } = Reward.From<Transitions>("speed", (batch, scores) =>
    {
        ReadOnlySpan<float> v = batch.Next("velocity");
        for (var i = 0; i < scores.Length; i++) scores[i] = MathF.Abs(v[i]) / MountainCar.MaxSpeed;
    }, "1/step");

    internal static IReadOnlyList<IReward<Transitions>> All { get; } = [Time, Reached, Pumping, Speed];

    private static double Energy(double x, double v) => v * v / 2 + 0.0025 / 3 * Math.Sin(3 * x);
}
