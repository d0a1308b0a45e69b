using Goodhart.Worlds;

namespace Goodhart.Design;

/// <summary>A design that is asked for.</summary>
/// <param name="World">Where the policy acts.</param>
/// <param name="Task">What is wanted.</param>
/// <param name="Training">How a candidate is trained and measured.</param>
/// <param name="Designer">Who writes.</param>
/// <param name="Options">How much to spend.</param>
public sealed record DesignRequest(WorldEntry World, DesignTask Task, ITraining Training, IDesigner Designer, DesignOptions Options)
{
    /// <summary>Trainings at once; changes the time only, never the result.</summary>
    public int Parallel { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether candidates are compiled and run in processes of their own, see <see cref="ProgramIsolation"/>; it costs a second or two per program.</summary>
    public bool Isolated { get; init; }

    /// <summary>What a program may use up.</summary>
    public ProgramLimits Limits { get; init; } = new();

    /// <summary>A policy that every training begins with, for a curriculum; empty to begin anew. Needs an <see cref="IContinuedTraining"/>.</summary>
    public ReadOnlyMemory<byte> Policy { get; init; }

    /// <summary>Itself, where everything that can be checked before anything is paid for is in order.</summary>
    /// <exception cref="ArgumentException">An empty task, an option out of range, or a policy that the training cannot begin with.</exception>
    public DesignRequest Checked()
    {
        if (string.IsNullOrWhiteSpace(Task.Sentence)) throw new ArgumentException("The task is empty. Say in a sentence what is wanted, as in \"reach the goal behind the door\".");
        Options.Checked();
        Ensure.Positive(Parallel);
        if (!Policy.IsEmpty && Training is not IContinuedTraining) throw new ArgumentException($"Training '{Training.Name}' cannot begin with a given policy.");
        return this;
    }
}
