using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Goodhart.Worlds.Control;

/// <summary>What the control worlds share: copies in columns, same-step autoreset, horizon, saving, and stepping sixteen copies at once.</summary>
/// <remarks>
/// A world adds its fields, how an episode begins, and one step of its motion over a <see cref="Block"/>. The motion is a struct, so that the
/// loop over blocks is compiled for it and the motion inlined: sharing it costs nothing.
/// </remarks>
public abstract class ControlWorld : IWorld
{
    private protected ControlWorld(int count, int fields, int hidden, int? horizon) => Copies = new(count, fields, hidden, horizon);

    private protected Copies Copies { get; }

    public abstract string Name { get; }

    public abstract Schema Schema { get; }

    public abstract IReadOnlyList<IReward<Transitions>> Rewards { get; }

    public int Count => Copies.Count;

    public Autoreset Autoreset => Autoreset.SameStep;

    public int? Horizon => Copies.Horizon;

    public ReadOnlySpan<float> Observation => Copies.ObservationView;

    public ReadOnlySpan<float> Arrived => Copies.ArrivedView;

    public ReadOnlySpan<int> State => [];

    public ReadOnlySpan<int> ArrivedState => [];

    public ReadOnlySpan<bool> Terminated => Copies.Terminated.AsSpan(0, Count);

    public ReadOnlySpan<bool> Truncated => Copies.Truncated.AsSpan(0, Count);

    public void Reset(ulong seed)
    {
        Copies.Begin(seed);
        for (var n = 0; n < Count; n++) Restart(n);
        Copies.Observation.CopyTo(Copies.Arrived.AsSpan());
    }

    /// <param name="actions">As the schema describes them; components of a box are clipped to its bounds. // (action width × Count)</param>
    /// <exception cref="ArgumentException">The length is wrong, or an action is none; nothing has moved then.</exception>
    public void Step(ReadOnlySpan<float> actions)
    {
        Ensure.SameLength(actions.Length, Schema.Actions.Width * Count);
        RequireActions(actions);
        Copies.Tick();
        Advance(actions);
    }

    public void Save(BinaryWriter writer) => Copies.Save(writer, Name);

    public void Load(BinaryReader reader) => Copies.Load(reader, Name);

    /// <summary>Begins a copy's next episode.</summary>
    private protected abstract void Restart(int copy);

    /// <summary>Throws where a number is no action of this world.</summary>
    private protected abstract void RequireActions(ReadOnlySpan<float> actions);

    /// <summary>One step of every copy: <see cref="Sweep{TMotion}"/> with the world's motion.</summary>
    private protected abstract void Advance(ReadOnlySpan<float> actions);

    /// <summary>Moves every copy, sixteen at a time. // actions: (width × Count)</summary>
    private protected void Sweep<TMotion>(ReadOnlySpan<float> actions) where TMotion : struct, IMotion
    {
        var whole = Count - Count % Copies.Slack;
        for (var n = 0; n < whole; n += Copies.Slack)
            Finish(n, TMotion.Step(new(Copies, n, Copies.Slack, ref Unsafe.Add(ref MemoryMarshal.GetReference(actions), n), Count)), Copies.Slack);
        if (whole == Count) return;

        var (width, live) = (actions.Length / Count, Count - whole);
        Span<float> last = stackalloc float[width * Copies.Slack];
        last.Clear();
        for (var k = 0; k < width; k++) actions.Slice(k * Count + whole, live).CopyTo(last[(k * Copies.Slack)..]);
        Finish(whole, TMotion.Step(new(Copies, whole, live, ref MemoryMarshal.GetReference(last), Copies.Slack)), live);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Finish(int n, Vector512<float> fell, int live)
    {
        for (var ended = Copies.Mark(n, (uint)fell.ExtractMostSignificantBits(), live); ended != 0; ended &= ended - 1)
            Restart(n + BitOperations.TrailingZeroCount(ended));
    }

    /// <summary>Refuses whatever is not the index of an action.</summary>
    private protected static void RequireIndices(ReadOnlySpan<float> actions, ActionSpace.Discrete space)
    {
        var n = 0;
        var wrong = Vector512<float>.Zero;
        var most = Vector512.Create(space.Count - 1f);
        for (; n <= actions.Length - Copies.Slack; n += Copies.Slack)
        {
            var action = Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(actions), (nuint)n);
            wrong |= ~(Vector512.Equals(action, Vector512.Floor(action)) & Vector512.GreaterThanOrEqual(action, Vector512<float>.Zero) & Vector512.LessThanOrEqual(action, most));
        }

        var fine = wrong == Vector512<float>.Zero;
        for (; n < actions.Length; n++) fine &= IsIndex(actions[n], space);
        if (fine) return;
        var copy = 0;
        while (IsIndex(actions[copy], space)) copy++;
        var choices = space.Names.Select((name, index) => $"{index} ({name})").ToArray();
        throw new ArgumentException($"Action of copy {copy} must be {string.Join(", ", choices[..^1])} or {choices[^1]}, was {actions[copy]}.", nameof(actions));
    }

    /// <summary>Refuses what is not a number.</summary>
    private protected void RequireNumbers(ReadOnlySpan<float> actions)
    {
        for (var n = 0; n < actions.Length; n++)
            if (float.IsNaN(actions[n])) throw new ArgumentException($"Action of copy {n % Count} must be a number, was NaN.", nameof(actions));
    }

    private static bool IsIndex(float action, ActionSpace.Discrete space) => action == MathF.Floor(action) && action >= 0 && action < space.Count;
}
