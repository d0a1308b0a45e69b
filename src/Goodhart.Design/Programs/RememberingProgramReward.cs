namespace Goodhart.Design;

/// <summary>A program that keeps numbers from step to step, one memory per copy of the world.</summary>
internal sealed class RememberingProgramReward : ProgramReward, IEpisodic
{
    private readonly RewardProgram program;
    private EpisodeMemory[] memories;
    private int next;

    public RememberingProgramReward(RewardProgram program, string name) : base(program, name) => (this.program, memories) = (program, [New(program)]);

    public void Begin(int copies) => (memories, next) = ([.. Enumerable.Range(0, Ensure.Positive(copies)).Select(_ => New(program))], 0);

    public void Save(BinaryWriter writer)
    {
        writer.Write(memories.Length);
        writer.Write(next);
        foreach (var memory in memories) memory.Save(writer);
    }

    public void Load(BinaryReader reader)
    {
        Begin(Ensure.InRange(reader.ReadInt32(), 1, 1 << 20));
        next = Ensure.InRange(reader.ReadInt32(), 0, memories.Length - 1);
        foreach (var memory in memories) memory.Load(reader);
    }

    protected override void Remember() => Running.Memory = memories[next];

    protected override void Advance(Transitions batch, int row)
    {
        if (batch.Terminated[row] || batch.Truncated[row]) memories[next].Clear();
        next = (next + 1) % memories.Length;
    }

    private static EpisodeMemory New(RewardProgram program) => new(program.Image.Memories, program.Limits.MemoryEntries);
}
