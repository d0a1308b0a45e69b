namespace Goodhart.Worlds.Gripper;

/// <summary>How an episode begins: an open hand in the air, cubes on the table, a goal.</summary>
internal static class GripperStart
{
    /// <summary>Fills one observation; every number is a pure function of the episode's word.</summary>
    public static void Draw(GripperTask task, ulong word, Span<float> row)
    {
        row.Clear();
        var pushes = task == GripperTask.Push;
        row[GripperLayout.HandX] = pushes ? Between(word, 0, -0.35f, -0.25f) : Between(word, 0, -0.1f, 0.1f);
        row[GripperLayout.HandHeight] = Between(word, 1, 0.15f, 0.25f);
        row[GripperLayout.Opening] = Kinematics.Widest;
        var goal = GripperLayout.Goal(task);
        switch (task)
        {
            case GripperTask.Reach:
                (row[goal], row[goal + 1]) = (Between(word, 2, -0.3f, 0.3f), Between(word, 3, 0.03f, 0.35f));
                break;
            case GripperTask.Push:
                Place(row, 0, Between(word, 2, -0.15f, 0.05f));
                (row[goal], row[goal + 1]) = (Between(word, 3, 0.15f, 0.3f), Kinematics.Half);
                break;
            case GripperTask.Pick:
                Place(row, 0, Between(word, 2, -0.2f, 0.2f));
                (row[goal], row[goal + 1]) = (Between(word, 3, -0.3f, 0.3f), Between(word, 4, 0.12f, 0.3f));
                break;
            case GripperTask.Stack:
                var side = Between(word, 4, -1, 1) < 0 ? -1 : 1;
                Place(row, 0, side * Between(word, 2, 0.08f, 0.25f));
                Place(row, 1, -side * Between(word, 3, 0.08f, 0.25f));
                break;
        }
    }

    private static void Place(Span<float> row, int cube, float x)
    {
        var first = GripperLayout.FirstCube + GripperLayout.PerCube * cube;
        (row[first + GripperLayout.CubeX], row[first + GripperLayout.CubeHeight]) = (x, Kinematics.Half);
    }

    /// <summary>Uniform on [low, high), from the index-th 24 bits that belong to the episode.</summary>
    private static float Between(ulong word, ulong index, float low, float high) => low + (high - low) * ((Generator.Derive(word, index + 2) >> 40) * (1f / (1U << 24)));
}
