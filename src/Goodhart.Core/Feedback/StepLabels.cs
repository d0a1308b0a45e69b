namespace Goodhart.Feedback;

/// <summary>Labels of the steps of one solution to a task.</summary>
/// <param name="Task">The problem that is solved.</param>
/// <param name="Steps">Its steps in order.</param>
/// <typeparam name="T">Kind of the task and of a step.</typeparam>
public sealed record StepLabels<T>(T Task, IReadOnlyList<StepChoice<T>> Steps)
{
    /// <summary>The task's known answer, where there is one.</summary>
    public string? Answer { get; init; }

    /// <summary>Why labelling ended, such as "solution" or "found_error".</summary>
    public string? FinishReason { get; init; }

    public Origin Origin { get; init; } = Origin.Unknown;
}

/// <summary>Step labels from the forms that data sets use.</summary>
public static class StepLabels
{
    /// <summary>One correctness label per step (TRL's stepwise supervision).</summary>
    /// <exception cref="ArgumentException">The lengths differ, or there is no step.</exception>
    public static StepLabels<T> Of<T>(T task, IReadOnlyList<T> steps, IReadOnlyList<bool> correct)
    {
        if (steps.Count == 0) throw new ArgumentException("Step labels need at least one step, got none.", nameof(steps));
        if (correct.Count != steps.Count) throw new ArgumentException($"There are {correct.Count} labels for {steps.Count} steps; expected one per step.", nameof(correct));
        return new(task, [.. steps.Select((step, i) => new StepChoice<T>([new(step, new(correct[i] ? 1 : 0, Scale.YesNo))], chosen: 0))]);
    }
}
