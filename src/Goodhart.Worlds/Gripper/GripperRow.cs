namespace Goodhart.Worlds.Gripper;

/// <summary>One transition of a gripper as its rewards read it: the state arrived at, in double precision like a reward program.</summary>
internal readonly record struct GripperRow
{
    public double X { get; private init; }

    public double Height { get; private init; }

    public CubeRow Cube { get; private init; }

    public CubeRow CubeB { get; private init; }

    public double GoalX { get; private init; }

    public double GoalHeight { get; private init; }

    /// <summary>How far the hand went in this step.</summary>
    public double Way { get; private init; }

    /// <summary>How far the cube went in this step.</summary>
    public double CubeWay { get; private init; }

    /// <summary>The episode was cut off after this step.</summary>
    public bool Last { get; private init; }

    public double HandToCube => Distance(Cube.X - X, Cube.Height - Height);

    public double HandToGoal => Distance(GoalX - X, GoalHeight - Height);

    public double CubeToGoal => Distance(GoalX - Cube.X, GoalHeight - Cube.Height);

    /// <summary>From the cube to where it would rest on the other one.</summary>
    public double CubeToTop => Distance(CubeB.X - Cube.X, CubeB.Height + GripperLayout.Size - Cube.Height);

    public static GripperRow Of(GripperTask task, Transitions batch, int i)
    {
        var goal = GripperLayout.Goal(task);
        return new()
        {
            X = batch.Next(GripperLayout.HandX)[i],
            Height = batch.Next(GripperLayout.HandHeight)[i],
            Cube = GripperLayout.Cubes(task) > 0 ? CubeRow.Of(batch, GripperLayout.FirstCube, i) : default,
            CubeB = GripperLayout.Cubes(task) > 1 ? CubeRow.Of(batch, GripperLayout.FirstCube + GripperLayout.PerCube, i) : default,
            GoalX = GripperLayout.HasGoal(task) ? batch.Next(goal)[i] : 0,
            GoalHeight = GripperLayout.HasGoal(task) ? batch.Next(goal + 1)[i] : 0,
            Way = Moved(batch, GripperLayout.HandX, i),
            CubeWay = GripperLayout.Cubes(task) > 0 ? Moved(batch, GripperLayout.FirstCube, i) : 0,
            Last = batch.Truncated[i],
        };
    }

    /// <summary>Way of the point whose x and height are two neighbouring fields.</summary>
    private static double Moved(Transitions batch, int x, int i) =>
        Distance((double)batch.Next(x)[i] - batch.Observation(x)[i], (double)batch.Next(x + 1)[i] - batch.Observation(x + 1)[i]);

    public static double Distance(double x, double y) => Math.Sqrt(x * x + y * y);
}

/// <summary>One cube of a <see cref="GripperRow"/>.</summary>
internal readonly record struct CubeRow(double X, double Height, bool Touched, bool Grasped)
{
    public static CubeRow Of(Transitions batch, int first, int i) => new(
        batch.Next(first + GripperLayout.CubeX)[i], batch.Next(first + GripperLayout.CubeHeight)[i],
        batch.Next(first + GripperLayout.Touched)[i] != 0, batch.Next(first + GripperLayout.Grasped)[i] != 0);
}
