using System.Buffers.Binary;
using System.IO.Compression;

namespace Goodhart.Data;

/// <summary>A file's bytes, unpacked if it is gzip (told by its first bytes, not by its name), bounded against decompression bombs.</summary>
/// <remarks>Nothing is held but the decompressor's window, so that a pipe or a file of any length can be read.</remarks>
internal sealed class ByteSource : IDisposable
{
    private const long BombsBegin = 64 << 20;

    private readonly Stream raw;
    private readonly Stream inner;
    private readonly Counted? packed;
    private readonly string file;
    private readonly RowLimits limits;
    private readonly long announced;
    private long read;

    private ByteSource(Stream raw, string file, RowLimits limits, ReadOnlySpan<byte> head, long announced)
    {
        (this.raw, this.file, this.limits, this.announced) = (raw, file, limits, announced);
        packed = new(raw, head);
        IsPacked = head is [0x1f, 0x8b, ..];
        inner = IsPacked ? new GZipStream(packed, CompressionMode.Decompress) : packed;
    }

    public bool IsPacked { get; }

    public static ByteSource Open(Stream raw, string file, RowLimits limits)
    {
        Span<byte> head = stackalloc byte[2];
        var announced = raw.CanSeek ? AnnouncedSize(raw) : 0;
        var count = raw.ReadAtLeast(head, 2, throwOnEndOfStream: false);
        var isPacked = head is [0x1f, 0x8b];
        return new(raw, file, limits, head[..count], isPacked ? announced : 0);
    }

    /// <summary>Bytes read, 0 at the end.</summary>
    public int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = inner.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw new DataFileException($"{file}: the gzip data is damaged or cut off after {read} unpacked bytes.", e);
        }

        if (count == 0 && !buffer.IsEmpty && read < announced) throw new DataFileException($"{file}: the gzip data is cut off after {read} unpacked bytes.");
        read += count;
        if (read > limits.MaxBytes) throw new DataFileException($"{file}: more than {limits.MaxBytes} bytes of text; raise MaxBytes if the file is meant.");
        if (IsPacked && read > BombsBegin && read / limits.MaxRatio > packed!.Count)
            throw new DataFileException($"{file}: {packed.Count} packed bytes hold more than {read} of text, as a decompression bomb does; raise MaxRatio if the file is meant.");
        return count;
    }

    public void Dispose()
    {
        inner.Dispose();
        raw.Dispose();
    }

    /// <summary>
    /// Unpacked size, modulo 4 GiB, that the last four bytes of a gzip file announce. A file cut off in the middle ends without complaint in GZipStream,
    /// but what then lies in its last four bytes nearly always announces more than was read; a file of several members announces less, as it speaks of its last.
    /// </summary>
    private static long AnnouncedSize(Stream packed)
    {
        var origin = packed.Position;
        if (packed.Length - origin < 18) return packed.Length == origin ? 0 : long.MaxValue;
        Span<byte> size = stackalloc byte[4];
        packed.Seek(-4, SeekOrigin.End);
        packed.ReadExactly(size);
        packed.Position = origin;
        return BinaryPrimitives.ReadUInt32LittleEndian(size);
    }

    /// <summary>The packed bytes, those read ahead first, and how many were taken.</summary>
    private sealed class Counted(Stream inner, ReadOnlySpan<byte> head) : Stream
    {
        private readonly byte[] head = [.. head];
        private int at;

        public long Count { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, head.Length - at);
            if (count > 0) head.AsSpan(at, count).CopyTo(buffer);
            else count = inner.Read(buffer);
            at = Math.Min(head.Length, at + count);
            Count += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
