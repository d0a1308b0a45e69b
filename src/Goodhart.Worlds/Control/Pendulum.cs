using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Goodhart.Worlds.Control;

/// <summary>A rod to be swung up and balanced by a motor too weak to lift it directly: Gymnasium's Pendulum-v1, many copies at once.</summary>
/// <remarks>
/// θ = 0 is upright. With g = 10 m/s², m = 1 kg, l = 1 m and the torque u clipped to ±2 N·m: θ̇ += (3g/(2l)·sin θ + 3/(m·l²)·u)·0.05 s, clipped to
/// ±8 rad/s, then θ += θ̇·0.05 s. Episodes start with θ uniform on the circle and θ̇ within ±1 rad/s, and never terminate.
/// θ is kept within ±π (Gymnasium lets it grow), which changes no observation. Same bits on every processor, as <see cref="CartPole"/>.
/// </remarks>
public sealed class Pendulum : IWorld
{
    /// <summary>Largest torque of the motor, N·m; actions beyond it are clipped.</summary>
    public const float MaxTorque = 2;

    /// <summary>Largest angular speed, rad/s.</summary>
    public const float MaxSpeed = 8;

    private const float Gravity = 10, Mass = 1, Length = 1, Tau = 0.05f;

    private static readonly Schema schema = new(
        [new("cos angle", "1", -1, 1), new("sin angle", "1", -1, 1), new("angular velocity", "rad/s", -MaxSpeed, MaxSpeed)],
        new ActionSpace.Box([new("torque", "N·m", -MaxTorque, MaxTorque)]));

    private readonly Copies copies;

    /// <param name="count">Number of copies.</param>
    /// <param name="horizon">Steps until truncation, Gymnasium's 200 by default; null for never.</param>
    public Pendulum(int count, int? horizon = 200)
    {
        copies = new(count, fields: 3, hidden: 1, horizon);
        Reset(0);
    }

    public string Name => "pendulum";

    public Schema Schema => schema;

    public int Count => copies.Count;

    public Autoreset Autoreset => Autoreset.SameStep;

    public int? Horizon => copies.Horizon;

    public IReadOnlyList<IReward<Transitions>> Rewards => PendulumRewards.All;

    public ReadOnlySpan<float> Observation => copies.ObservationView;

    public ReadOnlySpan<float> Arrived => copies.ArrivedView;

    public ReadOnlySpan<int> State => [];

    public ReadOnlySpan<int> ArrivedState => [];

    public ReadOnlySpan<bool> Terminated => copies.Terminated.AsSpan(0, Count);

    public ReadOnlySpan<bool> Truncated => copies.Truncated.AsSpan(0, Count);

    public void Reset(ulong seed)
    {
        copies.Begin(seed);
        for (var n = 0; n < Count; n++) Restart(n);
        copies.Observation.CopyTo(copies.Arrived.AsSpan());
    }

    /// <param name="actions">Torques in N·m, clipped to ±<see cref="MaxTorque"/>. // (Count)</param>
    /// <exception cref="ArgumentException">The length is not <see cref="Count"/>, or an action is not a number; nothing has moved then.</exception>
    public void Step(ReadOnlySpan<float> actions)
    {
        Ensure.SameLength(actions.Length, Count);
        RequireNumbers(actions);
        copies.Tick();
        var whole = Count - Count % Copies.Slack;
        for (var n = 0; n < whole; n += Copies.Slack) Advance(n, Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(actions), (nuint)n), Copies.Slack);
        if (whole == Count) return;

        Span<float> last = stackalloc float[Copies.Slack];
        last.Clear();
        actions[whole..].CopyTo(last);
        Advance(whole, Vector512.Create<float>(last), Count - whole);
    }

    public void Save(BinaryWriter writer) => copies.Save(writer, Name);

    public void Load(BinaryReader reader) => copies.Load(reader, Name);

    /// <summary>Steps copies n … n + 15, of which the first <paramref name="live"/> exist; the other lanes are computed and put back as they were.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Advance(int n, Vector512<float> action, int live)
    {
        ref var state = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(copies.Observation), n);
        ref var arrived = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(copies.Arrived), n);
        ref var angle = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(copies.Hidden), n);
        var column = Count;
        var sinBefore = Vector512.LoadUnsafe(ref state, (nuint)column);
        var ω = Vector512.LoadUnsafe(ref state, (nuint)(2 * column));

        var u = Vector512.Min(Vector512.Max(action, Vector512.Create(-MaxTorque)), Vector512.Create(MaxTorque));
        ω += (sinBefore * (3 * Gravity / (2 * Length)) + u * (3 / (Mass * Length * Length))) * Tau;
        ω = Vector512.Min(Vector512.Max(ω, Vector512.Create(-MaxSpeed)), Vector512.Create(MaxSpeed));
        var θ = Angle.Wrap(Vector512.LoadUnsafe(ref angle) + ω * Tau);
        var (sin, cos) = Angle.SinCos(θ);

        Copies.Put(cos, ref arrived, ref state, live);
        Copies.Put(sin, ref Unsafe.Add(ref arrived, column), ref Unsafe.Add(ref state, column), live);
        Copies.Put(ω, ref Unsafe.Add(ref arrived, 2 * column), ref Unsafe.Add(ref state, 2 * column), live);
        Copies.Put(θ, ref angle, ref angle, live);
        for (var ended = copies.Mark(n, 0, live); ended != 0; ended &= ended - 1) Restart(n + BitOperations.TrailingZeroCount(ended));
    }

    private void Restart(int copy)
    {
        var (first, second) = copies.NextEpisode(copy);
        var θ = Copies.Uniform(first >> 40, MathF.PI);
        var (sin, cos) = Angle.SinCos(Vector512.Create(θ));
        copies.Hidden[copy] = θ;
        copies.Observation[copy] = cos[0];
        copies.Observation[Count + copy] = sin[0];
        copies.Observation[2 * Count + copy] = Copies.Uniform(second >> 40, 1);
    }

    private static void RequireNumbers(ReadOnlySpan<float> actions)
    {
        for (var n = 0; n < actions.Length; n++)
            if (float.IsNaN(actions[n])) throw new ArgumentException($"Action of copy {n} must be a number, was NaN.", nameof(actions));
    }
}
