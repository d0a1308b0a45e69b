using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Goodhart.Worlds.Control;

/// <summary>One step of sixteen copies at once.</summary>
internal interface IMotion
{
    /// <summary>Reads fields and actions of a block, writes every field, and returns all bits set in the lanes that reached a terminal state.</summary>
    static abstract Vector512<float> Step(Block block);
}

/// <summary>Copies n … n + 15 of a world, of which the first so many exist; the other lanes are computed and put back as they were.</summary>
internal readonly ref struct Block
{
    private readonly ref float observation, arrived, hidden, actions;
    private readonly int column, live, actionColumn;

    /// <param name="copies">The world's arrays.</param>
    /// <param name="n">First copy.</param>
    /// <param name="live">How many of the sixteen exist.</param>
    /// <param name="actions">First component of the first copy's action.</param>
    /// <param name="actionColumn">Numbers between two components of an action.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Block(Copies copies, int n, int live, ref float actions, int actionColumn)
    {
        observation = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(copies.Observation), n);
        arrived = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(copies.Arrived), n);
        hidden = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(copies.Hidden), n);
        this.actions = ref actions;
        (column, this.live, this.actionColumn) = (copies.Count, live, actionColumn);
    }

    /// <summary>An observed field before the step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Observed(int field) => Vector512.LoadUnsafe(ref observation, (nuint)(field * column));

    /// <summary>A field that is not observed, before the step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Hidden(int field = 0) => Vector512.LoadUnsafe(ref hidden, (nuint)(field * column));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Action(int component = 0) => Vector512.LoadUnsafe(ref actions, (nuint)(component * actionColumn));

    /// <summary>Writes an observed field after the step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(int field, Vector512<float> value) =>
        Copies.Put(value, ref Unsafe.Add(ref arrived, field * column), ref Unsafe.Add(ref observation, field * column), live);

    /// <summary>Writes a field that is not observed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Hide(Vector512<float> value, int field = 0) =>
        Copies.Put(value, ref Unsafe.Add(ref hidden, field * column), ref Unsafe.Add(ref hidden, field * column), live);
}
