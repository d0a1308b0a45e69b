using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SkiaSharp;

namespace Goodhart.Worlds.Control;

/// <summary>A car too weak to climb out of a valley directly: Gymnasium's MountainCar-v0, many copies at once.</summary>
/// <remarks>
/// Moore (1990). ẋ += 0.001·(a − 1) − 0.0025·cos 3x, clipped to ±0.07, then x += ẋ, clipped to [−1.2, 0.6]; at the left wall the car stops.
/// An episode terminates at x ≥ 0.5 and starts at rest, uniformly in [−0.6, −0.4]. Same bits on every processor, as <see cref="CartPole"/>.
/// </remarks>
public sealed class MountainCar : ControlWorld, IPictured
{
    /// <summary>Where the flag stands.</summary>
    public const float Goal = 0.5f;

    /// <summary>Ends of the track.</summary>
    public const float Leftmost = -1.2f, Rightmost = 0.6f;

    /// <summary>Largest speed, per step.</summary>
    public const float MaxSpeed = 0.07f;

    private const float Force = 0.001f, Gravity = 0.0025f;

    private static readonly ActionSpace.Discrete pushes = new(["left", "none", "right"]);

    private static readonly Schema schema = new(
        [
            new("position", "1", Leftmost, Rightmost, Meaning: "along the track; the valley's bottom is at −0.52"),
            new("velocity", "1/step", -MaxSpeed, MaxSpeed, Meaning: "change of position per step, positive towards the flag"),
        ],
        pushes)
    {
        Constants = [new("goal", 0.5, "1", "position of the flag"), new("max speed", 0.07, "1/step", "largest speed")],
    };

    /// <param name="count">Number of copies.</param>
    /// <param name="horizon">Steps until truncation, Gymnasium's 200 by default; null for never.</param>
    public MountainCar(int count, int? horizon = 200) : base(count, fields: 2, hidden: 0, horizon) => Reset(0);

    public override string Name => "mountaincar";

    public override Schema Schema => schema;

    public override IReadOnlyList<IReward<Transitions>> Rewards => MountainCarRewards.All;

    public float Aspect => MountainCarPicture.Aspect;

    public void Draw(SKCanvas canvas, ReadOnlySpan<float> observation) => MountainCarPicture.Draw(canvas, observation);

    private protected override void RequireActions(ReadOnlySpan<float> actions) => RequireIndices(actions, pushes);

    private protected override void Advance(ReadOnlySpan<float> actions) => Sweep<Motion>(actions);

    private protected override void Restart(int copy)
    {
        var (first, _) = Copies.NextEpisode(copy);
        Copies.Observation[copy] = Copies.Uniform(first >> 40, 0.1f) - 0.5f;
        Copies.Observation[Count + copy] = 0;
    }

    private readonly struct Motion : IMotion
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Step(Block block)
        {
            var (x, v) = (block.Observed(0), block.Observed(1));
            v += (block.Action() - Vector512<float>.One) * Force - Angle.SinCos(x * 3).Cos * Gravity;
            v = Vector512.Min(Vector512.Max(v, Vector512.Create(-MaxSpeed)), Vector512.Create(MaxSpeed));
            x = Vector512.Min(Vector512.Max(x + v, Vector512.Create(Leftmost)), Vector512.Create(Rightmost));
            var wall = Vector512.Equals(x, Vector512.Create(Leftmost)) & Vector512.LessThan(v, Vector512<float>.Zero);
            v = Vector512.AndNot(v, wall);

            block.Put(0, x);
            block.Put(1, v);
            return Vector512.GreaterThanOrEqual(x, Vector512.Create(Goal)) & Vector512.GreaterThanOrEqual(v, Vector512<float>.Zero);
        }
    }
}
