using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SkiaSharp;

namespace Goodhart.Worlds.Control;

/// <summary>Two links hanging from a pivot, driven at the elbow only, to be swung up: Gymnasium's Acrobot-v1, many copies at once.</summary>
/// <remarks>
/// Sutton and Barto's equations ("book") with lengths, masses and moments of inertia 1, centres of mass at 0.5, g = 9.8: one step of the
/// classical Runge–Kutta method of 0.2 s, then both angles wrapped to ±π and the angular velocities clipped to ±4π and ±9π rad/s. θ₁ = 0 hangs down,
/// θ₂ is relative to the first link. An episode terminates once the tip, at −cos θ₁ − cos(θ₁ + θ₂), is more than one length above the pivot; it starts uniformly within ±0.1 in every field.
/// The state is float32 (Gymnasium's is float64); the motion is chaotic, so single steps agree and long episodes need not. Same bits on every processor.
/// </remarks>
public sealed class Acrobot : ControlWorld, IPictured
{
    /// <summary>Largest angular velocities of the first and second link, rad/s.</summary>
    public const float MaxSpeed1 = 4 * MathF.PI, MaxSpeed2 = 9 * MathF.PI;

    private const float Gravity = 9.8f, Tau = 0.2f;

    private static readonly ActionSpace.Discrete torques = new(["push back", "none", "push forward"]);

    private static readonly Schema schema = new(
        [
            new("cos angle 1", "1", -1, 1, Meaning: "of the first link; 1 hangs down"),
            new("sin angle 1", "1", -1, 1, Meaning: "of the first link"),
            new("cos angle 2", "1", -1, 1, Meaning: "of the second link against the first; 1 is stretched"),
            new("sin angle 2", "1", -1, 1, Meaning: "of the second link against the first"),
            new("angular velocity 1", "rad/s", -MaxSpeed1, MaxSpeed1, Meaning: "of the first link"),
            new("angular velocity 2", "rad/s", -MaxSpeed2, MaxSpeed2, Meaning: "of the second link against the first"),
        ],
        torques)
    {
        Constants = [new("goal height", 1, "m", "the tip has to be higher over the pivot than this")],
    };

    /// <param name="count">Number of copies.</param>
    /// <param name="horizon">Steps until truncation, Gymnasium's 500 by default; null for never.</param>
    public Acrobot(int count, int? horizon = 500) : base(count, fields: 6, hidden: 2, horizon) => Reset(0);

    public override string Name => "acrobot";

    public override Schema Schema => schema;

    public override IReadOnlyList<IReward<Transitions>> Rewards => AcrobotRewards.All;

    public float Aspect => AcrobotPicture.Aspect;

    public void Draw(SKCanvas canvas, ReadOnlySpan<float> observation) => AcrobotPicture.Draw(canvas, observation);

    private protected override void RequireActions(ReadOnlySpan<float> actions) => RequireIndices(actions, torques);

    private protected override void Advance(ReadOnlySpan<float> actions) => Sweep<Motion>(actions);

    private protected override void Restart(int copy)
    {
        var (first, second) = Copies.NextEpisode(copy);
        var (θ1, θ2) = (Copies.Uniform(first >> 40, 0.1f), Copies.Uniform(first >> 8 & 0xFFFFFF, 0.1f));
        var (sin, cos) = Angle.SinCos(Vector512.CreateScalar(θ1).WithElement(1, θ2));
        (Copies.Hidden[copy], Copies.Hidden[Count + copy]) = (θ1, θ2);
        ReadOnlySpan<float> row = [cos[0], sin[0], cos[1], sin[1], Copies.Uniform(second >> 40, 0.1f), Copies.Uniform(second >> 8 & 0xFFFFFF, 0.1f)];
        for (var f = 0; f < row.Length; f++) Copies.Observation[f * Count + copy] = row[f];
    }

    private readonly struct Motion : IMotion
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Step(Block block)
        {
            var s = RungeKutta(new(block.Hidden(0), block.Hidden(1), block.Observed(4), block.Observed(5)), block.Action() - Vector512<float>.One);
            var (θ1, θ2) = (Angle.Wrap(s.θ1), Angle.Wrap(s.θ2));
            var (sin1, cos1) = Angle.SinCos(θ1);
            var (sin2, cos2) = Angle.SinCos(θ2);
            block.Put(0, cos1);
            block.Put(1, sin1);
            block.Put(2, cos2);
            block.Put(3, sin2);
            block.Put(4, Vector512.Min(Vector512.Max(s.ω1, Vector512.Create(-MaxSpeed1)), Vector512.Create(MaxSpeed1)));
            block.Put(5, Vector512.Min(Vector512.Max(s.ω2, Vector512.Create(-MaxSpeed2)), Vector512.Create(MaxSpeed2)));
            block.Hide(θ1, 0);
            block.Hide(θ2, 1);
            var tip = -cos1 - (cos1 * cos2 - sin1 * sin2);
            return Vector512.GreaterThan(tip, Vector512<float>.One);
        }
    }

    private readonly record struct Joints(Vector512<float> θ1, Vector512<float> θ2, Vector512<float> ω1, Vector512<float> ω2)
    {
        /// <summary>This state moved along a slope for so long.</summary>
        public Joints After(float time, Joints slope) => new(θ1 + slope.θ1 * time, θ2 + slope.θ2 * time, ω1 + slope.ω1 * time, ω2 + slope.ω2 * time);
    }

    private static Joints RungeKutta(Joints s, Vector512<float> torque)
    {
        var k1 = Slope(s, torque);
        var k2 = Slope(s.After(Tau / 2, k1), torque);
        var k3 = Slope(s.After(Tau / 2, k2), torque);
        var k4 = Slope(s.After(Tau, k3), torque);
        return s.After(Tau / 6, k1).After(Tau / 3, k2).After(Tau / 3, k3).After(Tau / 6, k4);
    }

    /// <summary>Time derivative of the state: Sutton and Barto's equations of motion.</summary>
    private static Joints Slope(Joints s, Vector512<float> torque)
    {
        var (sin2, cos2) = Angle.SinCos(s.θ2);
        var half = Vector512.Create(0.5f);
        var d1 = cos2 + Vector512.Create(3.5f);
        var d2 = cos2 * 0.5f + Vector512.Create(1.25f);
        var φ2 = Angle.SinCos(s.θ1 + s.θ2).Sin * (0.5f * Gravity);
        var φ1 = (-half * s.ω2 * s.ω2 - s.ω1 * s.ω2) * sin2 + Angle.SinCos(s.θ1).Sin * (1.5f * Gravity) + φ2;
        var α2 = (torque + d2 / d1 * φ1 - half * s.ω1 * s.ω1 * sin2 - φ2) / (Vector512.Create(1.25f) - d2 * d2 / d1);
        return new(s.ω1, s.ω2, -(d2 * α2 + φ1) / d1, α2);
    }
}
