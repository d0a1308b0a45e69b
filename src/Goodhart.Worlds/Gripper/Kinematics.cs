using System.Runtime.CompilerServices;

namespace Goodhart.Worlds.Gripper;

/// <summary>How a hand moves cubes on a table, seen from the side, without masses or forces: positions only.</summary>
/// <remarks>
/// One step moves the hand up or down, then sideways while its fingers open or close, then lets loose cubes fall. The fingertips are two points.
/// Coming down on a cube they stop; beside a cube they push it, and what they push pushes and carries the other cube; closing around a cube they hold it. A held cube
/// moves with the hand until the fingers open by more than 3 cm in a step. A loose cube falls 6 cm a step until it rests on the table or on a cube that its centre is over;
/// where its centre is not over, it tips off to that side. Only additions, products and comparisons of float32: the same bits everywhere.
/// </remarks>
internal static class Kinematics
{
    /// <summary>Edge of a cube, and half of it, m.</summary>
    public const float Size = 0.06f, Half = 0.03f;

    /// <summary>The fingertips stay within ± this, and between the table and the ceiling, m.</summary>
    public const float Reach = 0.4f, Ceiling = 0.4f;

    /// <summary>Widest opening, m.</summary>
    public const float Widest = 0.16f;

    /// <summary>Way of the hand, of the opening and of a falling cube in one step, m.</summary>
    public const float Stride = 0.03f, Squeeze = 0.06f, Fall = 0.06f;

    /// <summary>Differences below this are contact, m; it is far above rounding and far below everything that matters.</summary>
    public const float Skin = 1e-4f;

    private const float LetGo = 0.03f;

    /// <summary>One step. // dx, dy, grip: in [−1, 1], grip 1 closes and −1 opens</summary>
    public static void Step(ref Hand hand, Span<Cube> cubes, float dx, float dy, float grip)
    {
        var held = -1;
        for (var i = 0; i < cubes.Length; i++)
            if (cubes[i].Held) held = i;

        MoveUpright(ref hand, cubes, held, dy * Stride);
        var opening = Math.Clamp(hand.Opening - grip * Squeeze, 0, Widest);
        var x = Math.Clamp(hand.X + dx * Stride, -Reach, Reach);
        if (held >= 0 && opening <= Size + LetGo) Carry(ref hand, cubes, held, x);
        else MoveAcross(ref hand, cubes, x, opening);
        Drop(cubes);
        foreach (ref var cube in cubes) cube.Touched = cube.Held || cube.IsBeside(hand.Height) && IsAtASide(cube, hand);
    }

    private static void MoveUpright(ref Hand hand, Span<Cube> cubes, int held, float way)
    {
        way = Math.Clamp(hand.Height + way, 0, Ceiling) - hand.Height;
        if (held >= 0) way = MathF.Max(way, Half - cubes[held].Height);
        for (var i = 0; i < cubes.Length; i++)
        {
            if (i == held) continue;
            ref var cube = ref cubes[i];
            if (cube.IsAcross(hand.Left) || cube.IsAcross(hand.Right))
            {
                if (hand.Height >= cube.Top - Skin) way = MathF.Max(way, cube.Top - hand.Height);
                else if (held < 0 && hand.Height <= cube.Bottom + Skin) way = MathF.Min(way, cube.Bottom - hand.Height);
            }

            if (held < 0 || !cubes[held].OverlapsAcross(cube)) continue;
            if (cubes[held].Height > cube.Height) way = MathF.Max(way, cube.Height + Size - cubes[held].Height);
            else cube.Height = MathF.Max(cube.Height, cubes[held].Height + way + Size);
        }

        hand.Height += way;
        if (held >= 0) cubes[held].Height += way;
    }

    private static void Carry(ref Hand hand, Span<Cube> cubes, int held, float x)
    {
        Shift(cubes, held, cubes[held].X + (x - hand.X));
        (hand.X, hand.Opening) = (x, Size);
    }

    private static void MoveAcross(ref Hand hand, Span<Cube> cubes, float x, float opening)
    {
        var before = hand;
        (hand.X, hand.Opening) = (x, opening);
        for (var i = 0; i < cubes.Length; i++)
        {
            ref var cube = ref cubes[i];
            cube.Held = false;
            if (!cube.IsBeside(hand.Height)) continue;
            var between = before.Left <= cube.Left + Skin && before.Right >= cube.Right - Skin;
            if (between && opening <= Size + Skin)
            {
                cube.Held = true;
                hand.Opening = Size;
                Shift(cubes, i, x);
            }
            else if (between) Shift(cubes, i, Math.Clamp(cube.X, hand.Left + Half, hand.Right - Half));
            else if (before.Right <= cube.Left + Skin && hand.Right > cube.Left) Shift(cubes, i, hand.Right + Half);
            else if (before.Left >= cube.Right - Skin && hand.Left < cube.Right) Shift(cubes, i, hand.Left - Half);
        }
    }

    /// <summary>Moves a cube sideways, together with the one on top of it or in its way.</summary>
    private static void Shift(Span<Cube> cubes, int moved, float x)
    {
        ref var cube = ref cubes[moved];
        var way = x - cube.X;
        if (way == 0) return;
        for (var i = 0; i < cubes.Length; i++)
        {
            if (i == moved) continue;
            ref var other = ref cubes[i];
            if (other.OverlapsAcross(cube) && MathF.Abs(other.Height - cube.Height - Size) <= Skin) other.X += way;
            else if (other.OverlapsUpright(cube))
            {
                if (other.X > cube.X) other.X = MathF.Max(other.X, x + Size);
                else other.X = MathF.Min(other.X, x - Size);
            }
        }

        cube.X = x;
    }

    private static void Drop(Span<Cube> cubes)
    {
        var first = cubes.Length == 2 && cubes[1].Height < cubes[0].Height ? 1 : 0;
        for (var k = 0; k < cubes.Length; k++)
        {
            ref var cube = ref cubes[k ^ first];
            if (cube.Held) continue;
            var floor = Half;
            if (cubes.Length == 2 && cubes[k ^ first ^ 1] is var other && cube.OverlapsAcross(other) && cube.Height >= other.Height + Size - Skin)
            {
                var offset = cube.X - other.X;
                if (MathF.Abs(offset) <= Half) floor = other.Height + Size;
                else if (cube.Height - Fall <= other.Height + Size) cube.X = offset > 0 ? other.X + Size : other.X - Size;
            }

            cube.Height = MathF.Max(floor, cube.Height - Fall);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsAtASide(in Cube cube, in Hand hand) =>
        MathF.Abs(hand.Left - cube.Left) <= Skin || MathF.Abs(hand.Left - cube.Right) <= Skin
        || MathF.Abs(hand.Right - cube.Left) <= Skin || MathF.Abs(hand.Right - cube.Right) <= Skin;
}
