using System.Runtime.InteropServices;

namespace Goodhart.Design;

/// <summary>A program scored in a process of its own, whole batches at a time.</summary>
internal class IsolatedReward : IReward<Transitions>, IDisposable
{
    private const int LookEvery = 64;
    private readonly IsolatedRewards processes;
    private readonly RewardProgram program;
    private WorkerProcess? worker;
    private byte[] content = [];
    private float[] columns = [];
    private int asked;
    private bool disposed;

    public IsolatedReward(IsolatedRewards processes, RewardProgram program, string name)
    {
        (this.processes, this.program, Name) = (processes, program, name);
        Parts = [.. program.Components.Select((component, k) => new Component(this, component, k))];
    }

    public string Name { get; }

    public string Unit => "1";

    public IReadOnlyList<IReward<Transitions>> Parts { get; }

    /// <summary>Of the process that runs it now; null when none does.</summary>
    internal int? ProcessId => worker is { HasExited: false } ? worker.Id : null;

    public void Score(Transitions batch, Span<float> scores, PartTrace? trace = null)
    {
        if (columns.Length < batch.Count * Parts.Count) columns = new float[batch.Count * Parts.Count];
        for (var from = 0; from < batch.Count; from += processes.Limits.BatchRows)
        {
            var count = Math.Min(processes.Limits.BatchRows, batch.Count - from);
            var answer = Believed(Ask(batch, from, count), count);
            answer[..count].CopyTo(scores[from..]);
            for (var k = 0; k < Parts.Count; k++) answer.Slice((k + 1) * count, count).CopyTo(columns.AsSpan(k * batch.Count + from));
        }

        for (var k = 0; k < Parts.Count && trace is not null; k++) trace.Children[k].Record(columns.AsSpan(k * batch.Count, batch.Count));
    }

    public void Dispose()
    {
        disposed = true;
        worker?.Dispose();
        worker = null;
    }

    /// <summary>The process, fresh where there is none.</summary>
    protected WorkerProcess Worker()
    {
        ObjectDisposedException.ThrowIf(disposed, program);
        if (worker is { HasExited: false }) return worker;
        if (worker is not null) Lost();
        worker?.Dispose();
        worker = null;
        return worker = processes.Take();
    }

    /// <summary>The process that scores the next rows.</summary>
    protected virtual WorkerProcess Remembering() => Worker();

    /// <summary>The process is dead.</summary>
    protected virtual void Lost() { }

    /// <summary>Moves what is remembered to a process that has its processor time before it.</summary>
    protected virtual void Move(WorkerProcess from, WorkerProcess to) { }

    protected byte[] Ask(WorkerProcess worker, WorkerMessage kind, ReadOnlyMemory<byte> content, WorkerMessage expected) =>
        worker.Ask(kind, content, processes.Limits.Timeout, expected).Content;

    private Span<byte> Ask(Transitions batch, int from, int count)
    {
        if (++asked % LookEvery == 0) RenewBeforeItsTimeIsSpent();
        var length = WorkerBatch.Bytes(program.Contract.Schema, count);
        if (content.Length < length) content = new byte[length];
        WorkerBatch.Write(content, batch, from, count);
        return Ask(Remembering(), WorkerMessage.Score, content.AsMemory(0, length), WorkerMessage.Scored);
    }

    private void RenewBeforeItsTimeIsSpent()
    {
        var old = Worker();
        if (old.Spent.TotalSeconds < processes.Limits.CpuSeconds / 2.0) return;
        var fresh = processes.Take();
        Move(old, fresh);
        old.Dispose();
        worker = fresh;
    }

    /// <summary>The numbers of an answer, after counting what its calls used up.</summary>
    private Span<float> Believed(Span<byte> answer, int rows)
    {
        var length = WorkerBatch.CountBytes + rows * sizeof(float) * (1 + Parts.Count);
        if (answer.Length != length) throw worker!.Nonsense($"{answer.Length} bytes instead of {length}");
        var numbers = MemoryMarshal.Cast<byte, float>(answer[WorkerBatch.CountBytes..]);
        foreach (var number in numbers)
            if (!float.IsFinite(number)) throw worker!.Nonsense($"{number} as a score");
        var used = MemoryMarshal.Cast<byte, long>(answer[..WorkerBatch.CountBytes]);
        program.Count(rows, (int)Math.Clamp(used[0], 0, int.MaxValue), used[1], used[2]);
        return numbers;
    }

    private sealed class Component(IsolatedReward whole, string name, int index) : IReward<Transitions>
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

/// <summary>A program with a memory, which lies in its process.</summary>
internal sealed class RememberingIsolatedReward(IsolatedRewards processes, RewardProgram program, string name) : IsolatedReward(processes, program, name), IEpisodic
{
    private int copies = 1;
    private bool lost;

    public void Begin(int copies)
    {
        this.copies = copies;
        Anew(Worker());
    }

    public void Save(BinaryWriter writer)
    {
        var memory = Memory(Remembering());
        writer.Write(memory.Length);
        writer.Write(memory);
    }

    public void Load(BinaryReader reader)
    {
        var memory = reader.ReadBytes(Ensure.InRange(reader.ReadInt32(), 0, WorkerFrame.Longest));
        var worker = Worker();
        Anew(worker);
        Ask(worker, WorkerMessage.Load, memory, WorkerMessage.Done);
    }

    protected override void Lost() => lost = true;

    protected override WorkerProcess Remembering()
    {
        var worker = Worker();
        return !lost ? worker : throw new ProgramWorkerException(WorkerEnd.Crashed, "The program's process died with its memory of the episode.", "Begin new episodes, or load a saved state.");
    }

    protected override void Move(WorkerProcess from, WorkerProcess to)
    {
        Anew(to);
        Ask(to, WorkerMessage.Load, Memory(from), WorkerMessage.Done);
    }

    private byte[] Memory(WorkerProcess worker) => Ask(worker, WorkerMessage.Save, default, WorkerMessage.Saved);

    private void Anew(WorkerProcess worker)
    {
        lost = false;
        Ask(worker, WorkerMessage.Begin, BitConverter.GetBytes(copies), WorkerMessage.Done);
    }
}
