namespace Goodhart.Worlds.Simulations;

/// <summary>One copy of your own world whose observations are records: their members become the named fields of its schema, so that nothing is written twice.</summary>
/// <remarks>
/// Numbers and bools are fields, records within the record group them: <c>Seen(Gripper Gripper)</c> with <c>Gripper(double AngularVelocity)</c> has the field
/// "gripper.angular velocity". Units and meanings come from <see cref="ObsAttribute"/> and from the XML documentation that lies beside the assembly.
/// As with every <see cref="Simulation"/>, draw all randomness from the given generator, and let <see cref="Begin"/> forget the episode before.
/// </remarks>
/// <typeparam name="TObservation">A record, struct or class with public members.</typeparam>
public abstract class RecordSimulation<TObservation> : Simulation where TObservation : notnull
{
    private readonly ObservationRecord<TObservation> record = new();
    private readonly float[] row;
    private Schema? schema;

    /// <exception cref="ArgumentException">A member of the record cannot be a field; the message names it.</exception>
    protected RecordSimulation() => row = new float[record.Fields.Count];

    /// <summary>What a policy may do.</summary>
    public abstract ActionSpace Actions { get; }

    /// <summary>Numbers that never change, for whoever writes a reward.</summary>
    public virtual IReadOnlyList<Constant> Constants => [];

    /// <summary>The record's fields, the actions and the constants.</summary>
    public sealed override Schema Schema => schema ??= new(record.Fields, Actions) { Constants = Constants };

    /// <summary>Begins an episode and returns its first observation.</summary>
    protected abstract TObservation Begin(Generator rng);

    /// <summary>Advances by one step and returns the observation it leads to, and whether the episode terminated.</summary>
    /// <param name="action">The action's index where actions are discrete, else the vector. // (action width)</param>
    /// <param name="rng">The only source of randomness.</param>
    protected abstract (TObservation Observation, bool Terminated) Advance(ReadOnlySpan<float> action, Generator rng);

    /// <inheritdoc/>
    public sealed override void Reset(Generator rng, Span<float> observation) => Write(Begin(rng), observation);

    /// <inheritdoc/>
    public sealed override bool Step(ReadOnlySpan<float> action, Generator rng, Span<float> observation)
    {
        var (next, terminated) = Advance(action, rng);
        Write(next, observation);
        return terminated;
    }

    private void Write(TObservation seen, Span<float> observation)
    {
        record.Write(seen, row);
        row.CopyTo(observation);
    }
}
