using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace Goodhart.Worlds.Craft;

/// <summary>
/// A land of 15×15 cells in which a pickaxe is made of wood and diamonds are mined, each ore beset with lava; another land every episode, of which
/// the agent sees three cells around itself. After the diamond tasks of Auto MC-Reward (2024), without their images.
/// </summary>
/// <remarks>
/// Walking into a tree gives a piece of wood (the tree stays), crafting turns <see cref="CraftOptions.Wood"/> pieces into the pickaxe, walking into ore with it gives the diamond
/// and ends the episode, walking into lava ends it too. Trees, ore and the border stop the agent. Copy n's e-th land is a function of (seed, n, e) alone, and nothing
/// else is random, so a copy behaves the same in a batch of any size.
/// </remarks>
public sealed class CraftWorld : IWorld, IPictured
{
    private readonly CraftOptions options;
    private readonly byte[] maps;             // (Count × Area), and eight bytes to read beyond the last window
    private readonly bool[] visited;          // (Count × Area)
    private readonly int[] at, wood, cells, age, episodes;
    private readonly bool[] pickaxe, diamond, dead, terminated, truncated;
    private readonly float[] observation, arrived;
    private ulong seed;

    /// <param name="count">Number of copies.</param>
    /// <param name="horizon">Steps until truncation; null for never.</param>
    /// <param name="options">The land; its defaults when null.</param>
    public CraftWorld(int count, int? horizon = CraftRules.Horizon, CraftOptions? options = null)
    {
        this.options = (options ?? new()).Checked();
        Count = Ensure.Positive(count);
        Horizon = horizon is { } steps ? Ensure.Positive(steps, nameof(horizon)) : null;
        Schema = CraftFields.Schema(this.options, horizon);
        (maps, visited) = (new byte[count * CraftRules.Area + sizeof(ulong)], new bool[count * CraftRules.Area]);
        (at, wood, cells, age, episodes) = (new int[count], new int[count], new int[count], new int[count], new int[count]);
        (pickaxe, diamond, dead, terminated, truncated) = (new bool[count], new bool[count], new bool[count], new bool[count], new bool[count]);
        (observation, arrived) = (new float[CraftFields.Count * count], new float[CraftFields.Count * count]);
        Reset(0);
    }

    public string Name => "craft";

    public Schema Schema { get; }

    public int Count { get; }

    public Autoreset Autoreset => Autoreset.SameStep;

    public int? Horizon { get; }

    public IReadOnlyList<IReward<Transitions>> Rewards => CraftRewards.All;

    public ReadOnlySpan<float> Observation => observation;

    public ReadOnlySpan<float> Arrived => arrived;

    public ReadOnlySpan<int> State => [];

    public ReadOnlySpan<int> ArrivedState => [];

    public ReadOnlySpan<bool> Terminated => terminated;

    public ReadOnlySpan<bool> Truncated => truncated;

    public float Aspect => CraftPicture.Aspect;

    public void Draw(SKCanvas canvas, ReadOnlySpan<float> observation) => CraftPicture.Draw(canvas, observation);

    public void Reset(ulong seed)
    {
        this.seed = seed;
        episodes.AsSpan().Clear();
        terminated.AsSpan().Clear();
        truncated.AsSpan().Clear();
        for (var n = 0; n < Count; n++) Restart(n);
        Look(observation, 0, Count);
        observation.CopyTo(arrived.AsSpan());
    }

    /// <param name="actions">0 up, 1 down, 2 left, 3 right, 4 craft. // (Count)</param>
    /// <exception cref="ArgumentException">The length is not <see cref="Count"/>, or an action is no such number; nothing has moved then.</exception>
    public void Step(ReadOnlySpan<float> actions)
    {
        Ensure.SameLength(actions.Length, Count);
        foreach (var action in actions)
            if (!(action >= 0 && action < CraftRules.Actions && action == (int)action)) throw Unknown(actions);
        for (var n = 0; n < Count; n++) Act(n, (int)actions[n]);
        Look(arrived, 0, Count);
        arrived.CopyTo(observation.AsSpan());
        for (var n = 0; n < Count; n++)
        {
            if (!terminated[n] && !truncated[n]) continue;
            Restart(n);
            Look(observation, n, 1);
        }
    }

