using System.Numerics;

namespace Goodhart.Runs;

/// <summary>CRC-32C (Castagnoli), as TFRecord frames use it.</summary>
internal static class Crc32C
{
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }

    /// <summary>Rotated and offset, so that a checksum of data that itself holds checksums stays a good one (TFRecord's "masked" form).</summary>
    public static uint Masked(ReadOnlySpan<byte> bytes) => BitOperations.RotateRight(Of(bytes), 15) + 0xa282ead8u;
}
