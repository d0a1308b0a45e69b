using Goodhart.Worlds.Tabular;

namespace Goodhart.Worlds.KeyDoor;

/// <summary>The two rooms, sampled: many copies stepped together.</summary>
public static class KeyDoorWorld
{
    /// <summary>What the catalogue calls it.</summary>
    public const string Name = "key-door";

    /// <summary>Copies of the two rooms; their rewards are those of <see cref="KeyDoorRewards"/> and the fitness.</summary>
    /// <param name="count">Number of copies.</param>
    /// <param name="options">Rules; the defaults when null.</param>
    public static TabularWorld Create(int count, KeyDoorOptions? options = null) => Create(KeyDoorMdp.Build(options), count);

    /// <summary>Copies of a process whose states are enumerated already.</summary>
    public static TabularWorld Create(KeyDoorMdp rooms, int count) =>
        new(rooms.Mdp, KeyDoorRewards.All(rooms.Options), count, rooms.Options.Horizon, Name, new KeyDoorPicture());
}
