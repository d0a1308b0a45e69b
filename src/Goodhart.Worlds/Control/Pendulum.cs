using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Goodhart.Worlds.Control;

/// <summary>A rod to be swung up and balanced by a motor too weak to lift it directly: Gymnasium's Pendulum-v1, many copies at once.</summary>
/// <remarks>
/// θ = 0 is upright. With g = 10 m/s², m = 1 kg, l = 1 m and the torque u clipped to ±2 N·m: θ̇ += (3g/(2l)·sin θ + 3/(m·l²)·u)·0.05 s, clipped to
/// ±8 rad/s, then θ += θ̇·0.05 s. Episodes start with θ uniform on the circle and θ̇ within ±1 rad/s, and never terminate.
/// θ is kept within ±π (Gymnasium lets it grow), which changes no observation. Same bits on every processor, as <see cref="CartPole"/>.
/// </remarks>
public sealed class Pendulum : ControlWorld
{
    /// <summary>Largest torque of the motor, N·m; actions beyond it are clipped.</summary>
    public const float MaxTorque = 2;

    /// <summary>Largest angular speed, rad/s.</summary>
    public const float MaxSpeed = 8;

    private const float Gravity = 10, Mass = 1, Length = 1, Tau = 0.05f;

    private static readonly Schema schema = new(
        [new("cos angle", "1", -1, 1), new("sin angle", "1", -1, 1), new("angular velocity", "rad/s", -MaxSpeed, MaxSpeed)],
        new ActionSpace.Box([new("torque", "N·m", -MaxTorque, MaxTorque)]));

    /// <param name="count">Number of copies.</param>
    /// <param name="horizon">Steps until truncation, Gymnasium's 200 by default; null for never.</param>
    public Pendulum(int count, int? horizon = 200) : base(count, fields: 3, hidden: 1, horizon) => Reset(0);

    public override string Name => "pendulum";

    public override Schema Schema => schema;

    public override IReadOnlyList<IReward<Transitions>> Rewards => PendulumRewards.All;

    private protected override void RequireActions(ReadOnlySpan<float> actions) => RequireNumbers(actions);

    private protected override void Advance(ReadOnlySpan<float> actions) => Sweep<Motion>(actions);

    private protected override void Restart(int copy)
    {
        var (first, second) = Copies.NextEpisode(copy);
        var θ = Copies.Uniform(first >> 40, MathF.PI);
        var (sin, cos) = Angle.SinCos(Vector512.Create(θ));
        Copies.Hidden[copy] = θ;
        Copies.Observation[copy] = cos[0];
        Copies.Observation[Count + copy] = sin[0];
        Copies.Observation[2 * Count + copy] = Copies.Uniform(second >> 40, 1);
    }

    private readonly struct Motion : IMotion
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Step(Block block)
        {
            var (sinBefore, ω) = (block.Observed(1), block.Observed(2));
            var u = Vector512.Min(Vector512.Max(block.Action(), Vector512.Create(-MaxTorque)), Vector512.Create(MaxTorque));
            ω += (sinBefore * (3 * Gravity / (2 * Length)) + u * (3 / (Mass * Length * Length))) * Tau;
            ω = Vector512.Min(Vector512.Max(ω, Vector512.Create(-MaxSpeed)), Vector512.Create(MaxSpeed));
            var θ = Angle.Wrap(block.Hidden() + ω * Tau);
            var (sin, cos) = Angle.SinCos(θ);

            block.Put(0, cos);
            block.Put(1, sin);
            block.Put(2, ω);
            block.Hide(θ);
            return Vector512<float>.Zero;
        }
    }
}
