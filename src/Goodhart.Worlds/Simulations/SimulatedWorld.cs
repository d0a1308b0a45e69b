using System.Runtime.InteropServices;

namespace Goodhart.Worlds.Simulations;

/// <summary>Many copies of a <see cref="Simulation"/> as a vectorised world: autoreset in the same step, truncation at the horizon, saving by replay.</summary>
public sealed class SimulatedWorld : IWorld
{
    private readonly SimulatedCopy[] copies;
    private readonly float[] observation, arrived, action;
    private readonly bool[] terminated, truncated;
    private readonly ulong[] episodes;
    private ulong seed;

    /// <param name="create">Makes one copy; called <paramref name="count"/> times, and must return a new object every time.</param>
    /// <param name="count">Number of copies.</param>
    /// <param name="horizon">Steps after which an episode is truncated; null for the simulation's own.</param>
    /// <exception cref="ArgumentException">The simulation's schema cannot be run, or a copy is missing or shared.</exception>
    public SimulatedWorld(Func<Simulation> create, int count, int? horizon = null)
    {
        Ensure.Positive(count);
        var simulations = new Simulation[count];
        for (var n = 0; n < count; n++) simulations[n] = create() ?? throw new ArgumentException($"{nameof(create)} returned null for copy {n}.");
        if (simulations.Distinct(ReferenceEqualityComparer.Instance).Count() < count)
            throw new ArgumentException($"{nameof(create)} returned the same {simulations[0].Name} twice; "
                + $"every copy needs its own, as in () => new {simulations[0].GetType().Name}().");

        (Name, Schema, Rewards) = (simulations[0].Name, simulations[0].Schema, simulations[0].Rewards);
        Horizon = (horizon ?? simulations[0].Horizon) is { } steps ? Ensure.Positive(steps, nameof(horizon)) : null;
        RequireRunnable(Schema, Name);
        copies = [.. simulations.Select((simulation, n) => new SimulatedCopy(simulation, Schema, n))];
        observation = new float[Schema.Observation.Count * count];
        arrived = new float[observation.Length];
        action = new float[Schema.Actions.Width];
        (terminated, truncated, episodes) = (new bool[count], new bool[count], new ulong[count]);
        Reset(0);
    }

    public string Name { get; }

    public Schema Schema { get; }

    public int Count => copies.Length;

    public Autoreset Autoreset => Autoreset.SameStep;

    public int? Horizon { get; }

    public IReadOnlyList<IReward<Transitions>> Rewards { get; }

    public ReadOnlySpan<float> Observation => observation;

    public ReadOnlySpan<float> Arrived => arrived;

    public ReadOnlySpan<int> State => [];

    public ReadOnlySpan<int> ArrivedState => [];

    public ReadOnlySpan<bool> Terminated => terminated;

    public ReadOnlySpan<bool> Truncated => truncated;

    public void Reset(ulong seed)
    {
        this.seed = seed;
        Array.Clear(episodes);
        Array.Clear(terminated);
        Array.Clear(truncated);
        for (var n = 0; n < Count; n++) Restart(n);
        observation.CopyTo(arrived.AsSpan());
    }

    /// <exception cref="ArgumentException">An action is not of the action space; nothing has moved then.</exception>
    /// <exception cref="InvalidOperationException">The simulation failed or wrote no number; reset before going on.</exception>
    public void Step(ReadOnlySpan<float> actions)
    {
        Ensure.SameLength(actions.Length, action.Length * Count);
        RequireValid(actions);
        for (var n = 0; n < Count; n++)
        {
            for (var k = 0; k < action.Length; k++) action[k] = actions[k * Count + n];
            terminated[n] = copies[n].Step(action);
            truncated[n] = !terminated[n] && copies[n].Steps == Horizon;
            Write(n, arrived);
            if (terminated[n] || truncated[n]) Restart(n);
            else Write(n, observation);
        }
    }

    public void Save(BinaryWriter writer)
    {
        SavedWorld.WriteHeader(writer, Name, Count);
        writer.Write(seed);
        writer.Write(MemoryMarshal.AsBytes(episodes.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(arrived.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(terminated.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(truncated.AsSpan()));
        foreach (var copy in copies) copy.Save(writer);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Replaying an episode led elsewhere: the simulation is not deterministic.</exception>
    public void Load(BinaryReader reader)
    {
        SavedWorld.RequireHeader(reader, Name, Count);
        seed = reader.ReadUInt64();
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(episodes.AsSpan()));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(arrived.AsSpan()));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(terminated.AsSpan()));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(truncated.AsSpan()));
        for (var n = 0; n < Count; n++)
        {
            copies[n].Load(reader);
            Write(n, observation);
        }
    }

    private void Restart(int n)
    {
        copies[n].Begin(Generator.Derive(Generator.Derive(seed, (ulong)n), episodes[n]++));
        Write(n, observation);
    }

    private void Write(int n, float[] columns)
    {
        var row = copies[n].Observation;
        for (var f = 0; f < row.Length; f++) columns[f * Count + n] = row[f];
    }

    private void RequireValid(ReadOnlySpan<float> actions)
    {
        var names = (Schema.Actions as ActionSpace.Discrete)?.Count;
        for (var i = 0; i < actions.Length; i++)
        {
            if (names is { } count && !(actions[i] >= 0 && actions[i] < count && actions[i] == MathF.Floor(actions[i])))
                throw new ArgumentException($"Action of copy {i % Count} must be a whole number in [0, {count - 1}], was {actions[i]}.", nameof(actions));
            if (float.IsNaN(actions[i])) throw new ArgumentException($"Action of copy {i % Count} must be a number, was NaN.", nameof(actions));
        }
    }

    private static void RequireRunnable(Schema? schema, string name)
    {
        if (schema is null) throw new ArgumentException($"Simulation '{name}' has no schema.");
        if (schema.Actions is null or { Width: 0 } or ActionSpace.Discrete { Count: 0 })
            throw new ArgumentException($"Simulation '{name}' has no action space: name its actions or give the box's fields.");
        if (schema.Observation is null or { Count: 0 }) throw new ArgumentException($"Simulation '{name}' has no observation fields.");
        if (schema.States > 0)
            throw new ArgumentException($"Simulation '{name}' enumerates {schema.States} states; a simulation observes fields only, so its schema's States must be 0.");
        if (schema.Observation.GroupBy(field => field.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Simulation '{name}' has {twice.Count()} observation fields called '{twice.Key}'.");
    }
}
