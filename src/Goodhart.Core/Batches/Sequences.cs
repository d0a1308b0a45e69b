namespace Goodhart;

/// <summary>A batch whose samples are steps: consecutive steps of one sequence lie side by side, and a score belongs to a step.</summary>
public interface ISequences : IBatch
{
    /// <summary>Where each sequence begins and ends among the steps.</summary>
    Offsets Sequences { get; }
}

/// <summary>Sequences of any kind of step, such as the reasoning steps of several solutions.</summary>
public sealed class Sequences<T> : ISequences
{
    /// <param name="steps">The steps of all sequences, one after another.</param>
    /// <param name="offsets">Where each sequence begins.</param>
    /// <exception cref="ArgumentException">The offsets do not fit the steps, or a sequence is empty.</exception>
    public Sequences(IReadOnlyList<T> steps, Offsets offsets) => (Steps, Offsets) = (steps, offsets.Covering(steps.Count, "Sequence"));

    public IReadOnlyList<T> Steps { get; }

    public Offsets Offsets { get; }

    /// <summary>Number of steps.</summary>
    public int Count => Steps.Count;

    Offsets ISequences.Sequences => Offsets;
}
