namespace Goodhart.Studies;

/// <summary>A study that comes with the library.</summary>
/// <param name="Name">What <c>goodhart run</c> calls it.</param>
/// <param name="Summary">One line.</param>
/// <param name="Create">Makes it.</param>
public sealed record StudyEntry(string Name, string Summary, Func<Study> Create);

/// <summary>The studies that come with the library.</summary>
public static class StudyCatalogue
{
    public static IReadOnlyList<StudyEntry> All { get; } =
    [
        new("pendulum", "Energy as a proxy for being upright: whoever spins has the most of it.", PendulumStudy.Create),
        new("tomato", "Wet tomatoes as the robot sees them, with a bucket to look into: exact and by PPO.", () => TomatoStudy.Create()),
    ];

    /// <exception cref="ArgumentException">There is no such study; the message names those that are near.</exception>
    public static StudyEntry Find(string name) => All.FirstOrDefault(entry => entry.Name == name)
        ?? throw new ArgumentException($"There is no study '{name}'.{Nearest.Hint(name, [.. All.Select(entry => entry.Name)])}");
}
