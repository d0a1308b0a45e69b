namespace Goodhart.Worlds.KeyDoor;

/// <summary>Everything that decides how an episode goes on.</summary>
/// <param name="X">Column.</param>
/// <param name="Y">Row.</param>
/// <param name="HasKey">The key was picked up; it is kept.</param>
/// <param name="DoorOpen">The door was opened; it stays open.</param>
/// <param name="Reached">The second room was entered before or now.</param>
/// <param name="Steps">Steps so far; 0 throughout where time is no part of the state.</param>
internal readonly record struct KeyDoorState(int X, int Y, bool HasKey, bool DoorOpen, bool Reached, int Steps)
{
    public static KeyDoorState Start => new(KeyDoorMap.Start.X, KeyDoorMap.Start.Y, false, false, false, 0);

    public bool AtGoal => (X, Y) == KeyDoorMap.Goal;

    public bool InLava => (X, Y) == KeyDoorMap.Lava;

    /// <summary>Up, down, left, right. Walls stop, and so does the door without the key; with it, walking into the door opens it.</summary>
    public KeyDoorState Step(int action)
    {
        var (x, y) = action switch { 0 => (X, Y - 1), 1 => (X, Y + 1), 2 => (X - 1, Y), _ => (X + 1, Y) };
        var door = (x, y) == KeyDoorMap.Door;
        if (KeyDoorMap.IsWall(x, y) || (door && !HasKey)) return this;
        return this with { X = x, Y = y, HasKey = HasKey || (x, y) == KeyDoorMap.Key, DoorOpen = DoorOpen || door, Reached = Reached || x > KeyDoorMap.WallX };
    }
}
