using System.Buffers.Binary;

namespace Goodhart.Runs;

/// <summary>TensorBoard's view of a section: event files of scalars, a new one at every start and resume.</summary>
/// <remarks>Frame (TFRecord): length (8 bytes), its masked CRC-32C, the event, its masked CRC-32C; all little-endian.</remarks>
internal sealed class EventFiles(string folder, Disk disk, TimeProvider clock) : IDisposable
{
    private const string Prefix = "events.out.tfevents.";
    private const string Kept = "The metrics themselves are in the metrics folder; only TensorBoard's copy stops here.";

    private readonly MemoryStream pending = new();
    private Stream? stream;
    private string path = "";
    private long whole;
    private long? purgeFrom;

    private string[] Existing => Directory.Exists(folder) ? Directory.GetFiles(folder, Prefix + "*") : [];

    /// <summary>Begins a new file that tells TensorBoard to forget what it has after <paramref name="step"/>.</summary>
    public void Restart(long step)
    {
        Dispose();
        if (Existing.Length == 0) return;
        purgeFrom = step + 1;
        Flush();
    }

    public void Add(long step, string tag, double value) => Frame(EventProto.Scalar(Now(), step, tag, (float)value));

    /// <summary>Writes what was added; on failure the file is cut back to its last whole event, so that a later attempt may go on.</summary>
    /// <exception cref="RunFolderException">Disk full or folder unwritable.</exception>
    public void Flush()
    {
        if (pending.Length == 0 && purgeFrom is null) return;
        if (stream is null) Open();
        try
        {
            pending.WriteTo(stream!);
            Disk.Flush(stream!);
            whole += pending.Length;
            pending.SetLength(0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            CutBack();
            throw RunFolderException.Writing(path, e, Kept);
        }
    }

    public void Dispose()
    {
        stream?.Dispose();
        stream = null;
        pending.SetLength(0);
    }

    private double Now() => clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;

    /// <summary>TensorBoard reads a folder's files in the order of their names, so a later file must sort later even if the clock stood still.</summary>
    private void Open()
    {
        var before = Existing;
        var seconds = clock.GetUtcNow().ToUnixTimeSeconds();
        foreach (var file in before)
            if (long.TryParse(Path.GetFileName(file)[Prefix.Length..].Split('.')[0], out var other)) seconds = Math.Max(seconds, other);
        path = Path.Combine(folder, $"{Prefix}{seconds:D10}.{before.Length:D5}.goodhart");
        stream = disk.Append(path, Kept);
        whole = 0;

        var body = pending.ToArray();
        pending.SetLength(0);
        Frame(EventProto.Version(Now()));
        if (purgeFrom is { } step) Frame(EventProto.Start(Now(), step));
        pending.Write(body);
        purgeFrom = null;
    }

    private void Frame(byte[] message)
    {
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteUInt64LittleEndian(head, (ulong)message.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], Crc32C.Masked(head[..8]));
        pending.Write(head);
        pending.Write(message);
        BinaryPrimitives.WriteUInt32LittleEndian(head, Crc32C.Masked(message));
        pending.Write(head[..4]);
    }

    private void CutBack()
    {
        try
        {
            stream!.SetLength(whole);
            stream.Position = whole;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // Readers of event files stop at the first broken frame by themselves.
        }
    }
}
