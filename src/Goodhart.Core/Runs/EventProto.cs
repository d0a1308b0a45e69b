using System.Buffers.Binary;
using System.Text;

namespace Goodhart.Runs;

/// <summary>The few protocol-buffer messages of a TensorBoard event file, encoded by hand (tensorflow/core/util/event.proto).</summary>
internal static class EventProto
{
    private const int Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5;

    /// <summary>First event of every file.</summary>
    public static byte[] Version(double wallTime) => Event(wallTime, 0, 3, Encoding.UTF8.GetBytes("brain.Event:2"));

    /// <summary>Event.session_log {status: START}: TensorBoard drops what it has of this step and later ones.</summary>
    public static byte[] Start(double wallTime, long step) => Event(wallTime, step, 7, [Key(1, Varint), 1]);

    /// <summary>Event.summary {value {tag, simple_value}}.</summary>
    public static byte[] Scalar(double wallTime, long step, string tag, float value)
    {
        var entry = new List<byte>();
        AddBytes(entry, 1, Encoding.UTF8.GetBytes(tag));
        entry.Add(Key(2, Fixed32));
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(number, value);
        entry.AddRange(number);

        var summary = new List<byte>();
        AddBytes(summary, 1, [.. entry]);
        return Event(wallTime, step, 5, [.. summary]);
    }

    private static byte[] Event(double wallTime, long step, int field, byte[] content)
    {
        var message = new List<byte> { Key(1, Fixed64) };
        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(time, wallTime);
        message.AddRange(time);
        message.Add(Key(2, Varint));
        AddVarint(message, (ulong)step);
        AddBytes(message, field, content);
        return [.. message];
    }

    private static void AddBytes(List<byte> message, int field, byte[] content)
    {
        message.Add(Key(field, Bytes));
        AddVarint(message, (ulong)content.Length);
        message.AddRange(content);
    }

    private static void AddVarint(List<byte> message, ulong value)
    {
        for (; value >= 0x80; value >>= 7) message.Add((byte)(value | 0x80));
        message.Add((byte)value);
    }

    private static byte Key(int field, int wire) => (byte)(field << 3 | wire);
}
