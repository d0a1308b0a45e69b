using Goodhart.Worlds.Gripper;

namespace Goodhart.Tests.Worlds;

/// <summary>Contact between hand and cubes, number by number.</summary>
public sealed class GripperTests
{
    private static double[] Stepped(GripperWorld world, params (float Dx, float Dy, float Grip)[] actions)
    {
        foreach (var (dx, dy, grip) in actions) world.Step([dx, dy, grip]);
        return Saved.Row(world.Arrived, 1, 0);
    }

    /// <summary>Pick's fields: hand x, height, opening; cube x, height, touched, grasped; goal x, height.</summary>
    private static GripperWorld Pick(float x, float height, float opening, float cubeX, float cubeHeight = 0.03f, bool grasped = false) =>
        Saved.Placed(new GripperWorld(GripperTask.Pick, 1), x, height, opening, cubeX, cubeHeight, 0, grasped ? 1 : 0, 0.1f, 0.2f);

    private static void AssertRow(double[] row, params double[] expected)
    {
        for (var f = 0; f < expected.Length; f++) Assert.Equal(expected[f], row[f], 1e-6);
    }

    [Fact]
    public void Step_InTheAir_MovesByTheStrideAndStopsAtTheBounds()
    {
        AssertRow(Stepped(Pick(0, 0.2f, 0.16f, 0.1f), (1, -0.5f, 0)), 0.03, 0.185, 0.16, 0.1, 0.03, 0, 0);
        AssertRow(Stepped(Pick(0.39f, 0.39f, 0.1f, 0.1f), (7, 9, -1)), 0.4, 0.4, 0.16);      // actions are clipped to ±1, places to ±0.4 and 0.4, the opening to 0.16
        AssertRow(Stepped(Pick(0, 0.02f, 0.05f, 0.3f), (0, -1, 1)), 0, 0, 0);
    }

    [Fact]
    public void Step_AClosedHandBesideACube_PushesIt()
    {
        // The finger goes from 0.05 to 0.08; the cube's left side was at 0.07 and is now at 0.08.
        AssertRow(Stepped(Pick(0.05f, 0.03f, 0, 0.1f), (1, 0, 0)), 0.08, 0.03, 0, 0.11, 0.03, 1, 0);
        // From the right: the finger goes from 0.15 to 0.12, the right side from 0.13 to 0.12.
        AssertRow(Stepped(Pick(0.15f, 0.03f, 0, 0.1f), (-1, 0, 0)), 0.12, 0.03, 0, 0.09, 0.03, 1, 0);
        // Above the cube's top at 0.06 nothing is touched.
        AssertRow(Stepped(Pick(0.05f, 0.07f, 0, 0.1f), (1, 0, 0)), 0.08, 0.07, 0, 0.1, 0.03, 0, 0);
    }

    [Fact]
    public void Step_ComingDownOnACube_StopsOnItsTop()
    {
        AssertRow(Stepped(Pick(0.1f, 0.08f, 0, 0.1f), (0, -1, 0)), 0.1, 0.06, 0, 0.1, 0.03, 0, 0);
        // Open by 0.16 around the cube nothing is in the way.
        AssertRow(Stepped(Pick(0.1f, 0.08f, 0.16f, 0.1f), (0, -1, 0)), 0.1, 0.05, 0.16, 0.1, 0.03, 0, 0);
        // One finger at 0.08 + 0.04 = 0.12 is over the cube.
        AssertRow(Stepped(Pick(0.08f, 0.08f, 0.08f, 0.1f), (0, -1, 0)), 0.08, 0.06, 0.08);
    }

    [Fact]
    public void Step_ClosingAroundACube_HoldsItInTheMiddleAndLiftsIt()
    {
        var world = Pick(0.11f, 0.03f, 0.1f, 0.1f);
        AssertRow(Stepped(world, (0, 0, 1)), 0.11, 0.03, 0.06, 0.11, 0.03, 1, 1);
        AssertRow(Stepped(world, (1, 1, 0)), 0.14, 0.06, 0.06, 0.14, 0.06, 1, 1);
        AssertRow(Stepped(world, (0, 0, -0.4f)), 0.14, 0.06, 0.06, 0.14, 0.06, 1, 1);      // 0.4·0.06 = 0.024 does not let go
        AssertRow(Stepped(world, (0, 0, -1)), 0.14, 0.06, 0.12, 0.14, 0.03, 0, 0);         // let go, it falls by 0.03 to the table
    }

    [Fact]
    public void Step_HoldingACube_DoesNotPressItIntoTheTable()
    {
        AssertRow(Stepped(Pick(0, 0.04f, 0.06f, 0, 0.05f, grasped: true), (0, -1, 1)), 0, 0.02, 0.06, 0, 0.03, 1, 1);
    }

