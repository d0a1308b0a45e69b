using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Goodhart.Worlds.Control;
using SkiaSharp;

namespace Goodhart.Worlds.Gripper;

/// <summary>A planar gripper at a table, seen from the side, with one of four tasks: reach, push, pick up and place, stack. Many copies at once.</summary>
/// <remarks>
/// The scene is kinematic: hand and cubes have positions and no momentum. A step moves the hand by up to 0.03 m in x and height and its fingers by up to 0.06 m; the fingers
/// push what they meet from the side, stop on what they meet from above, and hold the 0.06 m cube they close around; what is let go falls.
/// An episode never terminates: a policy that reaches its goal has to stay there, and a reward gains nothing by putting the goal off. It is
/// truncated after 60 steps, and what stands then counts. After Text2Reward's manipulation tasks (Xie et al. 2024), made planar.
/// </remarks>
public sealed class GripperWorld : ControlWorld, IPictured
{
    private readonly int cubes, goal;

    /// <param name="task">What is to be done.</param>
    /// <param name="count">Number of copies.</param>
    /// <param name="horizon">Steps until truncation; null for never, and then no episode succeeds.</param>
    public GripperWorld(GripperTask task, int count, int? horizon = 60) : base(count, GripperLayout.Fields(task), hidden: 0, horizon)
    {
        (Task, cubes, goal) = (task, GripperLayout.Cubes(task), GripperLayout.Goal(task));
        Reset(0);
    }

    public GripperTask Task { get; }

    public override string Name => NameOf(Task);

    public override Schema Schema => GripperLayout.Schema(Task);

    public override IReadOnlyList<IReward<Transitions>> Rewards => GripperRewards.Of(Task);

    /// <summary>"gripper-reach" and so on.</summary>
    public static string NameOf(GripperTask task) => task switch
    {
        GripperTask.Reach => "gripper-reach",
        GripperTask.Push => "gripper-push",
        GripperTask.Pick => "gripper-pick",
        GripperTask.Stack => "gripper-stack",
        _ => throw new ArgumentOutOfRangeException(nameof(task), $"task must be reach, push, pick or stack, was {task}."),
    };

    public float Aspect => GripperPicture.Aspect;

    public void Draw(SKCanvas canvas, ReadOnlySpan<float> observation) => GripperPicture.Draw(canvas, Task, observation);

    private protected override void RequireActions(ReadOnlySpan<float> actions) => RequireNumbers(actions);

    private protected override void Advance(ReadOnlySpan<float> actions)
    {
        for (var n = 0; n < Count; n += Copies.Slack)
        {
            var live = Math.Min(Copies.Slack, Count - n);
            for (var k = n; k < n + live; k++) Move(k, actions);
            for (var ended = Copies.Mark(n, 0, live); ended != 0; ended &= ended - 1) Restart(n + BitOperations.TrailingZeroCount(ended));
        }
    }

    private void Move(int copy, ReadOnlySpan<float> actions)
    {
        ref var state = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Copies.Observation), copy);
        ref var arrived = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Copies.Arrived), copy);
        var column = Count;
        Hand hand = new() { X = state, Height = Unsafe.Add(ref state, column), Opening = Unsafe.Add(ref state, 2 * column) };
        Span<Cube> scene = stackalloc Cube[2];
        scene = scene[..cubes];
        for (var i = 0; i < scene.Length; i++)
        {
            ref var from = ref Unsafe.Add(ref state, (GripperLayout.FirstCube + GripperLayout.PerCube * i) * column);
            scene[i] = new() { X = from, Height = Unsafe.Add(ref from, column), Held = Unsafe.Add(ref from, GripperLayout.Grasped * column) != 0 };
        }

        Kinematics.Step(ref hand, scene, Clip(actions[copy]), Clip(actions[column + copy]), Clip(actions[2 * column + copy]));
        Put(hand.X, 0, ref state, ref arrived);
        Put(hand.Height, column, ref state, ref arrived);
        Put(hand.Opening, 2 * column, ref state, ref arrived);
        for (var i = 0; i < scene.Length; i++)
        {
            var first = (GripperLayout.FirstCube + GripperLayout.PerCube * i) * column;
            Put(scene[i].X, first, ref state, ref arrived);
            Put(scene[i].Height, first + column, ref state, ref arrived);
            Put(scene[i].Touched ? 1 : 0, first + 2 * column, ref state, ref arrived);
            Put(scene[i].Held ? 1 : 0, first + 3 * column, ref state, ref arrived);
        }

        for (var at = goal * column; at < Schema.Observation.Count * column; at += column) Unsafe.Add(ref arrived, at) = Unsafe.Add(ref state, at);
    }

    private static float Clip(float action) => Math.Clamp(action, -1, 1);

    private static void Put(float value, int at, ref float state, ref float arrived) => Unsafe.Add(ref state, at) = Unsafe.Add(ref arrived, at) = value;

    private protected override void Restart(int copy)
    {
        var (word, _) = Copies.NextEpisode(copy);
        Span<float> state = Copies.Observation;
        Span<float> row = stackalloc float[GripperLayout.Fields(GripperTask.Stack)];
        row = row[..GripperLayout.Fields(Task)];
        GripperStart.Draw(Task, word, row);
        for (var f = 0; f < row.Length; f++) state[f * Count + copy] = row[f];
    }
}
