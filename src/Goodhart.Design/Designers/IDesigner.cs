namespace Goodhart.Design;

/// <summary>A way to come to rewards: a language model with its prompts, an evolutionary search, a person.</summary>
public interface IDesigner
{
    /// <summary>Its name with what matters of its options, for the lineage: a run only goes on with the same designer.</summary>
    string Name { get; }

    /// <summary>Begins one search from nothing; every restart begins its own.</summary>
    IRewardWriter Begin(DesignBrief brief);
}

/// <summary>Writes reward programs round by round, and learns what became of them.</summary>
/// <remarks>
/// A run that was killed goes on by doing everything again with all that was paid for answered from the lineage. So a writer must be a function of its brief and of
/// what rounds tell it: randomness from <see cref="DesignRound.Rng"/>, models by <see cref="DesignRound.Ask"/>, people and clocks by <see cref="DesignRound.Decide"/>.
/// </remarks>
public interface IRewardWriter
{
    /// <summary>The programs of one round; those that compile and pass their dry run are trained. May be empty.</summary>
    /// <remarks>A writer that must know whether a program runs before it hands it in asks <see cref="DesignRound.Check"/>.</remarks>
    IReadOnlyList<Draft> Write(DesignRound round);

    /// <summary>Told what became of the round's programs, in the order in which they were handed in.</summary>
    void Reflect(DesignRound round, IReadOnlyList<Candidate> candidates);

    /// <summary>Which of all candidates are to be evaluated on fresh seeds, the best first; by fitness where a writer does not say.</summary>
    IReadOnlyList<Candidate> Nominate(IReadOnlyList<Candidate> candidates) => [.. candidates.Where(c => c.Outcome is not null).OrderByDescending(c => c.Fitness)];
}

/// <summary>What a designer is told of its task: names and words, and nothing of how it is judged.</summary>
/// <param name="World">The world's name.</param>
/// <param name="About">The world in a line.</param>
/// <param name="Task">The task in one sentence.</param>
/// <param name="Contract">What programs may speak of.</param>
/// <param name="HumanReward">A program that a person wrote for the task, where there is one.</param>
/// <param name="Experience">What a random policy meets, for scales and dry runs.</param>
/// <param name="Options">Rounds, samples and budgets.</param>
/// <param name="Restart">Number of the search, from 1.</param>
public sealed record DesignBrief(
    string World, string About, string Task, RewardContract Contract, string? HumanReward, Transitions Experience, DesignOptions Options, int Restart);
