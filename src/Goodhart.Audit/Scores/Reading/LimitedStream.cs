using System.Buffers.Binary;
using System.IO.Compression;

namespace Goodhart.Audit.Scores;

/// <summary>A file's text, unpacked if it is gzip (told by its first bytes, not by its name), with a bound against decompression bombs.</summary>
internal sealed class LimitedStream(Stream inner, string file, long limit, long announced) : IDisposable
{
    private readonly byte[] ahead = new byte[1 << 12];
    private int aheadAt, aheadEnd;
    private long read;

    public static LimitedStream Open(Stream raw, string file, long limit)
    {
        var seekable = raw.CanSeek ? raw : Copy(raw, file, limit);
        var origin = seekable.Position;
        int first = seekable.ReadByte(), second = seekable.ReadByte();
        seekable.Position = origin;
        return (first, second) == (0x1f, 0x8b)
            ? new(new GZipStream(seekable, CompressionMode.Decompress), file, limit, AnnouncedSize(seekable, origin))
            : new(seekable, file, limit, announced: 0);
    }

    /// <summary>First byte that is neither white space nor a byte-order mark, without taking anything; −1 if there is none among the first 4096.</summary>
    public int FirstCharacter()
    {
        for (int count; aheadEnd < ahead.Length && (count = ReadInner(ahead.AsSpan(aheadEnd))) > 0;)
        {
            aheadEnd += count;
            foreach (var b in ahead.AsSpan(0, aheadEnd))
                if (b is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0xEF or 0xBB or 0xBF)) return b;
        }

        return -1;
    }

    /// <summary>Bytes read, 0 at the end.</summary>
    public int Read(Span<byte> buffer)
    {
        if (aheadAt == aheadEnd) return ReadInner(buffer);
        var count = Math.Min(buffer.Length, aheadEnd - aheadAt);
        ahead.AsSpan(aheadAt, count).CopyTo(buffer);
        aheadAt += count;
        return count;
    }

    public void Dispose() => inner.Dispose();

    /// <summary>
    /// Unpacked size that the last four bytes of a gzip file announce. A file cut off in the middle ends without complaint in GZipStream, but what then lies
    /// in its last four bytes nearly always announces more than was read; a file of several members announces less, as it speaks of its last member.
    /// </summary>
    private static long AnnouncedSize(Stream packed, long origin)
    {
        Span<byte> size = stackalloc byte[4];
        if (packed.Length - origin < 18) return long.MaxValue;
        packed.Seek(-4, SeekOrigin.End);
        packed.ReadExactly(size);
        packed.Position = origin;
        return BinaryPrimitives.ReadUInt32LittleEndian(size);
    }

    /// <summary>A pipe cannot be looked into and rewound, so it is taken into memory.</summary>
    private static MemoryStream Copy(Stream pipe, string file, long limit)
    {
        var copy = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int count; (count = pipe.Read(buffer)) > 0;)
        {
            copy.Write(buffer, 0, count);
            if (copy.Length > limit) throw new ScoreFileException($"{file}: more than {limit} bytes; raise MaxBytes if the file is meant.");
        }

        copy.Position = 0;
        return copy;
    }

    private int ReadInner(Span<byte> buffer)
    {
        int count;
        try
        {
            count = inner.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw new ScoreFileException($"{file}: the gzip data is damaged or truncated after {read} unpacked bytes.", e);
        }

        if (count == 0 && !buffer.IsEmpty && read < announced) throw new ScoreFileException($"{file}: the gzip data is truncated after {read} unpacked bytes.");
        if ((read += count) > limit) throw new ScoreFileException($"{file}: more than {limit} bytes of text; raise MaxBytes if the file is meant.");
        return count;
    }
}
