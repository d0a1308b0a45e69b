using Goodhart.Design;

namespace Goodhart.Tests;

/// <summary>Contracts of every kind a genome has to speak of.</summary>
internal static class Contracts
{
    public static RewardContract Grid { get; } = RewardContract.Of(new Schema(
        [new("x", "cells", 0, 8), new("y", "cells", 0, 6), new("has key", Kind: FieldKind.Flag), new("door open", Kind: FieldKind.Flag)],
        new ActionSpace.Discrete(["up", "down", "left", "right"]))
    {
        Constants = [new("key x", 1, "cells"), new("key y", 1, "cells"), new("door x", 4, "cells"), new("door y", 3, "cells"), new("goal x", 7, "cells"), new("goal y", 5, "cells"), new("width", 9, "cells")],
    });

    public static RewardContract Gripper { get; } = RewardContract.Of(new Schema(
        [
            new("gripper.x", "m", -1, 1), new("gripper.y", "m", 0, 1), new("cube.x", "m", -1, 1), new("cube.y", "m", 0, 1), new("cube.angle", "rad"),
            new("x velocity", "m/s"), new("y velocity", "m/s"), new("gripper.2nd-finger closed?", Kind: FieldKind.Flag),
        ],
        new ActionSpace.Box([new("dx", "m", -1, 1), new("dy", "m", -1, 1), new("grip-force", "N", 0, 1)]))
    {
        Constants = [new("goal x", 0.5, "m"), new("goal y", 0.25, "m"), new("safe angle", 0.1, "rad")],
    });

    public static RewardContract Plain { get; } = RewardContract.Of(new Schema([new("a-b", "1"), new("a b c", "1"), new("weight", "kg"), new("total", "1")], new ActionSpace.Discrete(["Index-like", "b"])));

    public static RewardContract FlagsOnly { get; } = RewardContract.Of(new Schema([new("lit", Kind: FieldKind.Flag)], new ActionSpace.Discrete(["wait"])));

    public static TheoryData<string> Names => ["Grid", "Gripper", "Plain", "FlagsOnly"];

    public static RewardContract Of(string name) => name switch { "Grid" => Grid, "Gripper" => Gripper, "Plain" => Plain, _ => FlagsOnly };
}
