namespace Goodhart.Tests.Worlds;

/// <summary>Reads animated GIFs after the GIF89a specification, apart from the writer that it tests: a table of strings instead of prefixes.</summary>
internal sealed class GifReader
{
    private readonly byte[] bytes;
    private readonly uint[] palette = new uint[256];
    private readonly uint[] screen;
    private int at;

    private GifReader(byte[] bytes)
    {
        this.bytes = bytes;
        Assert.Equal("GIF89a", System.Text.Encoding.ASCII.GetString(bytes, 0, 6));
        (Width, Height) = (BitConverter.ToUInt16(bytes, 6), BitConverter.ToUInt16(bytes, 8));
        Assert.Equal(0xF7, bytes[10]);
        for (var i = 0; i < 256; i++) palette[i] = (uint)(bytes[13 + 3 * i] | bytes[14 + 3 * i] << 8 | bytes[15 + 3 * i] << 16);
        screen = new uint[Width * Height];
        at = 13 + 3 * 256;
    }

    public int Width { get; }

    public int Height { get; }

    public bool Loops { get; private set; }

    /// <summary>Whole pictures, 0xBBGGRR, with their delays.</summary>
    public List<(uint[] Pixels, int Delay)> Frames { get; } = [];

    public static GifReader Read(byte[] bytes)
    {
        var gif = new GifReader(bytes);
        var delay = 0;
        while (true)
        {
            switch (bytes[gif.at++])
            {
                case 0x21:
                    var label = bytes[gif.at++];
                    var data = gif.Blocks();
                    if (label == 0xF9) delay = data[1] | data[2] << 8;
                    if (label == 0xFF) gif.Loops = System.Text.Encoding.ASCII.GetString(data, 0, 11) == "NETSCAPE2.0" && data[11..] is [1, 0, 0];
                    break;
                case 0x2C:
                    gif.Image();
                    gif.Frames.Add(([.. gif.screen], delay));
                    break;
                default:
                    Assert.Equal(bytes.Length, gif.at);
                    Assert.Equal(0x3B, bytes[^1]);
                    return gif;
            }
        }
    }

    private byte[] Blocks()
    {
        List<byte> all = [];
        for (int length = bytes[at++]; length > 0; length = bytes[at++])
        {
            all.AddRange(bytes.AsSpan(at, length));
            at += length;
        }

        return [.. all];
    }

    private void Image()
    {
        int Number(int offset) => BitConverter.ToUInt16(bytes, at + offset);
        var (left, top, width, height) = (Number(0), Number(2), Number(4), Number(6));
        Assert.Equal(0, bytes[at + 8]);
        Assert.Equal(8, bytes[at + 9]);
        at += 10;
        var pixels = Expand(Blocks());
        Assert.Equal(width * height, pixels.Count);
        for (var i = 0; i < pixels.Count; i++) screen[(top + i / width) * Width + left + i % width] = palette[pixels[i]];
    }

    private static List<byte> Expand(byte[] data)
    {
        List<byte> output = [];
        List<byte[]> table = [];
        var (bit, width, last) = (0, 9, (byte[]?)null);
        while (true)
        {
            var code = 0;
            for (var b = 0; b < width; b++, bit++) code |= (data[bit / 8] >> (bit % 8) & 1) << b;
            if (code == 257) return output;
            if (code == 256)
            {
                table = [.. Enumerable.Range(0, 258).Select(i => new[] { (byte)i })];
                (width, last) = (9, null);
                continue;
            }

            var entry = code < table.Count ? table[code] : [.. last!, last![0]];
            Assert.True(code <= table.Count);
            output.AddRange(entry);
            if (last is not null && table.Count < 4096) table.Add([.. last, entry[0]]);
            last = entry;
            if (table.Count == 1 << width && width < 12) width++;
        }
    }
}
