using Goodhart.Worlds;

namespace Goodhart.Design;

/// <summary>Programs to begin an example store with.</summary>
public static class Text2RewardExamples
{
    /// <summary>What the authors of the library's worlds wrote for their tasks, under the worlds' names.</summary>
    public static ExampleStore OfWorlds() => new(WorldCatalogue.All
        .Where(entry => entry.Task?.HumanReward is not null).Select(entry => new ExampleProgram(entry.Name, entry.Task!.Sentence, entry.Task.HumanReward!)));
}
