namespace Goodhart.Worlds.Control;

/// <summary>Rewards of <see cref="Acrobot"/>, all of the state a step arrives at.</summary>
public static class AcrobotRewards
{
    /// <summary>−1 for every step but the one that gets there: Gymnasium's reward.</summary>
    public static IReward<Transitions> Time { get; } = Reward.From<Transitions>("time", (batch, scores) =>
    {
        for (var i = 0; i < scores.Length; i++) scores[i] = batch.Terminated[i] ? 0 : -1;
    }, "cost/step");

    /// <summary>1 on the step that gets there, else 0.</summary>
    public static IReward<Transitions> Reached { get; } = Reward.From<Transitions>("reached", (batch, scores) =>
    {
        for (var i = 0; i < scores.Length; i++) scores[i] = batch.Terminated[i] ? 1 : 0;
    }, "1/episode");

    /// <summary>(h − 1)/3 with h the tip's height over the pivot in m, and 10 on the step that gets there: never positive before, so that no time is gained by waiting.</summary>
    public static IReward<Transitions> Climb { get; } = Reward.From<Transitions>("climb", (batch, scores) =>
    {
        ReadOnlySpan<float> cos1 = batch.Next("cos angle 1"), sin1 = batch.Next("sin angle 1"), cos2 = batch.Next("cos angle 2"), sin2 = batch.Next("sin angle 2");
        for (var i = 0; i < scores.Length; i++)
        {
            double c1 = cos1[i], s1 = sin1[i], c2 = cos2[i], s2 = sin2[i];
            var height = -c1 - (c1 * c2 - s1 * s2);
            scores[i] = (float)((height - 1) / 3 + (batch.Terminated[i] ? 10 : 0));
        }
    }, "1/step");

    /// <summary>Proxy: |ω₁ + ω₂| of the state arrived at, how fast the second link turns, in rad/s.</summary>
    /// <remarks>
    /// Why it looks right: a hanging acrobot has to swing up by turning faster and faster, and whoever gets there was fast.
    /// How it is cheated: getting there ends the episode and the pay. Pushing the second link round and round below the pivot is paid to the horizon.
    /// </remarks>
    public static IReward<Transitions> Spin { get; } = Reward.From<Transitions>("spin", (batch, scores) =>
    {
        ReadOnlySpan<float> ω1 = batch.Next("angular velocity 1"), ω2 = batch.Next("angular velocity 2");
        for (var i = 0; i < scores.Length; i++) scores[i] = MathF.Abs(ω1[i] + ω2[i]);
    }, "rad/s/step");

    internal static IReadOnlyList<IReward<Transitions>> All { get; } = [Time, Reached, Climb, Spin];
}
