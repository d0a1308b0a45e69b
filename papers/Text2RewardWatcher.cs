using Goodhart.Design;
using Goodhart.Worlds;
using Goodhart.Worlds.Gripper;

namespace Goodhart.Papers;

/// <summary>Stands in for a person: watches a trained policy of the gripper for a few episodes, says in words what it does, and what a reward lacks for it.</summary>
/// <remarks>It sees what happens and whether the task comes out, never the reward's numbers. Where most episodes succeed it has nothing to say.</remarks>
internal static class Text2RewardWatcher
{
    private const int Episodes = 32, Steps = 60;

    /// <summary>Watches the policy of each round.</summary>
    public static ProgramCritic Of(GripperTask task) => new((_, candidate, _) => candidate.Outcome!.Success >= .6 ? null : Said(candidate.Hash, See(task, candidate.Outcome.Policy!)));

    /// <summary>Says what was said of policies for other tasks, whatever this one does.</summary>
    public static ProgramCritic OfOtherTasks() => new((round, candidate, _) => round.EndsWith(".1", StringComparison.Ordinal)
        ? new(candidate.Hash, $"The hand {Text2RewardScript.Tremble} about the goal.", "Charge a little for moving.")
        : new(candidate.Hash, "The hand leans on the cube from above and does not push it along.", $"Aim {Text2RewardScript.Beside}, at the height of its centre."));

    private static ProgramCritique Said(string program, Seen seen) => seen switch
    {
        { Cubes: 0 } => new(program, "The hand does not come to the goal.", "Pay more the nearer it is."),
        { Task: GripperTask.Push } => new(program, "The cube is not brought to the mark.", $"Aim {Text2RewardScript.Beside}, at the height of its centre."),
        { Lifted: < .5 } => new(program, "It moves the cube about on the table but never lifts it.", $"First {Text2RewardScript.TakeHold} of the cube, and pay for its way only while it is held and lifted."),
        { Task: GripperTask.Stack } => new(program, "It carries the cube about in the air and keeps it.", $"Once the cube is over the other one, {Text2RewardScript.LetGo} it; pay most for a cube that rests there."),
        _ => new(program, "It lifts the cube but does not stay at the goal.", $"Pay for {Text2RewardScript.Stay} with the cube in the hand."),
    };

    private static Seen See(GripperTask task, IPolicy policy)
    {
        var world = new GripperWorld(task, Episodes);
        world.Reset(4711);
        using var met = Rollout.Collect(world, policy, Steps, new(4711));
        if (task == GripperTask.Reach) return new(task, 0, 0);
        var height = met.Next(world.Schema.Column("cube.height"));
        var lifted = new bool[Episodes];
        for (var row = 0; row < met.Count; row++) lifted[row % Episodes] |= height[row] > .09f;
        return new(task, 1, lifted.Count(l => l) / (double)Episodes);
    }

    /// <param name="Task">What was to be done.</param>
    /// <param name="Cubes">Whether there is a cube to be moved.</param>
    /// <param name="Lifted">Share of the episodes in which the cube was once more than its own height over the table.</param>
    private readonly record struct Seen(GripperTask Task, int Cubes, double Lifted);
}
