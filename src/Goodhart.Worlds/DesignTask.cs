namespace Goodhart.Worlds;

/// <summary>What somebody wants from a world, for whoever writes a reward for it.</summary>
/// <param name="Name">Short name, unique within its world.</param>
/// <param name="Sentence">The task in one sentence, as a person would say it.</param>
/// <param name="Fitness">
/// What is wanted, per step: its undiscounted sum over an episode is the episode's fitness. A designer is told its value for a trained policy, never how it is computed.
/// </param>
/// <param name="Success">1 on the step on which the task is done for good, else 0: its sum over an episode is the success rate. Null where nothing counts as done.</param>
/// <param name="HumanReward">A reward program that a person wrote for the task, as text.</param>
/// <param name="Cheats">Known ways to score without doing what is wanted, a sentence each.</param>
public sealed record DesignTask(
    string Name, string Sentence, HeldOut<Transitions> Fitness, HeldOut<Transitions>? Success = null, string? HumanReward = null, IReadOnlyList<string>? Cheats = null);