    public void Save(BinaryWriter writer)
    {
        SavedWorld.WriteHeader(writer, Name, Count);
        writer.Write(seed);
        writer.Write(maps.AsSpan(0, Count * CraftRules.Area));
        foreach (var numbers in Numbers) writer.Write(MemoryMarshal.AsBytes(numbers.AsSpan()));
        foreach (var flags in Flags) writer.Write(MemoryMarshal.AsBytes(flags.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(arrived.AsSpan()));
    }

    public void Load(BinaryReader reader)
    {
        SavedWorld.RequireHeader(reader, Name, Count);
        seed = reader.ReadUInt64();
        reader.BaseStream.ReadExactly(maps.AsSpan(0, Count * CraftRules.Area));
        foreach (var numbers in Numbers) reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(numbers.AsSpan()));
        foreach (var flags in Flags) reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(flags.AsSpan()));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(arrived.AsSpan()));
        Look(observation, 0, Count);
    }

    private int[][] Numbers => [at, wood, cells, age, episodes];

    private bool[][] Flags => [visited, pickaxe, diamond, dead, terminated, truncated];

    private void Act(int n, int action)
    {
        if (action == CraftRules.Make) Craft(n);
        else Move(n, at[n] + CraftRules.Moves[action]);
        age[n]++;
        terminated[n] = diamond[n] || dead[n];
        truncated[n] = !terminated[n] && age[n] >= Horizon;
    }

    private void Craft(int n)
    {
        if (pickaxe[n] || wood[n] < options.Wood) return;
        wood[n] -= options.Wood;
        pickaxe[n] = true;
    }

    private void Move(int n, int to)
    {
        var kind = (Kind)maps[n * CraftRules.Area + to];
        if (kind == Kind.Tree) wood[n] = Math.Min(wood[n] + 1, CraftRules.MostWood);
        if (kind == Kind.Ore) diamond[n] = pickaxe[n];
        if (kind is not (Kind.Floor or Kind.Lava)) return;
        dead[n] = kind == Kind.Lava;
        at[n] = to;
        ref var been = ref visited[n * CraftRules.Area + to];
        if (!been) cells[n]++;
        been = true;
    }

    private void Restart(int n)
    {
        var rng = new Generator(Generator.Derive(Generator.Derive(seed, (ulong)n), (ulong)episodes[n]++));
        at[n] = CraftLayout.Draw(options, rng, maps.AsSpan(n * CraftRules.Area, CraftRules.Area));
        visited.AsSpan(n * CraftRules.Area, CraftRules.Area).Clear();
        visited[n * CraftRules.Area + at[n]] = true;
        (wood[n], cells[n], age[n], pickaxe[n], diamond[n], dead[n]) = (0, 1, 0, false, false, false);
    }

    // Column by column, so that writes are contiguous: with a power of two copies, writing row by row would hit one cache set over and over.
    private void Look(float[] columns, int first, int count)
    {
        for (var n = first; n < first + count; n++)
        {
            (columns[n], columns[Count + n]) = (CraftRules.X(at[n]), CraftRules.Y(at[n]));
            columns[CraftFields.Wood * Count + n] = wood[n];
            columns[CraftFields.Pickaxe * Count + n] = pickaxe[n] ? 1 : 0;
            columns[CraftFields.Diamond * Count + n] = diamond[n] ? 1 : 0;
            columns[CraftFields.InLava * Count + n] = dead[n] ? 1 : 0;
            columns[CraftFields.Visited * Count + n] = cells[n];
            Nearest(columns, n);
        }

        for (var m = 0; m < CraftRules.Moves.Length; m++)
            for (var n = first; n < first + count; n++)
                columns[(CraftFields.Beside + m) * Count + n] = maps[n * CraftRules.Area + at[n] + CraftRules.Moves[m]] == (byte)Kind.Lava ? 1 : 0;
        for (var i = 0; i < CraftRules.Window * CraftRules.Window; i++)
        {
            var offset = (i / CraftRules.Window - CraftRules.View) * CraftRules.Stride + i % CraftRules.Window - CraftRules.View;
            var column = columns.AsSpan((CraftFields.Window + i) * Count, Count);
            for (var n = first; n < first + count; n++) column[n] = maps[n * CraftRules.Area + at[n] + offset];
        }
    }

    // Reads the window a row of eight bytes at a time and looks at its trees, ores and lava only; of equally near ones the first row by row.
    private void Nearest(float[] columns, int n)
    {
        const ulong seven = 0x00FF_FFFF_FFFF_FFFF, high = 0x8080_8080_8080_8080, beyondWall = 0x7E7E_7E7E_7E7E_7E7E;
        Span<(int Distance, int Dx, int Dy)> nearest = [default, default, (CraftRules.Unseen, 0, 0), (CraftRules.Unseen, 0, 0), (CraftRules.Unseen, 0, 0)];
        var corner = n * CraftRules.Area + at[n] - CraftRules.View * (CraftRules.Stride + 1);
        for (var dy = -CraftRules.View; dy <= CraftRules.View; dy++, corner += CraftRules.Stride)
        {
            var row = BinaryPrimitives.ReadUInt64LittleEndian(maps.AsSpan(corner)) & seven;
            for (var things = row + beyondWall & high; things != 0; things &= things - 1)
            {
                var bit = BitOperations.TrailingZeroCount(things) & ~7;
                var dx = bit / 8 - CraftRules.View;
                ref var known = ref nearest[(int)(row >> bit & 0xFF)];
                if (Math.Abs(dx) + Math.Abs(dy) < known.Distance) known = (Math.Abs(dx) + Math.Abs(dy), dx, dy);
            }
        }

        Tell(columns, CraftFields.Tree, n, nearest[(int)Kind.Tree]);
        Tell(columns, CraftFields.Ore, n, nearest[(int)Kind.Ore]);
        Tell(columns, CraftFields.Lava, n, nearest[(int)Kind.Lava]);
    }

    private void Tell(float[] columns, int field, int n, (int Distance, int Dx, int Dy) nearest)
    {
        columns[field * Count + n] = nearest.Distance < CraftRules.Unseen ? 1 : 0;
        columns[(field + 1) * Count + n] = nearest.Dx;
        columns[(field + 2) * Count + n] = nearest.Dy;
        columns[(field + 3) * Count + n] = nearest.Distance;
    }

    private static ArgumentException Unknown(ReadOnlySpan<float> actions)
    {
        var n = 0;
        while (actions[n] >= 0 && actions[n] < CraftRules.Actions && actions[n] == (int)actions[n]) n++;
        return new($"Action of copy {n} must be a whole number in [0, {CraftRules.Actions - 1}] (up, down, left, right, craft), was {actions[n]}.", nameof(actions));
    }
}
