using Goodhart.Worlds;
using Goodhart.Worlds.Gripper;

namespace Goodhart.Tests.Worlds;

/// <summary>Controllers of the gripper written by hand: one that does each task, one that cheats its proxy.</summary>
internal static class GripperScripts
{
    /// <summary>Acts on one observation by field name.</summary>
    public delegate (double Dx, double Dy, double Grip) Script(Func<string, double> see);

    public static IPolicy Expert(GripperTask task) => new Scripted(GripperWorldSchema(task), task switch
    {
        GripperTask.Reach => see => (To(see("goal.x"), see("gripper.x")), To(see("goal.height"), see("gripper.height")), 0),
        GripperTask.Push => Push,
        GripperTask.Pick => Pick,
        _ => Stack,
    });

    public static IPolicy Cheat(GripperTask task) => new Scripted(GripperWorldSchema(task), task switch
    {
        GripperTask.Reach => _ => (0, 0, 0),
        GripperTask.Push => see => see("cube.touched") > 0 ? (0, 0, 0) : Beside(see, see("cube.x") - 0.09),
        GripperTask.Pick => see => Beside(see, see("cube.x") + (see("goal.x") > see("cube.x") ? -0.09 : 0.09), see("goal.x") + (see("goal.x") > see("cube.x") ? -0.09 : 0.09)),
        _ => see => Hold(see, out var action) ? Over(see) with { Grip = 1 } : action,
    });

    private static Schema GripperWorldSchema(GripperTask task) => new GripperWorld(task, 1).Schema;

    private static double To(double goal, double from) => Math.Clamp((goal - from) / 0.03, -1, 1);

    private static (double, double, double) Push(Func<string, double> see) => Beside(see, see("cube.x") - 0.09, see("goal.x") - 0.09);

    /// <summary>Goes down beside the cube at x, then along to the end, without lifting.</summary>
    private static (double, double, double) Beside(Func<string, double> see, double x, double? end = null)
    {
        var down = see("gripper.height") < 0.05;
        var side = Math.Sign(x - see("cube.x"));
        if (down) return (To(end ?? x, see("gripper.x")), 0, 0);
        var clear = side * (see("gripper.x") - see("cube.x")) >= 0.089;
        return (To(x + side * 0.02, see("gripper.x")), clear ? To(0.03, see("gripper.height")) : To(0.12, see("gripper.height")), 0);
    }

    private static (double, double, double) Pick(Func<string, double> see) =>
        Hold(see, out var action) ? (To(see("goal.x"), see("cube.x")), To(see("goal.height"), see("cube.height")), 1) : action;

    /// <summary>Over the cube, down, and close; true once it is held.</summary>
    private static bool Hold(Func<string, double> see, out (double Dx, double Dy, double Grip) action)
    {
        var aligned = Math.Abs(see("gripper.x") - see("cube.x")) < 0.01;
        var beside = aligned && see("gripper.height") < see("cube.height") + 0.01;
        action = (To(see("cube.x"), see("gripper.x")), To(aligned ? see("cube.height") : see("cube.height") + 0.1, see("gripper.height")), beside ? 1 : -1);
        return see("cube.grasped") > 0;
    }

    private static (double Dx, double Dy, double Grip) Over(Func<string, double> see)
    {
        var over = Math.Abs(see("cube.x") - see("cube b.x")) < 0.01;
        var (x, height) = (see("cube b.x"), see("cube b.height") + (over ? 0.06 : 0.1));
        return (see("cube.height") > 0.1 ? To(x, see("cube.x")) : 0, To(height, see("cube.height")), 1);
    }

    private static (double, double, double) Stack(Func<string, double> see)
    {
        var placed = Math.Abs(see("cube.x") - see("cube b.x")) < 0.01 && Math.Abs(see("cube.height") - see("cube b.height") - 0.06) < 1e-4;
        if (placed) return (0, 0, -1);
        return Hold(see, out var action) ? Over(see) : action;
    }

    private sealed class Scripted(Schema schema, Script script) : IPolicy
    {
        public void Act(Situations now, Generator rng, Span<float> actions)
        {
            var (count, fields) = (now.Count, now.Fields.ToArray());
            for (var n = 0; n < count; n++)
            {
                var copy = n;
                var (dx, dy, grip) = script(field => fields[schema.Column(field) * count + copy]);
                (actions[n], actions[count + n], actions[2 * count + n]) = ((float)dx, (float)dy, (float)grip);
            }
        }
    }
}
