namespace Goodhart.Worlds.Gripper;

/// <summary>Where a task's observation holds what: the hand, then its cubes, then the goal unless that is a cube.</summary>
internal static class GripperLayout
{
    public const int HandX = 0, HandHeight = 1, Opening = 2, FirstCube = 3, PerCube = 4;

    /// <summary>Offsets within a cube's fields.</summary>
    public const int CubeX = 0, CubeHeight = 1, Touched = 2, Grasped = 3;

    /// <summary>A cube within this of its goal is there, m.</summary>
    public const double Tolerance = 0.04;

    /// <summary>Edge of a cube as programs read it, m.</summary>
    public const double Size = 0.06;

    private static readonly ActionSpace.Box actions = new([
        new("dx", "1", -1, 1, Meaning: "1 moves the hand 0.03 m to the right, −1 to the left"),
        new("dy", "1", -1, 1, Meaning: "1 moves the hand 0.03 m up, −1 down"),
        new("grip", "1", -1, 1, Meaning: "1 closes the fingers by 0.06 m, −1 opens them; a cube is let go below −0.5"),
    ]);

    private static readonly Schema[] schemas = [.. Enum.GetValues<GripperTask>().Select(Describe)];

    public static int Cubes(GripperTask task) => task switch { GripperTask.Reach => 0, GripperTask.Stack => 2, _ => 1 };

    public static bool HasGoal(GripperTask task) => task != GripperTask.Stack;

    public static int Goal(GripperTask task) => FirstCube + PerCube * Cubes(task);

    public static int Fields(GripperTask task) => Goal(task) + (HasGoal(task) ? 2 : 0);

    public static Schema Schema(GripperTask task) => schemas[(int)task];

    private static Schema Describe(GripperTask task)
    {
        const float reach = Kinematics.Reach, ceiling = Kinematics.Ceiling;
        List<Field> fields =
        [
            new("gripper.x", "m", -reach, reach, Meaning: "middle between the fingertips, to the right of the table's middle"),
            new("gripper.height", "m", 0, ceiling, Meaning: "height of the fingertips over the table"),
            new("gripper.opening", "m", 0, Kinematics.Widest, Meaning: "distance between the fingertips"),
        ];
        if (Cubes(task) > 0) fields.AddRange(CubeFields("cube", "the cube"));
        if (Cubes(task) > 1) fields.AddRange(CubeFields("cube b", "the cube to be stacked on"));
        if (HasGoal(task))
        {
            var what = task == GripperTask.Reach ? "the fingertips have" : "the cube's centre has";
            fields.Add(new("goal.x", "m", -reach, reach, Meaning: $"where {what} to be"));
            fields.Add(new("goal.height", "m", 0, ceiling, Meaning: $"height at which {what} to be"));
        }

        return new(fields, actions) { Constants = Constants(task) };
    }

    private static IEnumerable<Field> CubeFields(string name, string which) =>
    [
        new($"{name}.x", "m", -0.6f, 0.6f, Meaning: $"centre of {which}, to the right of the table's middle"),
        new($"{name}.height", "m", Kinematics.Half, Kinematics.Ceiling + Kinematics.Half + Kinematics.Size, Meaning: $"height of the centre of {which}; 0.03 on the table"),
        new($"{name}.touched", "1", 0, 1, FieldKind.Flag, $"a fingertip is at a side of {which}"),
        new($"{name}.grasped", "1", 0, 1, FieldKind.Flag, $"{which} is held between the fingers and moves with them"),
    ];

    private static IReadOnlyList<Constant> Constants(GripperTask task) => task == GripperTask.Reach
        ? [new("tolerance", Tolerance, "m", "nearer than this is there")]
        : [new("tolerance", Tolerance, "m", "nearer than this is there"), new("cube size", Size, "m", "edge of a cube"), new("widest opening", 0.16, "m", "of the fingers")];
}
