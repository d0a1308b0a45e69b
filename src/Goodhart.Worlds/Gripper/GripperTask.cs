namespace Goodhart.Worlds.Gripper;

/// <summary>What is to be done with the planar gripper.</summary>
public enum GripperTask
{
    /// <summary>Bring the fingertips to a point.</summary>
    Reach,

    /// <summary>Push a cube along the table to a mark.</summary>
    Push,

    /// <summary>Pick a cube up and hold it at a point in the air.</summary>
    Pick,

    /// <summary>Set one cube on another and let go.</summary>
    Stack,
}
