namespace Goodhart.Feedback;

/// <summary>A step with its mark: right or wrong, −1 … 1, or the share of continuations that succeed.</summary>
/// <param name="Step">The step itself.</param>
/// <param name="Mark">Its mark; <see cref="Scale.YesNo"/> for correctness, its value null where the step was not labelled.</param>
/// <param name="Flagged">The annotator reported a problem with the step.</param>
public sealed record StepLabel<T>(T Step, Mark Mark, bool Flagged = false);
