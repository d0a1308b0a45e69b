using Goodhart.Design;
using Goodhart.Worlds.Control;

namespace Goodhart.Tests;

/// <summary>The contracts for which the suite's programs are written, and transitions to score.</summary>
internal static class SuiteContracts
{
    private static readonly RewardContract cartPole = RewardContract.Of(new CartPole(1).Schema), pendulum = RewardContract.Of(new Pendulum(1).Schema), craft = RewardContract.Of(new(
        [
            new("agent.x"), new("agent.y"), new("has key", Kind: FieldKind.Flag), new("door.open", Kind: FieldKind.Flag), new("door.distance"), new("on lava", Kind: FieldKind.Flag),
            new("inventory.wood"), new("inventory.diamond"), new("gripper.angular velocity", "rad/s"), new("gripper.closed", Kind: FieldKind.Flag),
        ],
        new ActionSpace.Discrete(["left", "right", "up", "down", "pick up", "toggle door"]))
    {
        Constants = [new("goal x", 6), new("goal y", 1), new("max distance", 14)],
    });

    public static RewardContract Named(string name) => name switch
    {
        "cartpole" => cartPole,
        "pendulum" => pendulum,
        "craft" => craft,
        _ => throw new ArgumentException($"No contract '{name}'."),
    };

    /// <summary>Two copies for so many steps; some episodes end. Fields are uniform on [−1, 1], flags and actions by chance.</summary>
    public static Transitions Batch(RewardContract contract, int rows, ulong seed)
    {
        var (schema, rng) = (contract.Schema, new Generator(seed));
        var batch = new Transitions(schema, rows);
        for (var f = 0; f < schema.Observation.Count; f++)
        {
            for (var i = 0; i < rows; i++)
            {
                batch.Observation(f)[i] = Value(schema.Observation[f], rng);
                batch.Next(f)[i] = Value(schema.Observation[f], rng);
            }
        }

        for (var k = 0; k < schema.Actions.Width; k++)
            for (var i = 0; i < rows; i++) batch.Action(k)[i] = schema.Actions is ActionSpace.Discrete discrete ? rng.NextInt(discrete.Count) : 2 * rng.NextSingle() - 1;
        for (var i = 0; i < rows; i++) (batch.Terminated[i], batch.Truncated[i]) = (rng.NextInt(20) == 0, rng.NextInt(20) == 0);
        return batch;
    }

    private static float Value(Field field, Generator rng) => field.Kind == FieldKind.Flag ? rng.NextInt(2) : 2 * rng.NextSingle() - 1;
}
