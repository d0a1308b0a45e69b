using Goodhart.Design;
using Goodhart.Worlds;

namespace Goodhart.Studies.Design;

/// <summary>The reward a person wrote for a task, from its text.</summary>
internal static class HumanReward
{
    /// <summary>Makes the reward anew at every call; null where the task has none.</summary>
    /// <exception cref="ArgumentException">The text does not compile; the message holds the first diagnostic.</exception>
    public static Func<IReward<Transitions>>? Of(DesignTask task, Schema schema)
    {
        if (task.HumanReward is not { } text) return null;
        var compiled = new RewardCompiler().Compile(text, RewardContract.Of(schema));
        return compiled.Program is { } program ? () => program.ToReward("human")
            : throw new ArgumentException($"The human reward of task '{task.Name}' does not compile: {compiled.Diagnostics[0]}");
    }
}
