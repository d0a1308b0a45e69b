using System.Buffers.Binary;
using System.Text;

namespace Goodhart.Tests.Checkpoints;

/// <summary>Files put together by hand, so that a test says exactly what is wrong with them.</summary>
internal static class RawSafetensors
{
    public static byte[] Of(string header, int data) => Of(Encoding.UTF8.GetBytes(header), data);

    public static byte[] Of(byte[] header, int data) => [.. Length((ulong)header.Length), .. header, .. Enumerable.Range(0, data).Select(i => (byte)i)];

    public static byte[] Length(ulong length)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        return bytes;
    }
}
