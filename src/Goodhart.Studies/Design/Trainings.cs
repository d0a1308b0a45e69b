using Goodhart.Design;
using Goodhart.Optimization.CrossEntropy;
using Goodhart.Worlds;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Studies.Design;

/// <summary>How candidates are trained.</summary>
public enum TrainingChoice
{
    /// <summary>Tabular Q-learning where the world has a table, else the cross-entropy method.</summary>
    ByWorld,

    /// <summary>Tabular Q-learning.</summary>
    Tabular,

    /// <summary>The cross-entropy method on a small deterministic policy.</summary>
    CrossEntropy,

    /// <summary>PPO.</summary>
    PolicyGradient,

    /// <summary>Q-learning over discrete features of what is seen, where a table of all states would be too large.</summary>
    Features,
}

/// <summary>Trainings by world and choice, with their defaults.</summary>
public static class Trainings
{
    /// <summary>The training of a world that states its task.</summary>
    /// <exception cref="ArgumentException">The world states no task, or the choice does not fit it.</exception>
    public static ITraining For(WorldEntry entry, TrainingChoice choice = TrainingChoice.ByWorld, TrainingOptions? options = null) =>
        For(entry, entry.Task ?? throw new ArgumentException($"World '{entry.Name}' states no task: say what is wanted from it."), choice, options);

    /// <inheritdoc cref="For(WorldEntry, TrainingChoice, TrainingOptions)"/>
    /// <param name="entry">The world.</param>
    /// <param name="task">What is wanted.</param>
    /// <param name="choice">How to train.</param>
    /// <param name="options">How to measure, and what it may cost.</param>
    public static ITraining For(WorldEntry entry, DesignTask task, TrainingChoice choice = TrainingChoice.ByWorld, TrainingOptions? options = null) => choice switch
    {
        TrainingChoice.ByWorld => For(entry, task, Fitting(entry), options),
        TrainingChoice.Tabular => new TabularTraining(entry.Create, task, options: options),
        TrainingChoice.CrossEntropy => new CrossEntropyTraining(entry.Create, task, Search(entry, options), options),
        TrainingChoice.PolicyGradient => new PolicyGradientTraining(entry.Create, task, options: options),
        TrainingChoice.Features => new FeatureTraining(entry.Create, task, options: options),
        _ => throw new ArgumentOutOfRangeException(nameof(choice), choice, "Unknown choice."),
    };

    // Where what is to be done depends on flags, such as what is held, the task has stages.
    private static CrossEntropyOptions Search(WorldEntry entry, TrainingOptions? options)
    {
        var schema = entry.Create(1).Schema;
        var staged = schema.Actions is ActionSpace.Box && schema.Observation.Any(field => field.Kind == FieldKind.Flag);
        return (staged ? CrossEntropyOptions.Manipulation : new()) with { Horizon = options?.Horizon };
    }

    private static TrainingChoice Fitting(WorldEntry entry) => entry.Create(1) is TabularWorld ? TrainingChoice.Tabular : TrainingChoice.CrossEntropy;
}
