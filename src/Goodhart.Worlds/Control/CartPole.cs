using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Goodhart.Worlds.Control;

/// <summary>A pole hinged on a cart that is pushed left or right: Gymnasium's CartPole-v1, many copies at once.</summary>
/// <remarks>
/// Barto, Sutton and Anderson (1983) with a frictionless track. With f = ±10 N, M = m_c + m_p = 1.1 kg, l = 0.5 m and s, c = sin θ, cos θ:
/// a = (f + m_p·l·θ̇²·s)/M, θ̈ = (g·s − c·a)/(l·(4/3 − m_p·c²/M)), ẍ = a − m_p·l·θ̈·c/M, then one explicit Euler step of 0.02 s.
/// An episode terminates beyond |x| = 2.4 m or |θ| = 12° and starts uniformly within ±0.05 in every field.
/// The state is float32 (Gymnasium's is float64). Only additions, multiplications, divisions and comparisons are used, never fused, so every
/// processor and every vector width gives the same bits.
/// </remarks>
public sealed class CartPole : IWorld
{
    /// <summary>Half the width of the track, m.</summary>
    public const float TrackLimit = 2.4f;

    /// <summary>Largest lean of a balanced pole, 12° in rad.</summary>
    public const float AngleLimit = 12 * 2 * MathF.PI / 360;

    private const float Gravity = 9.8f, PoleMass = 0.1f, TotalMass = 1.1f, HalfLength = 0.5f, Push = 10, Tau = 0.02f;

    private static readonly Schema schema = new(
        [new("position", "m", -TrackLimit, TrackLimit), new("velocity", "m/s"), new("angle", "rad", -AngleLimit, AngleLimit), new("angular velocity", "rad/s")],
        new ActionSpace.Discrete(["left", "right"]));

    private readonly Copies copies;

    /// <param name="count">Number of copies.</param>
    /// <param name="horizon">Steps until truncation, Gymnasium's 500 by default; null for never.</param>
    public CartPole(int count, int? horizon = 500)
    {
        copies = new(count, fields: 4, hidden: 0, horizon);
        Reset(0);
    }

    public string Name => "cartpole";

    public Schema Schema => schema;

    public int Count => copies.Count;

    public Autoreset Autoreset => Autoreset.SameStep;

    public int? Horizon => copies.Horizon;

    public IReadOnlyList<IReward<Transitions>> Rewards => CartPoleRewards.All;

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

    /// <param name="actions">0 pushes left, 1 pushes right. // (Count)</param>
    /// <exception cref="ArgumentException">The length is not <see cref="Count"/>, or an action is neither 0 nor 1; nothing has moved then.</exception>
    public void Step(ReadOnlySpan<float> actions)
    {
        Ensure.SameLength(actions.Length, Count);
        RequireIndices(actions);
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
        int column = Count;
        var x = Vector512.LoadUnsafe(ref state);
        var v = Vector512.LoadUnsafe(ref state, (nuint)column);
        var θ = Vector512.LoadUnsafe(ref state, (nuint)(2 * column));
        var ω = Vector512.LoadUnsafe(ref state, (nuint)(3 * column));

        var (sin, cos) = SinCos(θ);
        var a = (action * (2 * Push) - Vector512.Create(Push) + ω * ω * sin * (PoleMass * HalfLength)) * (1 / TotalMass);
        var α = (sin * Gravity - cos * a) / (Vector512.Create(HalfLength * 4 / 3) - cos * cos * (HalfLength * PoleMass / TotalMass));
        var b = a - α * cos * (PoleMass * HalfLength / TotalMass);
        x += v * Tau;
        v += b * Tau;
        θ += ω * Tau;
        ω += α * Tau;

        Copies.Put(x, ref arrived, ref state, live);
        Copies.Put(v, ref Unsafe.Add(ref arrived, column), ref Unsafe.Add(ref state, column), live);
        Copies.Put(θ, ref Unsafe.Add(ref arrived, 2 * column), ref Unsafe.Add(ref state, 2 * column), live);
        Copies.Put(ω, ref Unsafe.Add(ref arrived, 3 * column), ref Unsafe.Add(ref state, 3 * column), live);

        var fell = Vector512.GreaterThan(Vector512.Abs(x), Vector512.Create(TrackLimit))
            | Vector512.GreaterThan(Vector512.Abs(θ), Vector512.Create(AngleLimit));
        for (var ended = copies.Mark(n, (uint)fell.ExtractMostSignificantBits(), live); ended != 0; ended &= ended - 1)
            Restart(n + BitOperations.TrailingZeroCount(ended));
    }

    /// <summary>Taylor polynomials; on |θ| ≤ 0.21, the widest a running episode leans, they are within 4e-9 (sine) and 1e-10 (cosine) before rounding.</summary>
    internal static (Vector512<float> Sin, Vector512<float> Cos) SinCos(Vector512<float> θ)
    {
        var square = θ * θ;
        var sin = θ * (Vector512<float>.One + square * (Vector512.Create(-1f / 6) + square * (1f / 120)));
        var cos = Vector512<float>.One + square * (Vector512.Create(-1f / 2) + square * (Vector512.Create(1f / 24) + square * (-1f / 720)));
        return (sin, cos);
    }

    private void Restart(int copy)
    {
        var (first, second) = copies.NextEpisode(copy);
        ref var state = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(copies.Observation), copy);
        state = Copies.Uniform(first >> 40, 0.05f);
        Unsafe.Add(ref state, Count) = Copies.Uniform(first >> 8 & 0xFFFFFF, 0.05f);
        Unsafe.Add(ref state, 2 * Count) = Copies.Uniform(second >> 40, 0.05f);
        Unsafe.Add(ref state, 3 * Count) = Copies.Uniform(second >> 8 & 0xFFFFFF, 0.05f);
    }

    private static void RequireIndices(ReadOnlySpan<float> actions)
    {
        var n = 0;
        var wrong = Vector512<float>.Zero;
        for (; n <= actions.Length - Copies.Slack; n += Copies.Slack)
        {
            var action = Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(actions), (nuint)n);
            wrong |= ~(Vector512.Equals(action, Vector512<float>.Zero) | Vector512.Equals(action, Vector512<float>.One));
        }

        if (wrong == Vector512<float>.Zero && actions[n..].IndexOfAnyExcept(0f, 1f) < 0) return;
        var copy = actions.IndexOfAnyExcept(0f, 1f);
        throw new ArgumentException($"Action of copy {copy} must be 0 (left) or 1 (right), was {actions[copy]}.", nameof(actions));
    }
}
