using System.Runtime.InteropServices;

namespace Goodhart.Worlds.Simulations;

/// <summary>One simulation with its episode: generator, last observation, and the actions since reset unless it saves itself.</summary>
internal sealed class SimulatedCopy
{
    private readonly Simulation simulation;
    private readonly Schema schema;
    private readonly int index;
    private readonly float[] row;
    private readonly List<float> actions = [];
    private readonly bool savesItself;
    private Generator rng = new(0);
    private ulong seed;

    public SimulatedCopy(Simulation simulation, Schema schema, int index)
    {
        (this.simulation, this.schema, this.index) = (simulation, schema, index);
        row = new float[schema.Observation.Count];
        Begin(0);
        savesItself = simulation.Save(BinaryWriter.Null);
    }

    /// <summary>Steps since the episode began.</summary>
    public int Steps { get; private set; }

    /// <summary>The last observation. // (fields)</summary>
    public ReadOnlySpan<float> Observation => row;

    public void Begin(ulong episode)
    {
        seed = episode;
        rng = new(seed);
        Steps = 0;
        actions.Clear();
        row.AsSpan().Fill(float.NaN);
        try
        {
            simulation.Reset(rng, row);
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            throw Failed(cause);
        }

        RequireNumbers();
    }

    /// <summary>Advances and returns whether the episode terminated.</summary>
    public bool Step(ReadOnlySpan<float> action)
    {
        Steps++;
        if (!savesItself) actions.AddRange(action);
        bool terminated;
        try
        {
            terminated = simulation.Step(action, rng, row);
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            throw Failed(cause);
        }

        RequireNumbers();
        return terminated;
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(seed);
        writer.Write(Steps);
        writer.Write(MemoryMarshal.AsBytes(row.AsSpan()));
        rng.Save(writer);
        if (savesItself) simulation.Save(writer);
        else writer.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(actions)));
    }

    /// <exception cref="InvalidOperationException">Replaying the episode led elsewhere.</exception>
    public void Load(BinaryReader reader)
    {
        var (savedSeed, savedSteps, savedRow, savedRng) = (reader.ReadUInt64(), reader.ReadInt32(), new float[row.Length], new Generator(0));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(savedRow.AsSpan()));
        savedRng.Load(reader);
        if (!savesItself)
        {
            Replay(reader, savedSeed, savedSteps);
            RequireSame(savedRow, savedRng);
            return;
        }

        (seed, Steps, rng) = (savedSeed, savedSteps, savedRng);
        savedRow.CopyTo(row.AsSpan());
        simulation.Load(reader);
    }

    private void Replay(BinaryReader reader, ulong episode, int steps)
    {
        var action = new float[schema.Actions.Width];
        Begin(episode);
        for (var t = 0; t < steps; t++)
        {
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(action.AsSpan()));
            if (Step(action)) throw Strayed("the episode terminated, which it did not before");
        }
    }

    private void RequireSame(float[] savedRow, Generator savedRng)
    {
        for (var f = 0; f < row.Length; f++)
            if (row[f] != savedRow[f]) throw Strayed($"field '{schema.Observation[f].Name}' is {row[f]}, but was {savedRow[f]}");
        if (!Bytes(rng).AsSpan().SequenceEqual(Bytes(savedRng))) throw Strayed("another number of random draws has been made");
    }

    private static byte[] Bytes(Generator rng)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        rng.Save(writer);
        return stream.ToArray();
    }

    private InvalidOperationException Strayed(string how) => new(
        $"Simulation '{simulation.Name}' is not deterministic: replaying copy {index} to step {Steps}, {how}. "
        + "Draw all randomness from the given generator and let Reset forget the last episode, or override Save and Load.");

    private InvalidOperationException Failed(Exception cause) => new(
        $"Simulation '{simulation.Name}' failed at step {Steps} of copy {index}: {cause.Message}"
        + (cause is IndexOutOfRangeException or ArgumentException ? $" An observation has {row.Length} numbers, an action {schema.Actions.Width}." : ""), cause);

    private void RequireNumbers()
    {
        for (var f = 0; f < row.Length; f++)
            if (!float.IsFinite(row[f]))
                throw new InvalidOperationException($"Simulation '{simulation.Name}' wrote {row[f]} into field '{schema.Observation[f].Name}' "
                    + $"at step {Steps} of copy {index}"
                    + (Steps == 0 ? "; Reset must write all of its fields." : "; an observation must be finite."));
    }
}
