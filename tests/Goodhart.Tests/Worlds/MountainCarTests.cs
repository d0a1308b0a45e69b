using Goodhart.Worlds;
using Goodhart.Worlds.Control;

namespace Goodhart.Tests.Worlds;

public sealed class MountainCarTests
{
    /// <summary>Gymnasium's step in double precision.</summary>
    private static (double X, double V) Reference(double x, double v, double action)
    {
        v = Math.Clamp(v + (action - 1) * 0.001 - Math.Cos(3 * x) * 0.0025, -0.07, 0.07);
        x = Math.Clamp(x + v, -1.2, 0.6);
        return (x, x == -1.2 && v < 0 ? 0 : v);
    }

    /// <summary>Pushes the way the car rolls.</summary>
    private static void Pump(IWorld world, float[] actions)
    {
        for (var n = 0; n < world.Count; n++) actions[n] = world.Observation[world.Count + n] >= 0 ? 2 : 0;
        world.Step(actions);
    }

    [Fact]
    public void Step_OneStep_FollowsTheEquations()
    {
        var world = new MountainCar(37);
        world.Reset(3);
        var rng = new Generator(4);
        var actions = new float[37];
        for (var t = 0; t < 300; t++)
        {
            var before = Enumerable.Range(0, 37).Select(n => Saved.Row(world.Observation, 37, n)).ToArray();
            for (var n = 0; n < 37; n++) actions[n] = n % 2 == 0 ? rng.NextInt(3) : before[n][1] >= 0 ? 2 : 0;
            world.Step(actions);
            for (var n = 0; n < 37; n++)
            {
                var (x, v) = Reference(before[n][0], before[n][1], actions[n]);
                Assert.Equal(x, world.Arrived[n], 2e-7);
                Assert.Equal(v, world.Arrived[37 + n], 2e-8);
            }
        }
    }

    [Fact]
    public void Step_FromAKnownState_GivesTheNumbersOfTheEquations()
    {
        // From rest at x = −0.5, pushed right: v = 0.001 − 0.0025·cos(−1.5) = 0.001 − 0.0025·0.0707372 = 0.000823157, x = −0.499176843.
        var world = Saved.Placed(new MountainCar(1), -0.5f, 0);
        world.Step([2]);
        Assert.Equal(-0.499176843, world.Arrived[0], 1e-7);
        Assert.Equal(0.000823157, world.Arrived[1], 1e-9);
    }

    [Theory]
    [InlineData(-1.19f, -0.07f, 0, false, -1.2, 0)]      // into the wall: it stops
    [InlineData(0.46f, 0.07f, 2, true, 0.53, 0.07)]      // 0.07 + 0.001 − 0.0025·cos 1.38 = 0.070526, clipped to 0.07; 0.53 ≥ 0.5
    [InlineData(0.42f, 0.07f, 2, false, 0.49, 0.07)]
    public void Step_AtTheEndsOfTheTrack_StopsOrTerminates(float x, float v, float action, bool ends, double atX, double atV)
    {
        var world = Saved.Placed(new MountainCar(1), x, v);
        world.Step([action]);
        Assert.Equal(ends, world.Terminated[0]);
        Assert.Equal(atX, world.Arrived[0], 1e-4);
        Assert.Equal(atV, world.Arrived[1], 1e-6);
    }

    [Fact]
    public void Step_PumpingAndResting_ReachesTheFlagOrTheHorizon()
    {
        var world = new MountainCar(50);
        world.Reset(5);
        var (actions, rest) = (new float[50], Enumerable.Repeat(1f, 50).ToArray());
        var reached = new bool[50];
        for (var t = 1; t <= 150; t++)
        {
            Pump(world, actions);
            for (var n = 0; n < 50; n++) reached[n] |= world.Terminated[n];
        }

        Assert.DoesNotContain(false, reached);
        world.Reset(6);
        for (var n = 0; n < 50; n++) Assert.InRange(world.Observation[n], -0.6f, -0.4f);
        for (var t = 1; t < 200; t++) world.Step(rest);
        Assert.DoesNotContain(true, world.Truncated.ToArray());
        world.Step(rest);
        Assert.DoesNotContain(false, world.Truncated.ToArray());
        Assert.DoesNotContain(true, world.Terminated.ToArray());
    }

    [Fact]
    public void Speed_SwingingBelowTheFlag_PaysMoreThanReachingIt()
    {
        var (honest, reached) = Return(MountainCarRewards.Speed, brake: false);
        var (swinging, never) = Return(MountainCarRewards.Speed, brake: true);
        Assert.Equal(1, reached);
        Assert.Equal(0, never);
        Assert.True(swinging > 1.5 * honest, $"{swinging} against {honest}");
        Assert.True(Return(MountainCarRewards.Pumping, brake: false).Score > Return(MountainCarRewards.Pumping, brake: true).Score + 5);
    }

    /// <summary>Mean score and arrivals of one episode of 100 copies that pump; with the brake they push against the roll once their energy, 8.3e-4 at the flag, is over 5e-4.</summary>
    private static (double Score, double Reached) Return(IReward<Transitions> reward, bool brake)
    {
        var world = new MountainCar(100);
        world.Reset(7);
        return Episodes.Mean(world, 200, (now, n) =>
        {
            var energy = now[100 + n] * now[100 + n] / 2 + 0.0025 / 3 * Math.Sin(3 * now[n]);
            return now[100 + n] >= 0 != (brake && energy > 5e-4) ? 2 : 0;
        }, reward, MountainCarRewards.Reached);
    }

    [Fact]
    public void Step_AnActionThatIsNone_NamesTheChoices()
    {
        var error = Assert.Throws<ArgumentException>(() => new MountainCar(2).Step([0, 3]));
        Assert.StartsWith("Action of copy 1 must be 0 (left), 1 (none) or 2 (right), was 3.", error.Message);
    }
}
