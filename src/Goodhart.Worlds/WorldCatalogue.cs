using Goodhart.Worlds.Control;
using Goodhart.Worlds.Craft;
using Goodhart.Worlds.Gripper;
using Goodhart.Worlds.KeyDoor;
using Goodhart.Worlds.Simulations;
using Goodhart.Worlds.Tomato;

namespace Goodhart.Worlds;

/// <summary>A world that can be made by name.</summary>
/// <param name="Name">What a study or the command line calls it.</param>
/// <param name="Summary">One line.</param>
/// <param name="Rewards">Names of the rewards it offers.</param>
/// <param name="Create">Makes it.</param>
/// <param name="Task">What is wanted from it, where its author says so.</param>
public sealed record WorldEntry(string Name, string Summary, IReadOnlyList<string> Rewards, CreateWorld Create, DesignTask? Task = null);

/// <summary>Makes a world with a number of copies.</summary>
/// <param name="count">Copies.</param>
/// <param name="horizon">Steps after which an episode is cut off; null for the world's own.</param>
public delegate IWorld CreateWorld(int count, int? horizon = null);

/// <summary>The worlds that come with the library, by name, and yours, by assembly and type.</summary>
public static class WorldCatalogue
{
    /// <summary>The worlds that come with the library.</summary>
    public static IReadOnlyList<WorldEntry> All { get; } =
    [
        Entry("cartpole", "Balance a pole on a cart by pushing left or right (Gymnasium's CartPole-v1).", CartPoleRewards.All, (count, horizon) => new CartPole(count, horizon ?? 500)) with { Task = ControlDesign.CartPole },
        Entry("pendulum", "Swing up and balance a rod with a weak motor (Gymnasium's Pendulum-v1).", PendulumRewards.All, (count, horizon) => new Pendulum(count, horizon ?? 200)) with { Task = ControlDesign.Pendulum },
        Entry("mountaincar", "Get a weak car out of a valley (Gymnasium's MountainCar-v0).", MountainCarRewards.All, (count, horizon) => new MountainCar(count, horizon ?? 200)) with { Task = ControlDesign.MountainCar },
        Entry("acrobot", "Swing up two links driven at the elbow (Gymnasium's Acrobot-v1).", AcrobotRewards.All, (count, horizon) => new Acrobot(count, horizon ?? 500)) with { Task = ControlDesign.Acrobot },
        .. Enum.GetValues<GripperTask>().Select(Arm),
        .. TomatoLevel.All.Select(Garden),
        TwoRooms(),
        Entry("craft", "Gather wood, craft a pickaxe and mine a diamond beside lava, seeing three cells far, in a new land every episode.", CraftRewards.All, (count, horizon) => new CraftWorld(count, horizon ?? 120)) with { Task = CraftTask.Diamond },
    ];

    /// <summary>The world called <paramref name="name"/>, or the one of an assembly where the name reads like "my.dll:MyWorld".</summary>
    /// <exception cref="ArgumentException">There is none; the message names those that are near.</exception>
    public static WorldEntry Find(string name)
    {
        const string separator = ".dll:";
        var at = name.LastIndexOf(separator, StringComparison.OrdinalIgnoreCase);
        if (at >= 0) return FromAssembly(name[..(at + separator.Length - 1)], name[(at + separator.Length)..]);
        if (name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"World '{name}' names no type; expected {Path.GetFileName(name)}:TypeName.");
        return All.FirstOrDefault(entry => entry.Name == name)
            ?? throw new ArgumentException($"There is no world '{name}'.{Nearest.Hint(name, [.. All.Select(entry => entry.Name)])}");
    }

    /// <summary>
    /// A world of yours: a <see cref="Simulation"/> with a parameterless constructor, or an <see cref="IWorld"/> with a constructor (int count).
    /// </summary>
    /// <param name="path">Path of the .dll; its neighbours and its .deps.json are found as when it runs by itself.</param>
    /// <param name="typeName">Name of the type, with its namespace where the name alone is not unique.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not a .NET assembly, or one that it needs is missing.</exception>
    /// <exception cref="ArgumentException">The assembly has no such type, or the type is no world.</exception>
    /// <exception cref="InvalidOperationException">The type's constructor failed.</exception>
    public static WorldEntry FromAssembly(string path, string typeName)
    {
        var type = WorldAssembly.Load(path).Find(typeName);
        var create = WorldAssembly.Factory(type);
        var rewards = create(1).Rewards;
        return Entry($"{Path.GetFileName(path)}:{typeName}", $"{type.FullName} of {Path.GetFileName(path)}.", rewards, create);
    }

    /// <summary>A garden's states are enumerated once, when it is first made, however often and with however many copies it is made.</summary>
    private static WorldEntry Garden(TomatoLevel level)
    {
        var tomato = new Lazy<TomatoMdp>(() => TomatoMdp.Build(level));
        return new(TomatoWorld.NameOf(level), $"Keep tomatoes wet in a small garden with a bucket (level {level.Name}).", TomatoMdp.RewardNames,
            (count, horizon) => TomatoWorld.Create(tomato.Value, level, count, horizon ?? 100));
    }

    private static WorldEntry Arm(GripperTask task)
    {
        var wanted = GripperDesign.Task(task);
        var summary = $"{wanted.Sentence} (planar gripper).";
        return Entry(GripperWorld.NameOf(task), summary, GripperRewards.Of(task), (count, horizon) => new GripperWorld(task, count, horizon ?? 60)) with { Task = wanted };
    }

    private static WorldEntry TwoRooms()
    {
        var rooms = new Lazy<KeyDoorMdp>(() => KeyDoorMdp.Build());
        return new(KeyDoorWorld.Name, "Fetch a key, open a door, and reach the goal behind it beside lava (two rooms of 9×7 cells).",
            [.. KeyDoorRewards.All(new()).Select(reward => reward.Name)],
            (count, horizon) => horizon is { } steps && steps != rooms.Value.Options.Horizon ? KeyDoorWorld.Create(count, new(Horizon: steps)) : KeyDoorWorld.Create(rooms.Value, count),
            KeyDoorTask.Goal);
    }

    private static WorldEntry Entry(string name, string summary, IReadOnlyList<IReward<Transitions>> rewards, CreateWorld create) =>
        new(name, summary, [.. rewards.Select(reward => reward.Name)], create);
}
