using System.Runtime.InteropServices;

namespace Goodhart.Design;

/// <summary>Rows of a batch on their way to the worker, column after column, and scores on their way back.</summary>
/// <remarks>Columns of transitions are single precision and are sent as they are, so that a program scores the same bits in a process of its own.</remarks>
internal static class WorkerBatch
{
    /// <summary>What an answer begins with: three whole numbers for <see cref="SandboxReport"/>.</summary>
    public const int CountBytes = 3 * sizeof(long);

    public static int Bytes(Schema schema, int rows) => checked(4 + rows * (sizeof(float) * Columns(schema) + 2));

    /// <summary>Rows [from, from + count) of a batch. // observations, nexts, actions: (columns, count) floats; terminated, truncated: (count) bytes</summary>
    public static void Write(Span<byte> content, Transitions batch, int from, int count)
    {
        MemoryMarshal.Write(content, count);
        var left = content[4..];
        for (var f = 0; f < batch.Schema.Observation.Count; f++) left = Put(left, batch.Observation(f).Slice(from, count));
        for (var f = 0; f < batch.Schema.Observation.Count; f++) left = Put(left, batch.Next(f).Slice(from, count));
        for (var k = 0; k < batch.Schema.Actions.Width; k++) left = Put(left, batch.Action(k).Slice(from, count));
        left = Put(left, batch.Terminated.Slice(from, count));
        Put(left, batch.Truncated.Slice(from, count));
    }

    public static Transitions Read(ReadOnlySpan<byte> content, Schema schema)
    {
        var count = MemoryMarshal.Read<int>(content);
        var batch = new Transitions(schema, count);
        var left = content[4..];
        for (var f = 0; f < schema.Observation.Count; f++) left = Take(left, batch.Observation(f));
        for (var f = 0; f < schema.Observation.Count; f++) left = Take(left, batch.Next(f));
        for (var k = 0; k < schema.Actions.Width; k++) left = Take(left, batch.Action(k));
        left = Take(left, batch.Terminated);
        Take(left, batch.Truncated);
        return batch;
    }

    private static int Columns(Schema schema) => 2 * schema.Observation.Count + schema.Actions.Width;

    private static Span<byte> Put<T>(Span<byte> to, ReadOnlySpan<T> column) where T : struct
    {
        var bytes = MemoryMarshal.AsBytes(column);
        bytes.CopyTo(to);
        return to[bytes.Length..];
    }

    private static ReadOnlySpan<byte> Take<T>(ReadOnlySpan<byte> from, Span<T> column) where T : struct
    {
        var bytes = MemoryMarshal.AsBytes(column);
        from[..bytes.Length].CopyTo(bytes);
        return from[bytes.Length..];
    }
}
