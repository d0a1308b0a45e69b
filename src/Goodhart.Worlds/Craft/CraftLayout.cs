namespace Goodhart.Worlds.Craft;

/// <summary>Draws the land of one episode: ores with lava around them, trees, and a start from which a tree and every ore can be walked to.</summary>
internal static class CraftLayout
{
    private static readonly int[] around = [-CraftRules.Stride - 1, -CraftRules.Stride, -CraftRules.Stride + 1, -1, 1, CraftRules.Stride - 1, CraftRules.Stride, CraftRules.Stride + 1];

    /// <summary>Fills the map and returns where the agent starts. // map: (Area)</summary>
    public static int Draw(CraftOptions options, Generator rng, Span<byte> map)
    {
        while (true)
        {
            Clear(map);
            for (var i = 0; i < options.Ores; i++) PlaceOre(options.Lava, rng, map);
            for (var i = 0; i < options.Trees; i++) PlaceTree(rng, map);
            var start = Pick(rng, map, 0);
            if (Solvable(map, start, options.Ores)) return start;
        }
    }

    private static void Clear(Span<byte> map)
    {
        map.Fill((byte)Kind.Wall);
        for (var y = 0; y < CraftRules.Size; y++) map.Slice(CraftRules.At(0, y), CraftRules.Size).Clear();
    }

    // Two rings of floor around an ore keep its lava apart from the next one's. Where no place is found, the land is drawn anew.
    private static void PlaceOre(int lava, Generator rng, Span<byte> map)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            var at = Pick(rng, map, 1);
            if (!Alone(map, at)) continue;
            map[at] = (byte)Kind.Ore;
            Span<int> ring = stackalloc int[around.Length];
            around.CopyTo(ring);
            rng.Shuffle(ring);
            foreach (var offset in ring[..lava]) map[at + offset] = (byte)Kind.Lava;
            return;
        }
    }

    private static void PlaceTree(Generator rng, Span<byte> map)
    {
        int at;
        do at = Pick(rng, map, 0);
        while (Beside(map, at, Kind.Ore));
        map[at] = (byte)Kind.Tree;
    }

    private static int Pick(Generator rng, ReadOnlySpan<byte> map, int margin)
    {
        while (true)
        {
            var at = CraftRules.At(margin + rng.NextInt(CraftRules.Size - 2 * margin), margin + rng.NextInt(CraftRules.Size - 2 * margin));
            if (map[at] == (byte)Kind.Floor) return at;
        }
    }

    private static bool Alone(ReadOnlySpan<byte> map, int at)
    {
        for (var dy = -2; dy <= 2; dy++)
            for (var dx = -2; dx <= 2; dx++)
                if (map[at + dy * CraftRules.Stride + dx] is (byte)Kind.Ore or (byte)Kind.Lava) return false;
        return true;
    }

    private static bool Beside(ReadOnlySpan<byte> map, int at, Kind kind)
    {
        foreach (var offset in around)
            if (map[at + offset] == (byte)kind) return true;
        return false;
    }

    /// <summary>Floods the floor from the start: a tree and every ore must be touched.</summary>
    private static bool Solvable(ReadOnlySpan<byte> map, int start, int all)
    {
        Span<bool> seen = stackalloc bool[CraftRules.Area];
        Span<int> queue = stackalloc int[CraftRules.Area];
        seen.Clear();
        (queue[0], seen[start]) = (start, true);
        var (trees, ores) = (0, 0);
        for (int head = 0, tail = 1; head < tail; head++)
        {
            foreach (var move in CraftRules.Moves)
            {
                var to = queue[head] + move;
                if (seen[to] || map[to] is (byte)Kind.Wall or (byte)Kind.Lava) continue;
                seen[to] = true;
                if (map[to] == (byte)Kind.Tree) trees++;
                else if (map[to] == (byte)Kind.Ore) ores++;
                else queue[tail++] = to;
            }
        }

        return trees > 0 && ores == all;
    }
}