    [Fact]
    public void Step_LettingGoInTheAir_FallsSixCentimetresAStep()
    {
        var world = Pick(0, 0.2f, 0.06f, 0, 0.2f, grasped: true);
        AssertRow(Stepped(world, (0, 0, -1)), 0, 0.2, 0.12, 0, 0.14, 0, 0);
        AssertRow(Stepped(world, (0, 0, 0)), 0, 0.2, 0.12, 0, 0.08, 0, 0);
        AssertRow(Stepped(world, (0, 0, 0)), 0, 0.2, 0.12, 0, 0.03, 0, 0);
    }

    /// <summary>Stack's fields: hand, cube x, height, touched, grasped, cube b the same.</summary>
    private static GripperWorld Stack(float x, float height, float opening, float cubeX, float cubeHeight, bool grasped, float otherX) =>
        Saved.Placed(new GripperWorld(GripperTask.Stack, 1), x, height, opening, cubeX, cubeHeight, 0, grasped ? 1 : 0, otherX, 0.03f, 0, 0);

    [Fact]
    public void Step_LettingGoOverTheOtherCube_RestsOnIt()
    {
        var world = Stack(0.11f, 0.1f, 0.06f, 0.11f, 0.1f, true, 0.1f);
        AssertRow(Stepped(world, (0, -1, 0)), 0.11, 0.09, 0.06, 0.11, 0.09, 1, 1);      // the other's top at 0.06 stops it at 0.09
        AssertRow(Stepped(world, (0, 0, -1)), 0.11, 0.09, 0.12, 0.11, 0.09, 0, 0, 0.1, 0.03);
    }

    [Fact]
    public void Step_LettingGoWithTheCentreNotOverTheOther_TipsOff()
    {
        // 0.04 right of the other's centre, more than half an edge: it ends beside it, 0.06 away, on the table.
        var world = Stack(0.14f, 0.09f, 0.06f, 0.14f, 0.09f, true, 0.1f);
        AssertRow(Stepped(world, (0, 0, -1)), 0.14, 0.09, 0.12, 0.16, 0.03, 0, 0, 0.1, 0.03);
    }

    [Fact]
    public void Step_PushingACubeAgainstTheOther_PushesBoth_AndATowerAsAWhole()
    {
        AssertRow(Stepped(Stack(-0.02f, 0.03f, 0, 0.03f, 0.03f, false, 0.09f), (1, 0, 0)), 0.01, 0.03, 0, 0.04, 0.03, 1, 0, 0.1, 0.03);
        AssertRow(Stepped(Stack(0.06f, 0.03f, 0, 0.11f, 0.09f, false, 0.1f), (1, 0, 0)), 0.09, 0.03, 0, 0.13, 0.09, 0, 0, 0.12, 0.03, 1, 0);
    }

    [Fact]
    public void Step_CarryingACubeIntoTheOther_PushesIt()
    {
        AssertRow(Stepped(Stack(0.03f, 0.03f, 0.06f, 0.03f, 0.03f, true, 0.1f), (1, 0, 1)), 0.06, 0.03, 0.06, 0.06, 0.03, 1, 1, 0.12, 0.03);
    }

    [Fact]
    public void Step_OverManyRandomEpisodes_KeepsEverythingWhereItMayBe()
    {
        const int count = 400;
        var world = new GripperWorld(GripperTask.Stack, count);
        world.Reset(8);
        var rng = new Generator(9);
        var (actions, bias) = (new float[3 * count], new float[3 * count]);
        for (var t = 0; t < 600; t++)
        {
            if (t % 15 == 0)
                for (var i = 0; i < bias.Length; i++) bias[i] = 3 * rng.NextSingle() - 1.5f;
            for (var i = 0; i < actions.Length; i++) actions[i] = bias[i] + rng.NextSingle() - 0.5f;
            world.Step(actions);
            for (var n = 0; n < count; n++)
            {
                var row = Saved.Row(world.Arrived, count, n);
                for (var f = 0; f < row.Length; f++) Assert.InRange(row[f], world.Schema.Observation[f].Low - 1e-6, world.Schema.Observation[f].High + 1e-6);
                Assert.False(row[6] != 0 && row[10] != 0, "both cubes held");
                Assert.False(Math.Abs(row[3] - row[7]) < 0.0595 && Math.Abs(row[4] - row[8]) < 0.0595, $"cubes within each other: {row[3]}, {row[4]} and {row[7]}, {row[8]}");
            }
        }
    }

    [Fact]
    public void Step_NotANumber_NamesTheCopyAndMovesNothing()
    {
        var world = new GripperWorld(GripperTask.Reach, 2);
        var before = world.Observation.ToArray();
        Assert.StartsWith("Action of copy 1 must be a number, was NaN.", Assert.Throws<ArgumentException>(() => world.Step([0, 0, 0, float.NaN, 0, 0])).Message);
        Assert.Equal(before, world.Observation.ToArray());
    }
}
