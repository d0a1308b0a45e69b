namespace Goodhart.Design;

/// <summary>What the process of a program may use up, whatever became of the walls inside it.</summary>
/// <param name="HeapBytes">Largest managed heap, bytes, at least 32 MiB; the runtime's own hard limit. The compiler needs about 60 MiB of it.</param>
/// <param name="DataBytes">Largest private memory, bytes, managed or not, at least the heap; the system's limit on data, Linux only.</param>
/// <param name="CpuSeconds">Processor time of one process, seconds; a reward that works longer moves to a fresh process before half of it is spent.</param>
/// <param name="TimeoutSeconds">Longest wait for one batch, seconds; the process is killed after it.</param>
/// <param name="CompileSeconds">Longest wait for a process to start and compile, seconds; it takes 1 to 2 on an idle machine.</param>
/// <param name="BatchRows">Rows sent at once; larger batches are split.</param>
public sealed record IsolationLimits(
    long HeapBytes = 256L << 20, long DataBytes = 1L << 30, int CpuSeconds = 1800, double TimeoutSeconds = 10, double CompileSeconds = 60, int BatchRows = 4096)
{
    public long HeapBytes { get; } = Ensure.InRange(HeapBytes, 32L << 20, long.MaxValue);

    public long DataBytes { get; } = Ensure.InRange(DataBytes, HeapBytes, long.MaxValue);

    public int CpuSeconds { get; } = Ensure.Positive(CpuSeconds);

    public double TimeoutSeconds { get; } = Ensure.InRange(TimeoutSeconds, 0.1, 1e6);

    public double CompileSeconds { get; } = Ensure.InRange(CompileSeconds, 0.1, 1e6);

    public int BatchRows { get; } = Ensure.InRange(BatchRows, 1, 1 << 20);

    internal TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);

    internal TimeSpan CompileTimeout => TimeSpan.FromSeconds(CompileSeconds);
}
