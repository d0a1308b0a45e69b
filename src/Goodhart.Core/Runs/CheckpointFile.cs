using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Goodhart.Runs;

/// <summary>
/// The bytes of a checkpoint: <c>GHCKPT01</c>, step (8 bytes), length of run.json (4 bytes), run.json, payload, payload length (8 bytes), SHA-256 of all before (32 bytes).
/// </summary>
/// <remarks>The length stands behind the payload, so that a payload of any size is written in one pass. It carries run.json so that a folder whose own copy is damaged can still be resumed.</remarks>
internal static class CheckpointFile
{
    private const int Head = 20, Tail = 40;

    private static ReadOnlySpan<byte> Magic => "GHCKPT01"u8;

    public static void Write(Stream stream, long step, string record, Action<BinaryWriter> write)
    {
        using var sha = SHA256.Create();
        using (var hashed = new CryptoStream(stream, sha, CryptoStreamMode.Write, leaveOpen: true))
        {
            var json = Encoding.UTF8.GetBytes(record);
            Span<byte> head = stackalloc byte[Head];
            Magic.CopyTo(head);
            BinaryPrimitives.WriteInt64LittleEndian(head[8..], step);
            BinaryPrimitives.WriteInt32LittleEndian(head[16..], json.Length);
            hashed.Write(head);
            hashed.Write(json);

            using var counted = new CountingStream(hashed);
            using (var writer = new BinaryWriter(counted, Encoding.UTF8, leaveOpen: true)) write(writer);
            BinaryPrimitives.WriteInt64LittleEndian(head, counted.Position);
            hashed.Write(head[..8]);
        }

        stream.Write(sha.Hash!);
    }

    /// <summary>Checks the whole file and returns its run.json.</summary>
    /// <exception cref="RunFolderException">It is cut off or damaged; the message says which.</exception>
    public static (long Step, string Record) Verify(string path)
    {
        using var stream = Open(path);
        var (step, json, payload) = Frame(stream, path);
        var left = stream.Length - 32;
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        for (stream.Position = 0; left > 0;)
        {
            var read = stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0) throw Damaged(path, "it shrank while it was read");
            sha.AppendData(buffer, 0, read);
            left -= read;
        }

        var stored = new byte[32];
        stream.ReadExactly(stored);
        if (!sha.GetHashAndReset().AsSpan().SequenceEqual(stored)) throw Damaged(path, "its content does not match its SHA-256");

        var record = new byte[json];
        stream.Position = Head;
        stream.ReadExactly(record);
        return (step, Encoding.UTF8.GetString(record));
    }

    /// <summary>Hands the payload to <paramref name="read"/>, which must read exactly all of it.</summary>
    /// <exception cref="RunFolderException">Damaged, or written by a different layout.</exception>
    public static void Read(string path, Action<BinaryReader> read)
    {
        Verify(path);
        using var stream = Open(path);
        var (_, json, payload) = Frame(stream, path);
        stream.Position = Head + json;
        try
        {
            using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
            read(reader);
        }
        catch (EndOfStreamException)
        {
            stream.Position = stream.Length;
        }

        var taken = stream.Position - Head - json;
        if (taken == payload) return;
        throw Damaged(path, $"it holds {payload} bytes of state where {(taken > payload ? "more" : taken)} were expected; another version or other options wrote it");
    }

    private static (long Step, int Json, long Payload) Frame(FileStream stream, string path)
    {
        if (stream.Length < Head + Tail) throw Damaged(path, $"cut off at {stream.Length} bytes");
        Span<byte> bytes = stackalloc byte[Head];
        stream.ReadExactly(bytes);
        if (!bytes[..8].SequenceEqual(Magic)) throw Damaged(path, "it does not start as a checkpoint of this version");
        var (step, json) = (BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]));

        stream.Position = stream.Length - Tail;
        stream.ReadExactly(bytes[..8]);
        var payload = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        if (json < 0 || payload < 0 || stream.Length - Head - Tail - json != payload) throw Damaged(path, $"cut off or damaged ({stream.Length} bytes)");
        return (step, json, payload);
    }

    private static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw RunFolderException.Reading(path, e);
        }
    }

    private static RunFolderException Damaged(string path, string why) => new($"Checkpoint '{path}' is not usable: {why}.", path);
}
