using Goodhart.Worlds.Control;
using SkiaSharp;

namespace Goodhart.Worlds.Gripper;

/// <summary>The table, the cubes, the goal, and the hand with its two fingers.</summary>
internal static class GripperPicture
{
    public const float Aspect = 1.6f;

    private const float Table = 0.86f, Scale = 1.6f, Finger = 0.13f;

    public static void Draw(SKCanvas canvas, GripperTask task, ReadOnlySpan<float> observation)
    {
        Ink.Background(canvas, Aspect);
        Ink.Ground(canvas, Aspect, _ => Table);
        for (var i = GripperLayout.Cubes(task) - 1; i >= 0; i--)
        {
            var cube = observation[(GripperLayout.FirstCube + GripperLayout.PerCube * i)..];
            Ink.Box(canvas, Across(cube[0]), Up(cube[1]), Kinematics.Size * Scale, Kinematics.Size * Scale, i == 0 ? Ink.Amber : Ink.Grey);
        }

        Hand(canvas, observation[GripperLayout.HandX], observation[GripperLayout.HandHeight], observation[GripperLayout.Opening]);
        if (GripperLayout.HasGoal(task)) Goal(canvas, task, observation[GripperLayout.Goal(task)..]);
    }

    private static void Goal(SKCanvas canvas, GripperTask task, ReadOnlySpan<float> goal)
    {
        var (x, y) = (Across(goal[0]), Up(goal[1]));
        Ink.Ring(canvas, x, y, (float)GripperLayout.Tolerance * Scale, Ink.Green);
        Ink.Disc(canvas, x, y, 0.012f, Ink.Green);
        if (task == GripperTask.Push) Ink.Line(canvas, x, Table, x, Table + 0.05f, Ink.Green);
    }

    private static void Hand(SKCanvas canvas, float x, float height, float opening)
    {
        var (middle, tip) = (Across(x), Up(height));
        var palm = tip - Finger;
        Ink.Line(canvas, middle, 0, middle, palm, Ink.Grey, 0.03f);
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
            Ink.Line(canvas, middle + side * (opening / 2 * Scale + 0.004f), palm, middle + side * (opening / 2 * Scale + 0.004f), tip - 0.006f, Ink.Dark, 0.012f);
        Ink.Box(canvas, middle, palm, Kinematics.Widest * Scale + 0.04f, 0.04f, Ink.Blue);
    }

    private static float Across(float x) => Aspect / 2 + Scale * x;

    private static float Up(float height) => Table - Scale * height;
}
