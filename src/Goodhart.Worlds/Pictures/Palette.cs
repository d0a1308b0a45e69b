namespace Goodhart.Worlds.Pictures;

/// <summary>At most 256 colours for a film: the most frequent ones, which for flat drawings are all but some edges; any other colour becomes the nearest.</summary>
internal sealed class Palette
{
    private readonly Dictionary<uint, byte> indices = [];

    /// <param name="frames">Pixels, red in the lowest byte. // (frames)(pixels)</param>
    public Palette(IEnumerable<uint[]> frames)
    {
        var counts = new Dictionary<uint, int>();
        foreach (var frame in frames)
            foreach (var pixel in frame) System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, pixel & 0xFFFFFF, out _)++;
        Colours = [.. counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key).Take(256).Select(c => c.Key)];
        for (var i = 0; i < Colours.Length; i++) indices[Colours[i]] = (byte)i;
    }

    /// <summary>0xBBGGRR.</summary>
    public uint[] Colours { get; }

    public byte IndexOf(uint pixel)
    {
        var colour = pixel & 0xFFFFFF;
        if (!indices.TryGetValue(colour, out var index)) indices[colour] = index = Nearest(colour);
        return index;
    }

    private byte Nearest(uint colour)
    {
        var (best, least) = (0, int.MaxValue);
        for (var i = 0; i < Colours.Length; i++)
        {
            int r = Channel(colour, Colours[i], 0), g = Channel(colour, Colours[i], 8), b = Channel(colour, Colours[i], 16);
            var distance = 3 * r * r + 6 * g * g + b * b;   // the eye is least exact in blue
            if (distance < least) (best, least) = (i, distance);
        }

        return (byte)best;
    }

    private static int Channel(uint a, uint b, int shift) => (int)(a >> shift & 0xFF) - (int)(b >> shift & 0xFF);
}
