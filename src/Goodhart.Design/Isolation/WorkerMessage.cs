using System.Buffers.Binary;

namespace Goodhart.Design;

/// <summary>What is said between host and worker: a length (4 bytes, little-endian), a kind (1 byte) and that many bytes less one.</summary>
internal enum WorkerMessage : byte
{
    Compile = 1, Score, Begin, Save, Load,
    Ready = 64, Refused, Scored, Done, Saved, Threw,
}

/// <summary>Reads and writes whole messages.</summary>
internal static class WorkerFrame
{
    /// <summary>Longest message that is believed, bytes.</summary>
    public const int Longest = 256 << 20;

    public static void Write(Stream stream, WorkerMessage kind, ReadOnlySpan<byte> content)
    {
        Span<byte> head = stackalloc byte[5];
        BinaryPrimitives.WriteInt32LittleEndian(head, content.Length + 1);
        head[4] = (byte)kind;
        stream.Write(head);
        stream.Write(content);
        stream.Flush();
    }

    /// <summary>The next message; null at the end of the stream, also when it ends within a message.</summary>
    /// <exception cref="InvalidDataException">Its length is none.</exception>
    public static (WorkerMessage Kind, byte[] Content)? Read(Stream stream)
    {
        var head = new byte[5];
        if (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length) return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(head) - 1;
        if (length is < 0 or > Longest) throw new InvalidDataException($"a message of {length + 1L} bytes");
        var content = new byte[length];
        return stream.ReadAtLeast(content, length, throwOnEndOfStream: false) < length ? null : ((WorkerMessage)head[4], content);
    }
}
