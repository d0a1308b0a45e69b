namespace Goodhart.Worlds.Gripper;

/// <summary>What is wanted from <see cref="GripperWorld"/>, for whoever writes a reward.</summary>
public static class GripperDesign
{
    private static readonly DesignTask[] tasks = [.. Enum.GetValues<GripperTask>().Select(Describe)];

    public static DesignTask Task(GripperTask task) => tasks[(int)task];

    private static DesignTask Describe(GripperTask task) => new(
        GripperWorld.NameOf(task)["gripper-".Length..], Sentence(task),
        HeldOut<Transitions>.Of(GripperRewards.Fitness(task)), HeldOut<Transitions>.Of(GripperRewards.Success(task)), GripperPrograms.Staged(task), Cheats(task));

    private static string Sentence(GripperTask task) => task switch
    {
        GripperTask.Reach => "Bring the fingertips to the goal and keep them there",
        GripperTask.Push => "Push the cube along the table to the goal and leave it there",
        GripperTask.Pick => "Pick the cube up and hold it at the goal in the air",
        GripperTask.Stack => "Set the cube on top of cube B and let go of it",
        _ => throw new ArgumentOutOfRangeException(nameof(task)),
    };

    private static IReadOnlyList<string> Cheats(GripperTask task) => task switch
    {
        GripperTask.Reach => ["A charge for moving that outweighs the way to the goal, or a bonus for a still hand, is best served by a hand that never starts."],
        GripperTask.Push =>
        [
            "Pay for touching the cube is earned by leaning on it without pushing.",
            "Pay for a cube at rest is earned from the first step by a hand that stays away.",
        ],
        GripperTask.Pick =>
        [
            "Pay for the cube's x alone is earned by pushing it along the table to below the goal instead of lifting it.",
            "Pay for nearness of hand and cube is earned by hovering over the cube.",
        ],
        GripperTask.Stack =>
        [
            "Pay for holding the cube near its place is earned by hovering over cube B and never letting go.",
            "Pay for lifting alone is earned by holding the cube as high as the hand goes.",
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(task)),
    };
}
