namespace Goodhart.Design;

/// <summary>What the writer is told of a training.</summary>
public enum EurekaFeedback
{
    /// <summary>Curves of every component and of the fitness.</summary>
    Statistics,

    /// <summary>The fitness alone, an ablation.</summary>
    FitnessOnly,
}

/// <summary>Options of <see cref="EurekaDesigner"/>; K, N and restarts are in <see cref="DesignOptions"/>.</summary>
/// <param name="Temperature">Spread of the model's answers; 1 in the paper.</param>
/// <param name="AtOnce">Answers asked for at once, halved after ten failures in a row; 4 in the paper's code.</param>
/// <param name="Attempts">Requests per round at most; 1000 in the paper's code.</param>
/// <param name="Feedback">What the writer is told.</param>
/// <param name="Evolve">Whether a round goes on from the best of the round before; false draws all N·K programs from the first prompt, an ablation.</param>
/// <param name="Repair">Whether a round in which nothing ran is answered with its most frequent mistake. The paper's code repeats the last prompt then, unless K = 1.</param>
/// <param name="Initial">A program that takes the first round's place and is improved from there, such as a person's or an easier task's; null for none.</param>
/// <param name="Person">Who watches the best policy of each round and says what is wrong with it; null for nobody.</param>
public sealed record EurekaOptions(
    float Temperature = 1, int AtOnce = 4, int Attempts = 1000, EurekaFeedback Feedback = EurekaFeedback.Statistics, bool Evolve = true, bool Repair = true,
    string? Initial = null, HumanReflection? Person = null);
