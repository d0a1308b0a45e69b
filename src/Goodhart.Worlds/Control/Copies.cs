using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Goodhart.Worlds.Control;

/// <summary>What every vectorised control world keeps per copy: columns, flags, the clock of its horizon and its randomness.</summary>
/// <remarks>
/// All arrays end in <see cref="Slack"/> unused elements, so that the last, partly filled vector may be loaded whole and stored back blended.
/// Randomness is counter-based: the words of episode e of copy n are a pure function of (seed, n, e), so a copy behaves the same in a batch of any size.
/// </remarks>
internal sealed class Copies
{
    /// <summary>Lanes of one vector; also the padding of every array.</summary>
    public const int Slack = 16;

    private readonly int fields, hidden;
    private readonly int[] ends, episodes;
    private readonly ulong[] seeds;
    private ulong seed;

    /// <param name="count">Number of copies.</param>
    /// <param name="fields">Observation columns.</param>
    /// <param name="hidden">Further columns that are state but not observed.</param>
    /// <param name="horizon">Steps until truncation, or null.</param>
    public Copies(int count, int fields, int hidden, int? horizon)
    {
        Count = Ensure.InRange(count, 1, (int.MaxValue - Slack) / Math.Max(fields, 1));
        Horizon = horizon is { } steps ? Ensure.Positive(steps, nameof(horizon)) : null;
        (this.fields, this.hidden) = (fields, hidden);
        Observation = new float[fields * count + Slack];
        Arrived = new float[fields * count + Slack];
        Hidden = new float[hidden * count + Slack];
        Terminated = new bool[count + Slack];
        Truncated = new bool[count + Slack];
        ends = new int[count + Slack];
        episodes = new int[count];
        seeds = new ulong[count];
    }

    public int Count { get; }

    public int? Horizon { get; }

    public float[] Observation { get; }

    public float[] Arrived { get; }

    public float[] Hidden { get; }

    public bool[] Terminated { get; }

    public bool[] Truncated { get; }

    /// <summary>The clock reading at which each copy is truncated; compared for equality, so that the clock may wrap around.</summary>
    public int[] Ends => ends;

    /// <summary>Steps since the beginning, modulo 2³².</summary>
    public int Clock { get; private set; }

    public ReadOnlySpan<float> ObservationView => Observation.AsSpan(0, fields * Count);

    public ReadOnlySpan<float> ArrivedView => Arrived.AsSpan(0, fields * Count);

    public void Begin(ulong newSeed)
    {
        Sow(newSeed);
        Clock = 0;
        Array.Clear(Terminated);
        Array.Clear(Truncated);
        Array.Clear(episodes);
    }

    public void Tick() => Clock = unchecked(Clock + 1);

    /// <summary>Opens the next episode of a copy and returns its two random words.</summary>
    public (ulong First, ulong Second) NextEpisode(int copy)
    {
        ends[copy] = unchecked(Clock + Horizon.GetValueOrDefault());
        var first = Generator.Derive(seeds[copy], (uint)episodes[copy]++);
        return (first, Generator.Derive(first, 1));
    }

    /// <summary>24 random bits as a uniform number on [−half, half).</summary>
    public static float Uniform(ulong bits, float half) => ((int)bits - (1 << 23)) * (half / (1 << 23));

    /// <summary>Writes the flags of copies n … n + 15 and returns the bits of those whose episode ended.</summary>
    /// <param name="n">First copy.</param>
    /// <param name="fell">One bit per copy that reached a terminal state.</param>
    /// <param name="live">How many of the sixteen exist.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Mark(int n, uint fell, int live)
    {
        var existing = (1u << live) - 1;
        fell &= existing;
        var late = 0u;
        if (Horizon.HasValue)
            late = (uint)Vector512.Equals(Vector512.LoadUnsafe(ref ends[n]), Vector512.Create(Clock)).ExtractMostSignificantBits() & existing & ~fell;
        Spread(fell).StoreUnsafe(ref Unsafe.As<bool, byte>(ref Terminated[n]));
        Spread(late).StoreUnsafe(ref Unsafe.As<bool, byte>(ref Truncated[n]));
        return fell | late;
    }

    /// <summary>Stores one vector into both columns, leaving lanes from <paramref name="live"/> on as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(Vector512<float> value, ref float arrived, ref float observation, int live)
    {
        if (live == Slack)
        {
            value.StoreUnsafe(ref arrived);
            value.StoreUnsafe(ref observation);
            return;
        }

        var mask = Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(live)).AsSingle();
        Vector512.ConditionalSelect(mask, value, Vector512.LoadUnsafe(ref arrived)).StoreUnsafe(ref arrived);
        Vector512.ConditionalSelect(mask, value, Vector512.LoadUnsafe(ref observation)).StoreUnsafe(ref observation);
    }

    /// <summary>One byte per bit of sixteen: 1 where it is set.</summary>
    private static Vector128<byte> Spread(uint bits) => Vector128.Create(SpreadByte(bits & 0xFF), SpreadByte(bits >> 8)).AsByte();

    private static ulong SpreadByte(uint bits) => ((bits * 0x0101010101010101UL & 0x8040201008040201UL) + 0x7F7F7F7F7F7F7F7FUL) >> 7 & 0x0101010101010101UL;

    public void Save(BinaryWriter writer, string world)
    {
        SavedWorld.WriteHeader(writer, world, Count);
        writer.Write(seed);
        writer.Write(Clock);
        writer.Write(MemoryMarshal.AsBytes(ObservationView));
        writer.Write(MemoryMarshal.AsBytes(ArrivedView));
        writer.Write(MemoryMarshal.AsBytes(Hidden.AsSpan(0, hidden * Count)));
        writer.Write(MemoryMarshal.AsBytes(Terminated.AsSpan(0, Count)));
        writer.Write(MemoryMarshal.AsBytes(Truncated.AsSpan(0, Count)));
        writer.Write(MemoryMarshal.AsBytes(ends.AsSpan(0, Count)));
        writer.Write(MemoryMarshal.AsBytes(episodes.AsSpan()));
    }

    /// <exception cref="InvalidDataException">The state is another world's, or of another number of copies.</exception>
    public void Load(BinaryReader reader, string world)
    {
        SavedWorld.RequireHeader(reader, world, Count);
        Sow(reader.ReadUInt64());
        Clock = reader.ReadInt32();
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(Observation.AsSpan(0, fields * Count)));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(Arrived.AsSpan(0, fields * Count)));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(Hidden.AsSpan(0, hidden * Count)));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(Terminated.AsSpan(0, Count)));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(Truncated.AsSpan(0, Count)));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(ends.AsSpan(0, Count)));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(episodes.AsSpan()));
    }

    private void Sow(ulong newSeed)
    {
        seed = newSeed;
        for (var n = 0; n < Count; n++) seeds[n] = Generator.Derive(seed, (ulong)n);
    }
}
