using Goodhart.Worlds.Control;

namespace Goodhart.Tests.Worlds;

public sealed class AcrobotTests
{
    /// <summary>Gymnasium's derivative, term by term as its source writes it, in double precision.</summary>
    private static double[] Slope(double[] s, double torque)
    {
        const double m1 = 1, m2 = 1, l1 = 1, lc1 = 0.5, lc2 = 0.5, i1 = 1, i2 = 1, g = 9.8;
        var d1 = m1 * lc1 * lc1 + m2 * (l1 * l1 + lc2 * lc2 + 2 * l1 * lc2 * Math.Cos(s[1])) + i1 + i2;
        var d2 = m2 * (lc2 * lc2 + l1 * lc2 * Math.Cos(s[1])) + i2;
        var phi2 = m2 * lc2 * g * Math.Cos(s[0] + s[1] - Math.PI / 2);
        var phi1 = -m2 * l1 * lc2 * s[3] * s[3] * Math.Sin(s[1]) - 2 * m2 * l1 * lc2 * s[3] * s[2] * Math.Sin(s[1]) + (m1 * lc1 + m2 * l1) * g * Math.Cos(s[0] - Math.PI / 2) + phi2;
        var second = (torque + d2 / d1 * phi1 - m2 * l1 * lc2 * s[2] * s[2] * Math.Sin(s[1]) - phi2) / (m2 * lc2 * lc2 + i2 - d2 * d2 / d1);
        return [s[2], s[3], -(d2 * second + phi1) / d1, second];
    }

    private static double[] Reference(double[] s, double torque)
    {
        double[] Along(double time, double[] slope) => [.. s.Zip(slope, (x, k) => x + time * k)];
        var k1 = Slope(s, torque);
        var k2 = Slope(Along(0.1, k1), torque);
        var k3 = Slope(Along(0.1, k2), torque);
        var k4 = Slope(Along(0.2, k3), torque);
        var after = Enumerable.Range(0, 4).Select(i => s[i] + 0.2 / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i])).ToArray();
        return [after[0], after[1], Math.Clamp(after[2], -4 * Math.PI, 4 * Math.PI), Math.Clamp(after[3], -9 * Math.PI, 9 * Math.PI)];
    }

    /// <summary>Torque along the second link's motion: pumps energy until the tip is up.</summary>
    private static float Pump(float[] now, int count, int n) => now[5 * count + n] >= 0 ? 2 : 0;

    [Fact]
    public void Step_OneStep_FollowsTheEquations()
    {
        const int count = 37;
        var world = new Acrobot(count);
        world.Reset(3);
        var rng = new Generator(4);
        var actions = new float[count];
        var fastest = 0.0;
        for (var t = 0; t < 400; t++)
        {
            var before = Enumerable.Range(0, count).Select(n => Saved.Row(world.Observation, count, n)).ToArray();
            for (var n = 0; n < count; n++) actions[n] = n % 2 == 0 ? rng.NextInt(3) : before[n][5] >= 0 ? 2 : 0;
            world.Step(actions);
            for (var n = 0; n < count; n++)
            {
                var o = before[n];
                var s = Reference([Math.Atan2(o[1], o[0]), Math.Atan2(o[3], o[2]), o[4], o[5]], actions[n] - 1);
                double[] expected = [Math.Cos(s[0]), Math.Sin(s[0]), Math.Cos(s[1]), Math.Sin(s[1]), s[2], s[3]];
                var actual = Saved.Row(world.Arrived, count, n);
                fastest = Math.Max(fastest, Math.Abs(o[5]));
                // Single precision on angular velocities up to 10 rad/s: a few roundings of 1e-6, lifted by one step of the motion.
                for (var f = 0; f < 6; f++) Assert.Equal(expected[f], actual[f], 3e-5);
                Assert.Equal(-expected[0] - Math.Cos(s[0] + s[1]) > 1, world.Terminated[n]);
            }
        }

        Assert.InRange(fastest, 5, 30);
    }

    [Fact]
    public void Step_HangingAtRestPushedForward_GivesTheNumbersOfTheEquations()
    {
        // At rest, hanging: d1 = 4.5, d2 = 1.75, φ = 0, so θ̈₂ = 1/(1.25 − 1.75²/4.5) = 1.756098 and θ̈₁ = −1.75/4.5·θ̈₂ = −0.682927; after 0.2 s about 0.2 of these, less the pull of gravity.
        var world = Saved.Placed(new Acrobot(1), [1, 0, 1, 0, 0, 0, /* arrived */ 1, 0, 1, 0, 0, 0, /* hidden angles */ 0, 0]);
        world.Step([2]);
        var expected = Reference([0, 0, 0, 0], 1);
        Assert.InRange(expected[3], 0.28, 0.3512196);
        Assert.InRange(expected[2], -0.1365854, -0.1);
        for (var f = 0; f < 2; f++) Assert.Equal(expected[2 + f], world.Arrived[4 + f], 1e-6);
    }

    [Fact]
    public void Step_PumpingAndResting_GetsThereOrIsTruncated()
    {
        const int count = 50;
        var world = new Acrobot(count);
        world.Reset(5);
        Assert.All(world.Observation[(4 * count)..].ToArray(), ω => Assert.InRange(ω, -0.1f, 0.1f));
        var (time, reached) = Episodes.Mean(world, 500, (now, n) => Pump(now, count, n), AcrobotRewards.Time, AcrobotRewards.Reached);
        Assert.Equal(1, reached);
        Assert.InRange(time, -200, -40);

        world.Reset(6);
        var rest = Enumerable.Repeat(1f, count).ToArray();
        for (var t = 1; t < 500; t++) world.Step(rest);
        Assert.DoesNotContain(true, world.Truncated.ToArray());
        world.Step(rest);
        Assert.DoesNotContain(false, world.Truncated.ToArray());
    }

    [Fact]
    public void Spin_PumpingAndBrakingBelowTheGoal_PaysMoreThanGettingThere()
    {
        (double Score, double Reached) Play(bool brake, IReward<Transitions> reward)
        {
            var world = new Acrobot(100);
            world.Reset(7);
            // Braking: torque against the second link's motion once the kinetic and potential energy would carry the tip over the line.
            float Act(float[] now, int n) => brake && Energy(now, 100, n) > -8 ? 2 - Pump(now, 100, n) : Pump(now, 100, n);
            return Episodes.Mean(world, 500, Act, reward, AcrobotRewards.Reached);
        }

        var (honest, reached) = Play(false, AcrobotRewards.Spin);
        var (spinning, seldom) = Play(true, AcrobotRewards.Spin);
        Assert.Equal(1, reached);
        Assert.InRange(seldom, 0, 0.1);
        Assert.True(spinning > 1.5 * honest, $"{spinning} against {honest}");
        Assert.True(Play(false, AcrobotRewards.Climb).Score > Play(true, AcrobotRewards.Climb).Score);
    }

    /// <summary>Kinetic and potential energy, J: −19.6 hanging at rest.</summary>
    private static double Energy(float[] now, int count, int n)
    {
        double c1 = now[n], s1 = now[count + n], c2 = now[2 * count + n], s2 = now[3 * count + n], ω1 = now[4 * count + n], ω2 = now[5 * count + n];
        var kinetic = 0.5 * (3.5 + c2) * ω1 * ω1 + (1.25 + 0.5 * c2) * ω1 * ω2 + 0.5 * 1.25 * ω2 * ω2;
        return kinetic - 9.8 * 1.5 * c1 - 9.8 * 0.5 * (c1 * c2 - s1 * s2);
    }
}
