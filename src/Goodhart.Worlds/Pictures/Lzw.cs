namespace Goodhart.Worlds.Pictures;

/// <summary>GIF's variant of Lempel–Ziv–Welch over bytes: codes of 9 to 12 bits, lowest bit first, in blocks of at most 255 bytes.</summary>
internal static class Lzw
{
    private const int Clear = 256, End = 257, First = 258, Most = 4096;

    /// <summary>Writes the width of a symbol, the blocks and the empty block at the end.</summary>
    public static void Write(BinaryWriter writer, ReadOnlySpan<byte> pixels)
    {
        writer.Write((byte)8);
        var codes = new Codes(writer);
        var known = new Dictionary<int, int>();   // (code of a prefix, next byte) → code of both
        var next = First;
        codes.Put(Clear);
        int prefix = pixels[0];
        foreach (var pixel in pixels[1..])
        {
            var key = prefix << 8 | pixel;
            if (known.TryGetValue(key, out var longer))
            {
                prefix = longer;
                continue;
            }

            codes.Put(prefix);
            prefix = pixel;
            if (next < Most)
            {
                // A reader knows this code one code later than the writer, so the width grows only when the code after it would not fit.
                if (next == 1 << codes.Width) codes.Width++;
                known[key] = next++;
                continue;
            }

            codes.Put(Clear);
            known.Clear();
            (next, codes.Width) = (First, 9);
        }

        codes.Put(prefix);
        if (next < Most && next == 1 << codes.Width) codes.Width++;
        codes.Put(End);
        codes.Finish();
    }

    private sealed class Codes(BinaryWriter writer)
    {
        private readonly byte[] block = new byte[255];
        private int bits, held, used;

        /// <summary>Bits per code.</summary>
        public int Width { get; set; } = 9;

        public void Put(int code)
        {
            bits |= code << held;
            held += Width;
            for (; held >= 8; held -= 8, bits >>= 8) Add((byte)bits);
        }

        public void Finish()
        {
            if (held > 0) Add((byte)bits);
            Flush();
            writer.Write((byte)0);
        }

        private void Add(byte value)
        {
            block[used++] = value;
            if (used == block.Length) Flush();
        }

        private void Flush()
        {
            if (used == 0) return;
            writer.Write((byte)used);
            writer.Write(block, 0, used);
            used = 0;
        }
    }
}
