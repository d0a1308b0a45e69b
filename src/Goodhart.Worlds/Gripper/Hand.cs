namespace Goodhart.Worlds.Gripper;

/// <summary>Two fingertips side by side, seen from the side.</summary>
internal struct Hand
{
    /// <summary>Middle of the fingertips and their height over the table, m.</summary>
    public float X, Height;

    /// <summary>Distance between the fingertips, m.</summary>
    public float Opening;

    public readonly float Left => X - Opening / 2;

    public readonly float Right => X + Opening / 2;
}

/// <summary>A cube seen from the side; X and Height are its centre's.</summary>
internal struct Cube
{
    public float X, Height;

    /// <summary>Between the fingers, and moving with them.</summary>
    public bool Held;

    /// <summary>A fingertip is at one of its sides.</summary>
    public bool Touched;

    public readonly float Left => X - Kinematics.Half;

    public readonly float Right => X + Kinematics.Half;

    public readonly float Bottom => Height - Kinematics.Half;

    public readonly float Top => Height + Kinematics.Half;

    /// <summary>Whether a fingertip at this height is beside the cube, neither above nor below it.</summary>
    public readonly bool IsBeside(float height) => height >= Bottom - Kinematics.Skin && height < Top - Kinematics.Skin;

    /// <summary>Whether a vertical line at x goes through the cube and not along a side of it.</summary>
    public readonly bool IsAcross(float x) => MathF.Abs(x - X) < Kinematics.Half - Kinematics.Skin;

    public readonly bool OverlapsAcross(in Cube other) => MathF.Abs(X - other.X) < Kinematics.Size - Kinematics.Skin;

    public readonly bool OverlapsUpright(in Cube other) => MathF.Abs(Height - other.Height) < Kinematics.Size - Kinematics.Skin;
}
