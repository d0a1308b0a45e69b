namespace Goodhart.Worlds.Simulations;

/// <summary>One copy of your own world: derive from it, and <see cref="SimulatedWorld"/> makes a vectorised world of it.</summary>
/// <remarks>
/// Keep it deterministic: all randomness from the given generator, and <see cref="Reset"/> forgets everything of the episode before. Then a run can be
/// saved and resumed without any work of yours, because the episode is replayed from its seed and its actions.
/// </remarks>
public abstract class Simulation
{
    /// <summary>Short name for tables and errors; the class's name unless overridden.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>Observation fields and actions.</summary>
    public abstract Schema Schema { get; }

    /// <summary>Steps after which an episode is truncated; null when it is never cut off.</summary>
    public abstract int? Horizon { get; }

    /// <summary>The rewards on offer; which is proxy and which is held out is the study's choice.</summary>
    public abstract IReadOnlyList<IReward<Transitions>> Rewards { get; }

    /// <summary>Begins an episode and writes every field of its first observation. // observation: (fields)</summary>
    public abstract void Reset(Generator rng, Span<float> observation);

    /// <summary>Advances by one step and returns whether the episode terminated.</summary>
    /// <param name="action">The action's index where actions are discrete, else the vector. // (action width)</param>
    /// <param name="rng">The only source of randomness.</param>
    /// <param name="observation">Holds the last observation on entry and the new one on return. // (fields)</param>
    public abstract bool Step(ReadOnlySpan<float> action, Generator rng, Span<float> observation);

    /// <summary>
    /// Override together with <see cref="Load"/> where replaying an episode would take long: write all that <see cref="Step"/> depends on, except
    /// observation and generator, and return true.
    /// </summary>
    public virtual bool Save(BinaryWriter writer) => false;

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public virtual void Load(BinaryReader reader) => throw new NotSupportedException($"{Name} overrides Save without Load.");
}
