namespace Goodhart.Design;

/// <summary>A program over batches of transitions.</summary>
internal class ProgramReward : IReward<Transitions>
{
    private readonly RewardProgram program;
    private readonly Parts parts;
    private readonly double[] before, action, after;
    private float[] columns = [];

    public ProgramReward(RewardProgram program, string name)
    {
        (this.program, Name, parts) = (program, name, new(program.Components));
        var schema = program.Contract.Schema;
        (before, action, after) = (new double[schema.Observation.Count + 1], new double[schema.Actions.Width], new double[schema.Observation.Count + 1]);
        Parts = [.. program.Components.Select((component, k) => new Component(this, component, k))];
    }

    public string Name { get; }

    public string Unit => "1";

    public IReadOnlyList<IReward<Transitions>> Parts { get; }

    protected virtual EpisodeMemory MemoryOf(int row) => empty;

    private readonly EpisodeMemory empty = new(0);

    protected virtual void After(Transitions batch, int row) { }

    public void Score(Transitions batch, Span<float> scores, PartTrace? trace = null)
    {
        if (columns.Length < batch.Count * Parts.Count) columns = new float[batch.Count * Parts.Count];
        for (var i = 0; i < scores.Length; i++)
        {
            for (var f = 0; f < before.Length - 1; f++) (before[f], after[f]) = (batch.Observation(f)[i], batch.Next(f)[i]);
            for (var k = 0; k < action.Length; k++) action[k] = batch.Action(k)[i];
            after[^1] = batch.Terminated[i] ? 1 : 0;
            parts.Values.Clear();
            scores[i] = (float)Finite("total", program.Call(before, action, after, parts, MemoryOf(i)));
            for (var k = 0; k < Parts.Count; k++) columns[k * batch.Count + i] = (float)Finite(program.Components[k], parts.Values[k]);
            After(batch, i);
        }

        for (var k = 0; k < Parts.Count && trace is not null; k++) trace.Children[k].Record(columns.AsSpan(k * batch.Count, batch.Count));
    }

    private static double Finite(string component, double value) => double.IsFinite(value) ? value : throw new ProgramValueException(component, value);

    private sealed class Component(ProgramReward whole, string name, int index) : IReward<Transitions>
    {
        public string Name => name;

        public string Unit => "1";

        public IReadOnlyList<IReward<Transitions>> Parts => [];

        public void Score(Transitions batch, Span<float> scores, PartTrace? trace = null)
        {
            whole.Score(batch, scores);
            whole.columns.AsSpan(index * batch.Count, batch.Count).CopyTo(scores);
        }
    }
}

/// <summary>A program that keeps numbers from step to step, one memory per copy of the world.</summary>
internal sealed class RememberingProgramReward(RewardProgram program, string name) : ProgramReward(program, name), IEpisodic
{
    private readonly int limit = program.Limits.MemoryEntries;
    private EpisodeMemory[] memories = [new(program.Limits.MemoryEntries)];
    private int next;

    public void Begin(int copies) => (memories, next) = ([.. Enumerable.Range(0, copies).Select(_ => new EpisodeMemory(limit))], 0);

    public void Save(BinaryWriter writer)
    {
        writer.Write(next);
        foreach (var memory in memories) memory.Save(writer);
    }

    public void Load(BinaryReader reader)
    {
        next = reader.ReadInt32();
        foreach (var memory in memories) memory.Load(reader);
    }

    protected override EpisodeMemory MemoryOf(int row) => memories[next];

    protected override void After(Transitions batch, int row)
    {
        if (batch.Terminated[row] || batch.Truncated[row]) memories[next].Clear();
        next = (next + 1) % memories.Length;
    }
}
