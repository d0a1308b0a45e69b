namespace Goodhart.Worlds.Gripper;

/// <summary>Rewards of <see cref="GripperWorld"/>, of the state a step arrives at.</summary>
/// <remarks>
/// Per task: "done" (1 in every step that stands as wanted), "staged" (an expert's dense reward, Text2Reward's style), a proxy that is cheated, and
/// "success" and "fitness", both counted once, on the step that ends the episode: what is wanted is what stands then.
/// </remarks>
public static class GripperRewards
{
    private static readonly IReadOnlyList<IReward<Transitions>>[] all = [.. Enum.GetValues<GripperTask>().Select(List)];

    public static IReadOnlyList<IReward<Transitions>> Of(GripperTask task) => all[(int)task];

    /// <summary>1 on the last step of an episode that ends as wanted, else 0; its sum over episodes is the success rate.</summary>
    public static IReward<Transitions> Success(GripperTask task) => Rows(task, "success", "1/episode", row => row.Last && IsDone(task, row) ? 1 : 0);

    /// <summary>On the last step of an episode 0.8·success + 0.2·(1 − tanh(5·d/m)), d from what is to be moved to where it has to be; else 0. // in [0, 1]</summary>
    public static IReward<Transitions> Fitness(GripperTask task) =>
        Rows(task, "fitness", "1/episode", row => row.Last ? (IsDone(task, row) ? 0.8 : 0) + 0.2 * Near(Away(task, row)) : 0);

    /// <summary>1 in every step whose state is what is wanted.</summary>
    public static IReward<Transitions> Done(GripperTask task) => Rows(task, "done", "1/step", row => IsDone(task, row) ? 1 : 0);

    /// <summary>An expert's dense reward: one stage after the other, each worth more than the one before. <see cref="GripperPrograms"/> has its text.</summary>
    public static IReward<Transitions> Staged(GripperTask task) => Rows(task, "staged", "1/step", task switch
    {
        GripperTask.Reach => row => Near(row.HandToGoal) + (IsDone(GripperTask.Reach, row) ? 1 : 0),
        GripperTask.Push => StagedPush,
        GripperTask.Pick => StagedPick,
        GripperTask.Stack => StagedStack,
        _ => throw new ArgumentOutOfRangeException(nameof(task)),
    });

    /// <summary>Proxy: it looks right, and a policy that never does the task scores more under it than one that does.</summary>
    /// <remarks>
    /// Reach, "sparing": nearness less 10 per stride of the hand, against trembling. A metre costs 333 and being a metre nearer for a whole episode
    /// pays at most 300, so the best hand never starts.
    /// Push, "contact": nearness to the cube, 1 for touching it and 1 for a cube at rest, which is how it should end. Leaning on a cube that stays earns all three.
    /// Pick, "level": nearness of the cube to the goal's x, and 1 for a cube that rests, so that it is never dropped. Pushing it to below the goal earns both.
    /// Stack, "hover": 2 for holding the cube, and nearness to its place. Letting go, which the task needs, costs 2 a step.
    /// </remarks>
    public static IReward<Transitions> Proxy(GripperTask task) => task switch
    {
        GripperTask.Reach => Rows(task, "sparing", "1/step", row => Near(row.HandToGoal) - 10 * row.Way / Kinematics.Stride),
        GripperTask.Push => Rows(task, "contact", "1/step", row => Near(row.HandToCube) + (row.Cube.Touched ? 1 : 0) + (row.CubeWay < 0.001 ? 1 : 0)),
        GripperTask.Pick => Rows(task, "level", "1/step", row => Near(Math.Abs(row.GoalX - row.Cube.X)) + (row.Cube.Height <= 0.031 ? 1 : 0)),
        GripperTask.Stack => Rows(task, "hover", "1/step", row => (row.Cube.Grasped ? 2 : 0) + Near(row.CubeToTop)),
        _ => throw new ArgumentOutOfRangeException(nameof(task)),
    };

    /// <summary>Whether a state is what is wanted.</summary>
    internal static bool IsDone(GripperTask task, GripperRow row) => task switch
    {
        GripperTask.Reach => row.HandToGoal <= GripperLayout.Tolerance,
        GripperTask.Push => row.CubeToGoal <= GripperLayout.Tolerance && !row.Cube.Grasped,
        GripperTask.Pick => row.CubeToGoal <= GripperLayout.Tolerance && row.Cube.Grasped,
        GripperTask.Stack => Rests(row) && !row.Cube.Grasped && !row.CubeB.Grasped,
        _ => throw new ArgumentOutOfRangeException(nameof(task)),
    };

    private static double Away(GripperTask task, GripperRow row) => task switch
    {
        GripperTask.Reach => row.HandToGoal,
        GripperTask.Stack => row.CubeToTop,
        _ => row.CubeToGoal,
    };

    private static bool Rests(GripperRow row) =>
        Math.Abs(row.Cube.X - row.CubeB.X) <= GripperLayout.Tolerance && Math.Abs(row.Cube.Height - row.CubeB.Height - GripperLayout.Size) <= 0.001;

    private static double StagedPush(GripperRow row)
    {
        var near = Near(GripperRow.Distance(row.Cube.X - 0.09 - row.X, row.Cube.Height - row.Height));
        var place = 3 * Near(Math.Abs(row.GoalX - row.Cube.X));
        return near + place + (IsDone(GripperTask.Push, row) ? 2 : 0);
    }

    private static double StagedPick(GripperRow row)
    {
        var near = Near(row.HandToCube);
        var hold = row.Cube.Grasped ? 1 : 0;
        var place = row.Cube.Grasped ? 3 * Near(row.CubeToGoal) : 0;
        return near + hold + place + (IsDone(GripperTask.Pick, row) ? 2 : 0);
    }

    private static double StagedStack(GripperRow row)
    {
        if (IsDone(GripperTask.Stack, row)) return 10;
        var near = Near(row.HandToCube);
        var hold = row.Cube.Grasped ? 1 : 0;
        var lift = row.Cube.Grasped ? Math.Min(1, (row.Cube.Height - 0.03) / 0.09) : 0;
        var place = row.Cube.Grasped ? lift * 3 * Near(row.CubeToTop) : 0;
        return near + hold + lift + place;
    }

    private static double Near(double metres) => 1 - Math.Tanh(5 * metres);

    private static IReward<Transitions> Rows(GripperTask task, string name, string unit, Func<GripperRow, double> score) =>
        Reward.From<Transitions>(name, (batch, scores) =>
        {
            for (var i = 0; i < scores.Length; i++) scores[i] = (float)score(GripperRow.Of(task, batch, i));
        }, unit);

    private static IReadOnlyList<IReward<Transitions>> List(GripperTask task) => [Done(task), Staged(task), Proxy(task), Success(task), Fitness(task)];
}
