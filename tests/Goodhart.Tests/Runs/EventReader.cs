using System.Buffers.Binary;
using System.Text;

namespace Goodhart.Tests;

/// <summary>A reader of TensorBoard event files that shares nothing with the writer: bitwise CRC, its own protocol-buffer walk, TensorBoard's purge rule.</summary>
internal static class EventReader
{
    public sealed record Event(double WallTime, long Step, string? Version, int? Session, IReadOnlyList<(string Tag, float Value)> Scalars);

    public static List<Event> File(string path)
    {
        var events = new List<Event>();
        ReadOnlySpan<byte> rest = System.IO.File.ReadAllBytes(path);
        while (rest.Length > 0)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(rest);
            Assert.Equal(Masked(rest[..8]), BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]));
            var body = rest.Slice(12, length);
            Assert.Equal(Masked(body), BinaryPrimitives.ReadUInt32LittleEndian(rest[(12 + length)..]));
            events.Add(Parse(body));
            rest = rest[(16 + length)..];
        }

        return events;
    }

    /// <summary>What TensorBoard shows of a folder: files by name; SessionLog START at step s drops what is there at s and after.</summary>
    public static List<(long Step, string Tag, float Value)> Shown(string folder)
    {
        var shown = new List<(long Step, string Tag, float Value)>();
        foreach (var file in Directory.GetFiles(folder, "*tfevents*").Order(StringComparer.Ordinal))
            foreach (var e in File(file))
            {
                if (e.Session == 1) shown.RemoveAll(s => s.Step >= e.Step);
                shown.AddRange(e.Scalars.Select(s => (e.Step, s.Tag, s.Value)));
            }

        return shown;
    }

    /// <summary>The polynomial one bit at a time: reflected 0x1EDC6F41.</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? crc >> 1 ^ 0x82F63B78u : crc >> 1;
        }

        return crc ^ 0xFFFFFFFFu;
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = Crc(bytes);
        return unchecked((crc >> 15 | crc << 17) + 0xa282ead8u);
    }

    private static Event Parse(ReadOnlySpan<byte> body)
    {
        var (time, step, version, session, scalars) = (0.0, 0L, (string?)null, (int?)null, new List<(string, float)>());
        foreach (var (field, number, bytes) in Fields(body))
        {
            if (field == 1) time = BitConverter.Int64BitsToDouble((long)number);
            if (field == 2) step = (long)number;
            if (field == 3) version = Encoding.UTF8.GetString(bytes);
            if (field == 7) session = (int)Fields(bytes).Single(f => f.Field == 1).Number;
            if (field != 5) continue;
            foreach (var entry in Fields(bytes).Where(f => f.Field == 1))
            {
                var parts = Fields(entry.Bytes);
                scalars.Add((Encoding.UTF8.GetString(parts.Single(p => p.Field == 1).Bytes), BitConverter.UInt32BitsToSingle((uint)parts.Single(p => p.Field == 2).Number)));
            }
        }

        return new(time, step, version, session, scalars);
    }

    private static List<(int Field, ulong Number, byte[] Bytes)> Fields(ReadOnlySpan<byte> message)
    {
        var fields = new List<(int, ulong, byte[])>();
        while (message.Length > 0)
        {
            var key = Varint(ref message);
            var (field, wire) = ((int)(key >> 3), (int)(key & 7));
            var (number, bytes, taken) = wire switch
            {
                0 => (Varint(ref message), Array.Empty<byte>(), 0),
                1 => (BinaryPrimitives.ReadUInt64LittleEndian(message), [], 8),
                5 => (BinaryPrimitives.ReadUInt32LittleEndian(message), [], 4),
                2 when (int)Varint(ref message) is var length => (0UL, message[..length].ToArray(), length),
                _ => throw new InvalidDataException($"wire type {wire}"),
            };
            fields.Add((field, number, bytes));
            message = message[taken..];
        }

        return fields;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> message)
    {
        for (var (value, shift) = (0UL, 0); ; shift += 7)
        {
            var b = message[0];
            message = message[1..];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }
    }
}
