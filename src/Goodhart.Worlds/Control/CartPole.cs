using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SkiaSharp;

namespace Goodhart.Worlds.Control;

/// <summary>A pole hinged on a cart that is pushed left or right: Gymnasium's CartPole-v1, many copies at once.</summary>
/// <remarks>
/// Barto, Sutton and Anderson (1983) with a frictionless track. With f = ±10 N, M = m_c + m_p = 1.1 kg, l = 0.5 m and s, c = sin θ, cos θ:
/// a = (f + m_p·l·θ̇²·s)/M, θ̈ = (g·s − c·a)/(l·(4/3 − m_p·c²/M)), ẍ = a − m_p·l·θ̈·c/M, then one explicit Euler step of 0.02 s.
/// An episode terminates beyond |x| = 2.4 m or |θ| = 12° and starts uniformly within ±0.05 in every field.
/// The state is float32 (Gymnasium's is float64). Only additions, multiplications, divisions and comparisons are used, never fused, so every
/// processor and every vector width gives the same bits.
/// </remarks>
public sealed class CartPole : ControlWorld, IPictured
{
    /// <summary>Half the width of the track, m.</summary>
    public const float TrackLimit = 2.4f;

    /// <summary>Largest lean of a balanced pole, 12° in rad.</summary>
    public const float AngleLimit = 12 * 2 * MathF.PI / 360;

    private const float Gravity = 9.8f, PoleMass = 0.1f, TotalMass = 1.1f, HalfLength = 0.5f, Push = 10, Tau = 0.02f;

    private static readonly ActionSpace.Discrete pushes = new(["left", "right"]);

    private static readonly Schema schema = new(
        [
            new("position", "m", -TrackLimit, TrackLimit, Meaning: "of the cart, from the middle of the track"), new("velocity", "m/s", Meaning: "of the cart"),
            new("angle", "rad", -AngleLimit, AngleLimit, Meaning: "of the pole off the vertical, positive to the right"), new("angular velocity", "rad/s", Meaning: "of the pole"),
        ],
        pushes)
    {
        Constants = [new("track limit", 2.4, "m", "the cart may go this far to either side"), new("angle limit", 12 * Math.PI / 180, "rad", "the pole may lean this far")],
    };

    /// <param name="count">Number of copies.</param>
    /// <param name="horizon">Steps until truncation, Gymnasium's 500 by default; null for never.</param>
    public CartPole(int count, int? horizon = 500) : base(count, fields: 4, hidden: 0, horizon) => Reset(0);

    public override string Name => "cartpole";

    public override Schema Schema => schema;

    public override IReadOnlyList<IReward<Transitions>> Rewards => CartPoleRewards.All;

    public float Aspect => CartPolePicture.Aspect;

    public void Draw(SKCanvas canvas, ReadOnlySpan<float> observation) => CartPolePicture.Draw(canvas, observation);

    private protected override void RequireActions(ReadOnlySpan<float> actions) => RequireIndices(actions, pushes);

    private protected override void Advance(ReadOnlySpan<float> actions) => Sweep<Motion>(actions);

    private protected override void Restart(int copy)
    {
        var (first, second) = Copies.NextEpisode(copy);
        Span<float> state = Copies.Observation;
        state[copy] = Copies.Uniform(first >> 40, 0.05f);
        state[Count + copy] = Copies.Uniform(first >> 8 & 0xFFFFFF, 0.05f);
        state[2 * Count + copy] = Copies.Uniform(second >> 40, 0.05f);
        state[3 * Count + copy] = Copies.Uniform(second >> 8 & 0xFFFFFF, 0.05f);
    }

    /// <summary>Taylor polynomials; on |θ| ≤ 0.21, the widest a running episode leans, they are within 4e-9 (sine) and 1e-10 (cosine) before rounding.</summary>
    internal static (Vector512<float> Sin, Vector512<float> Cos) SinCos(Vector512<float> θ)
    {
        var square = θ * θ;
        var sin = θ * (Vector512<float>.One + square * (Vector512.Create(-1f / 6) + square * (1f / 120)));
        var cos = Vector512<float>.One + square * (Vector512.Create(-1f / 2) + square * (Vector512.Create(1f / 24) + square * (-1f / 720)));
        return (sin, cos);
    }

    private readonly struct Motion : IMotion
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Step(Block block)
        {
            var (x, v, θ, ω) = (block.Observed(0), block.Observed(1), block.Observed(2), block.Observed(3));
            var (sin, cos) = SinCos(θ);
            var a = (block.Action() * (2 * Push) - Vector512.Create(Push) + ω * ω * sin * (PoleMass * HalfLength)) * (1 / TotalMass);
            var α = (sin * Gravity - cos * a) / (Vector512.Create(HalfLength * 4 / 3) - cos * cos * (HalfLength * PoleMass / TotalMass));
            var b = a - α * cos * (PoleMass * HalfLength / TotalMass);
            x += v * Tau;
            v += b * Tau;
            θ += ω * Tau;
            ω += α * Tau;

            block.Put(0, x);
            block.Put(1, v);
            block.Put(2, θ);
            block.Put(3, ω);
            return Vector512.GreaterThan(Vector512.Abs(x), Vector512.Create(TrackLimit)) | Vector512.GreaterThan(Vector512.Abs(θ), Vector512.Create(AngleLimit));
        }
    }
}
