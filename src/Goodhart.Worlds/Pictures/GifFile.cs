namespace Goodhart.Worlds.Pictures;

/// <summary>Animated GIF (GIF89a, with NETSCAPE's extension for playing for ever): one palette, and of each picture the rectangle that changed.</summary>
internal static class GifFile
{
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="frames">Pixels, red in the lowest byte; opaque. // (frames)(height·width)</param>
    /// <param name="delay">Hundredths of a second each frame is shown.</param>
    public static byte[] Encode(int width, int height, IReadOnlyList<uint[]> frames, Func<int, int> delay)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        var palette = new Palette(frames);
        Head(writer, width, height, palette);
        byte[]? before = null;
        for (var i = 0; i < frames.Count; i++)
        {
            var now = Array.ConvertAll(frames[i], palette.IndexOf);
            Image(writer, now, Changed(before, now, width, height), width, delay(i));
            before = now;
        }

        writer.Write((byte)0x3B);
        return stream.ToArray();
    }

    private static void Head(BinaryWriter writer, int width, int height, Palette palette)
    {
        writer.Write("GIF89a"u8);
        writer.Write((ushort)width);
        writer.Write((ushort)height);
        writer.Write([0xF7, 0, 0]);   // global table of 256 colours, 8 bits per channel; background; square pixels
        for (var i = 0; i < 256; i++)
        {
            var colour = i < palette.Colours.Length ? palette.Colours[i] : 0;
            writer.Write([(byte)colour, (byte)(colour >> 8), (byte)(colour >> 16)]);
        }

        writer.Write([0x21, 0xFF, 11]);
        writer.Write("NETSCAPE2.0"u8);
        writer.Write([3, 1, 0, 0, 0]);   // loop without end
    }

    private static void Image(BinaryWriter writer, byte[] pixels, (int X, int Y, int Width, int Height) part, int stride, int delay)
    {
        writer.Write([0x21, 0xF9, 4, 1 << 2]);   // leave this picture in place for the next to draw over
        writer.Write((ushort)delay);
        writer.Write([0, 0, 0x2C]);
        foreach (var number in new[] { part.X, part.Y, part.Width, part.Height }) writer.Write((ushort)number);
        writer.Write((byte)0);
        var cut = new byte[part.Width * part.Height];
        for (var y = 0; y < part.Height; y++) pixels.AsSpan((part.Y + y) * stride + part.X, part.Width).CopyTo(cut.AsSpan(y * part.Width));
        Lzw.Write(writer, cut);
    }

    /// <summary>The smallest rectangle that holds every change; one pixel where nothing changed, since a picture must not be empty.</summary>
    private static (int X, int Y, int Width, int Height) Changed(byte[]? before, byte[] now, int width, int height)
    {
        if (before is null) return (0, 0, width, height);
        int left = width, right = -1, top = height, bottom = -1;
        for (var i = 0; i < now.Length; i++)
        {
            if (now[i] == before[i]) continue;
            (left, right) = (Math.Min(left, i % width), Math.Max(right, i % width));
            (top, bottom) = (Math.Min(top, i / width), Math.Max(bottom, i / width));
        }

        return right < 0 ? (0, 0, 1, 1) : (left, top, right - left + 1, bottom - top + 1);
    }
}
