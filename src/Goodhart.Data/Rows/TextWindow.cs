using System.Buffers;

namespace Goodhart.Data;

/// <summary>The stretch of a text that is looked at: it grows to hold one row and slides over the file, in pooled memory.</summary>
internal sealed class TextWindow(ByteSource source) : IDisposable
{
    private const int First = 1 << 18;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(First);
    private int start, end;

    /// <summary>Line, from 1, on which <see cref="Unread"/> begins.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>What has been read and not taken; valid until the next <see cref="Fill"/>.</summary>
    public ReadOnlySpan<byte> Unread => buffer.AsSpan(start, end - start);

    /// <summary>The first bytes of <see cref="Unread"/>; valid until the next <see cref="Fill"/>.</summary>
    public ReadOnlyMemory<byte> Ahead(int count) => buffer.AsMemory(start, count);

    /// <summary>Takes bytes, counting their line breaks unless the caller has.</summary>
    public void Take(int count)
    {
        Line += buffer.AsSpan(start, count).Count((byte)'\n');
        start += count;
    }

    /// <summary>Reads on behind what is unread; false at the end of the file.</summary>
    public bool Fill()
    {
        if (start > 0 && (start == end || end == buffer.Length))
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        if (end == buffer.Length) Grow();
        var count = source.Read(buffer.AsSpan(end));
        end += count;
        return count > 0;
    }

    /// <summary>Takes white space, and a comma if one may stand here; the byte after it without taking it, −1 at the end of the file.</summary>
    public int Next(bool comma = false)
    {
        while (true)
        {
            var unread = Unread;
            var at = unread.IndexOfAnyExcept(" \t\r\n"u8);
            if (at < 0)
            {
                Take(unread.Length);
                if (!Fill()) return -1;
                continue;
            }

            var next = unread[at];
            Take(at);
            if (next != ',' || !comma) return next;
            Take(1);
            comma = false;
        }
    }

    /// <summary>Takes everything up to and including the next line break.</summary>
    public void SkipLine()
    {
        while (true)
        {
            var at = Unread.IndexOf((byte)'\n');
            Take(at < 0 ? Unread.Length : at + 1);
            if (at >= 0 || !Fill()) return;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        (start, end) = (0, 0);
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(start, end - start).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        (buffer, start, end) = (larger, 0, end - start);
    }
}
