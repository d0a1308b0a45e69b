namespace Goodhart.Feedback;

/// <summary>One place in a solution: the steps proposed there and which of them was continued.</summary>
public sealed record StepChoice<T>
{
    /// <param name="candidates">Steps proposed at this place.</param>
    /// <param name="chosen">Index of the candidate that was continued; null when none was.</param>
    /// <param name="written">The step an annotator wrote instead; null when none was.</param>
    /// <exception cref="ArgumentException">There is neither a candidate nor a written step, or the chosen index is not among the candidates.</exception>
    public StepChoice(IReadOnlyList<StepLabel<T>> candidates, int? chosen = null, StepLabel<T>? written = null)
    {
        if (candidates.Count == 0 && written is null) throw new ArgumentException("A step needs a candidate or a written step, got neither.", nameof(candidates));
        if (chosen is { } index && (index < 0 || index >= candidates.Count))
            throw new ArgumentException($"Chosen candidate {index} is not among the {candidates.Count} candidates.", nameof(chosen));
        (Candidates, Chosen, Written) = (candidates, chosen, written);
    }

    public IReadOnlyList<StepLabel<T>> Candidates { get; }

    public int? Chosen { get; }

    public StepLabel<T>? Written { get; }

    /// <summary>The step the solution continued with; null where it ended without one.</summary>
    public StepLabel<T>? Taken => Chosen is { } index ? Candidates[index] : Written;
}
