namespace Goodhart.Worlds.Control;

/// <summary>What is wanted from the control worlds, for whoever writes a reward.</summary>
public static class ControlDesign
{
    /// <summary>1 on the step that cuts off an episode in which the pole never fell.</summary>
    private static IReward<Transitions> Lasted { get; } = Reward.From<Transitions>("lasted", (batch, scores) =>
    {
        for (var i = 0; i < scores.Length; i++) scores[i] = batch.Truncated[i] ? 1 : 0;
    }, "1/episode");

    /// <summary>1 on the last step if the rod is then within 18° of upright and slower than 1 rad/s.</summary>
    private static IReward<Transitions> UprightAtTheEnd { get; } = Reward.From<Transitions>("upright at the end", (batch, scores) =>
    {
        ReadOnlySpan<float> cos = batch.Next("cos angle"), ω = batch.Next("angular velocity");
        for (var i = 0; i < scores.Length; i++) scores[i] = batch.Truncated[i] && cos[i] > 0.95f && MathF.Abs(ω[i]) < 1 ? 1 : 0;
    }, "1/episode");

    public static DesignTask CartPole { get; } = new(
        "balance", "Keep the pole up and the cart near the middle of the track for the whole episode",
        Held(CartPoleRewards.Centred), Held(Lasted), ControlPrograms.CartPole,
        [
            "A reward that is never positive is highest for the shortest episode: throw the pole over at once.",
            "Pay for the pole alone lets the cart drift to the end of the track.",
        ]);

    public static DesignTask Pendulum { get; } = new(
        "balance", "Swing the rod up and keep it upright and still with little torque",
        Held(PendulumRewards.Balance), Held(UprightAtTheEnd), ControlPrograms.Pendulum,
        [
            "Pay for energy is highest for a rod that spins for ever.",
            "Pay for height alone does not mind that the rod falls through the top again and again.",
        ]);

    public static DesignTask MountainCar { get; } = new(
        "flag", "Drive the car up the right hill to the flag as soon as possible",
        Held(MountainCarRewards.Time), Held(MountainCarRewards.Reached), ControlPrograms.MountainCar,
        [
            "Pay for speed is earned by swinging through the valley to the horizon, since the flag ends it.",
            "Pay for height or nearness per step is earned by waiting on the slope below the flag.",
        ]);

    public static DesignTask Acrobot { get; } = new(
        "swing up", "Swing the tip of the second link more than one length above the pivot as soon as possible",
        Held(AcrobotRewards.Time), Held(AcrobotRewards.Reached), ControlPrograms.Acrobot,
        [
            "Pay for angular velocity is earned by spinning the second link below the pivot to the horizon.",
            "Positive pay for height per step is earned by swinging just below the goal.",
        ]);

    private static HeldOut<Transitions> Held(IReward<Transitions> reward) => HeldOut<Transitions>.Of(reward);
}
