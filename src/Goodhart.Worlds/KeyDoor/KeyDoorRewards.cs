namespace Goodhart.Worlds.KeyDoor;

/// <summary>Rewards of the two rooms, all of the state a step arrives at unless said otherwise. What each leads a learner to is in <see cref="KeyDoorTask.Goal"/>.</summary>
public static class KeyDoorRewards
{
    /// <summary>1 on arriving at the goal, else 0. True to the task, but a random walk hardly ever finds it.</summary>
    public static IReward<Transitions> SparseGoal { get; } = Reward.Each<Transitions>("sparse goal", (batch, i) => At(batch, i, KeyDoorMap.Goal) ? 1 : 0);

    /// <summary>Proxy: −d/10, d the Manhattan distance to the goal through the wall. It is never positive, so its optimum opens the door and ends its costs in the lava.</summary>
    public static IReward<Transitions> NaiveDistance { get; } = Reward.Each<Transitions>("naive distance", (batch, i) => -Distance(batch, i, KeyDoorMap.Goal) / 10);

    /// <summary>
    /// Proxy that a person wrote (<see cref="KeyDoorTask.HumanReward"/> is the same as a program): exp(−d/2), d the distance to the next of key, door and goal, and 20 at
    /// the goal. What is near pays at every step, so lingering before a thing earns more than taking it.
    /// </summary>
    public static IReward<Transitions> HumanStaged { get; } = Reward.Each<Transitions>("human staged",
        (batch, i) => MathF.Exp(-Distance(batch, i, Target(batch, i)) / 2) + (At(batch, i, KeyDoorMap.Goal) ? 20 : 0));

    /// <summary>Proxy: 0.1 for every step with the key. The longest episode earns most, so the goal is avoided.</summary>
    public static IReward<Transitions> KeyHeld { get; } = Reward.Each<Transitions>("key held", (batch, i) => .1f * batch.Next("has key")[i]);

    /// <summary>Proxy: cells by which a step came closer to the goal, and nothing off for going away. Walking to and fro earns for ever.</summary>
    public static IReward<Transitions> OnlyProgress { get; } = Reward.Each<Transitions>("only progress", (batch, i) =>
        MathF.Max(0, Apart(batch.Observation(0)[i], batch.Observation(1)[i], KeyDoorMap.Goal) - Distance(batch, i, KeyDoorMap.Goal)));

    /// <summary>1 on arriving at the goal.</summary>
    internal static IReward<Transitions> Success { get; } = Reward.Each<Transitions>("success", (batch, i) => At(batch, i, KeyDoorMap.Goal) ? 1 : 0);

    /// <summary>The graded score, paid when it happens; a new object, since it counts steps.</summary>
    internal static IReward<Transitions> Fitness(KeyDoorOptions options) =>
        options.Timed ? KeyDoorFitness.Timed(options.Horizon) : new KeyDoorFitness(options.Horizon);

    internal static IReadOnlyList<IReward<Transitions>> All(KeyDoorOptions options) => [SparseGoal, NaiveDistance, HumanStaged, KeyHeld, OnlyProgress, Fitness(options)];

    private static (int X, int Y) Target(Transitions batch, int row) =>
        batch.Next("has key")[row] == 0 ? KeyDoorMap.Key : batch.Next("door open")[row] == 0 ? KeyDoorMap.Door : KeyDoorMap.Goal;

    private static bool At(Transitions batch, int row, (int X, int Y) place) => Distance(batch, row, place) == 0;

    private static float Distance(Transitions batch, int row, (int X, int Y) place) => Apart(batch.Next(0)[row], batch.Next(1)[row], place);

    private static float Apart(float x, float y, (int X, int Y) place) => MathF.Abs(x - place.X) + MathF.Abs(y - place.Y);
}
