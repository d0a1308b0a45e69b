using System.Runtime.Intrinsics;
using Goodhart.Worlds.Control;

namespace Goodhart.Tests.Worlds;

public sealed class PendulumTests
{
    /// <summary>Gymnasium's update in double precision, with θ unwrapped.</summary>
    private static (double Angle, double Speed) Reference(double θ, double ω, double torque)
    {
        ω = Math.Clamp(ω + (15 * Math.Sin(θ) + 3 * Math.Clamp(torque, -2, 2)) * 0.05, -8, 8);
        return (θ + ω * 0.05, ω);
    }

    [Fact]
    public void Step_OneStep_FollowsTheEquations()
    {
        const int count = 37;
        var world = new Pendulum(count);
        world.Reset(1);
        var rng = new Generator(2);
        var actions = new float[count];
        for (var t = 0; t < 500; t++)
        {
            var before = Enumerable.Range(0, count).Select(n => Saved.Row(world.Observation, count, n)).ToArray();
            for (var n = 0; n < count; n++) actions[n] = 8 * rng.NextSingle() - 4;
            world.Step(actions);
            for (var n = 0; n < count; n++)
            {
                var (θ, ω) = Reference(Math.Atan2(before[n][1], before[n][0]), before[n][2], actions[n]);
                var actual = Saved.Row(world.Arrived, count, n);
                Assert.Equal(Math.Cos(θ), actual[0], 1e-6);
                Assert.Equal(Math.Sin(θ), actual[1], 1e-6);
                Assert.Equal(ω, actual[2], 2e-6);
            }
        }
    }

    /// <remarks>A damped pendulum (torque against the motion) forgets its rounding errors, so 190 steps stay within 1e-5 although it passes π many times.</remarks>
    [Fact]
    public void Step_ADampedPendulumRunningFreely_StaysWithTheReference()
    {
        const int count = 20;
        var world = new Pendulum(count);
        world.Reset(3);
        var states = Enumerable.Range(0, count).Select(n => Saved.Row(world.Observation, count, n)).Select(o => (Angle: Math.Atan2(o[1], o[0]), Speed: o[2])).ToArray();
        var actions = new float[count];
        for (var t = 0; t < 190; t++)
        {
            for (var n = 0; n < count; n++) actions[n] = -0.5f * world.Observation[2 * count + n];
            world.Step(actions);
            for (var n = 0; n < count; n++)
            {
                states[n] = Reference(states[n].Angle, states[n].Speed, actions[n]);
                var actual = Saved.Row(world.Arrived, count, n);
                Assert.Equal(Math.Cos(states[n].Angle), actual[0], 1e-5);
                Assert.Equal(Math.Sin(states[n].Angle), actual[1], 1e-5);
                Assert.Equal(states[n].Speed, actual[2], 1e-5);
            }
        }
    }

    [Fact]
    public void Step_Spinning_KeepsToTheUnitCircleAndTheSpeedLimit()
    {
        var world = new Pendulum(1, horizon: null);
        world.Reset(4);
        for (var t = 0; t < 5000; t++)
        {
            world.Step([world.Observation[2] >= 0 ? 2 : -2]);
            Assert.Equal(1, world.Observation[0] * world.Observation[0] + world.Observation[1] * world.Observation[1], 1e-6f);
            Assert.InRange(world.Observation[2], -8, 8);
            Assert.False(world.Terminated[0] || world.Truncated[0]);
        }
    }

    [Fact]
    public void Step_Horizon_TruncatesAtStep200AndStartsAnew()
    {
        var world = new Pendulum(18);
        world.Reset(5);
        var actions = new float[18];
        for (var t = 1; t < 200; t++)
        {
            world.Step(actions);
            Assert.DoesNotContain(true, world.Truncated.ToArray());
            Assert.Equal(world.Arrived, world.Observation);
        }

        world.Step(actions);
        Assert.DoesNotContain(false, world.Truncated.ToArray());
        Assert.DoesNotContain(true, world.Terminated.ToArray());
        Assert.NotEqual(world.Arrived.ToArray(), world.Observation.ToArray());
        Assert.All(world.Observation[36..].ToArray(), speed => Assert.InRange(speed, -1, 1));
    }

    [Fact]
    public void Copies_InABatchOfAnySize_BehaveTheSame()
    {
        const int large = 4096;
        foreach (var count in new[] { 1, 16, 21 })
        {
            Pendulum few = new(count, 50), many = new(large, 50);
            few.Reset(6);
            many.Reset(6);
            var rng = new Generator(7);
            var actions = new float[large];
            for (var t = 0; t < 120; t++)
            {
                rng.Normal(actions);
                few.Step(actions.AsSpan(0, count));
                many.Step(actions);
                for (var f = 0; f < 3; f++) Assert.Equal(many.Observation.Slice(f * large, count), few.Observation.Slice(f * count, count));
            }
        }
    }

    [Fact]
    public void Load_AfterSave_ContinuesTheSameBits()
    {
        Pendulum straight = new(19, 40), resumed = new(19, 40);
        straight.Reset(8);
        var rng = new Generator(9);
        var actions = new float[19];
        for (var t = 0; t < 100; t++)
        {
            rng.Normal(actions);
            straight.Step(actions);
            if (t == 55) Saved.Copy(straight, resumed);
            if (t <= 55) continue;
            resumed.Step(actions);
            Assert.Equal(straight.Observation, resumed.Observation);
            Assert.Equal(straight.Truncated, resumed.Truncated);
        }
    }

    [Fact]
    public void Step_ATorqueThatIsNoNumber_NamesTheCopy() =>
        Assert.StartsWith("Action of copy 2 must be a number, was NaN.", Assert.Throws<ArgumentException>(() => new Pendulum(3).Step([0, 0, float.NaN])).Message);

    [Fact]
    public void SinCos_AndWrap_AreWithinOneRounding()
    {
        for (var angle = -4f; angle <= 4; angle += 1e-3f)
        {
            var (sin, cos) = Angle.SinCos(Vector512.Create(angle));
            Assert.Equal(Math.Sin(angle), sin[0], 1.2e-7);
            Assert.Equal(Math.Cos(angle), cos[0], 1.2e-7);
            var wrapped = Angle.Wrap(Vector512.Create(angle))[0];
            Assert.InRange(wrapped, -3.1415930f, 3.1415930f);
            Assert.Equal(Math.Sin(angle), Math.Sin(wrapped), 3e-7);
        }
    }

    /// <summary>The cheat that the proxy's documentation describes: spinning earns more energy than balancing, and is worse than torques at random.</summary>
    [Fact]
    public void Energy_IsBestServedBySpinning_WhichBalancesWorst()
    {
        var spin = Returns((_, _, ω, _) => ω >= 0 ? 2 : -2);
        var random = Returns((_, _, _, rng) => 4 * rng.NextSingle() - 2);
        var balancer = Returns((cos, sin, ω, _) => cos > 0.8f ? -10 * MathF.Atan2(sin, cos) - 2.5f * ω : MathF.CopySign(2, ω * (5 - ω * ω / 6 - 5 * cos)));
        Assert.True(spin.Energy > 1.5 * balancer.Energy && balancer.Energy > 3 * random.Energy);
        Assert.True(balancer.Balance > 0.25 * random.Balance && random.Balance > spin.Balance + 200);
    }

    private static (double Energy, double Balance) Returns(Func<float, float, float, Generator, float> policy)
    {
        const int count = 128, steps = 200;
        var world = new Pendulum(count);
        var rng = new Generator(10);
        var actions = new float[count];
        using var batch = new Transitions(world.Schema, count * steps);
        for (var t = 0; t < steps; t++)
        {
            for (var n = 0; n < count; n++) actions[n] = policy(world.Observation[n], world.Observation[count + n], world.Observation[2 * count + n], rng);
            Goodhart.Worlds.Rollout.Before(world, actions, batch, t);
            world.Step(actions);
            Goodhart.Worlds.Rollout.After(world, batch, t);
        }

        var (energy, balance) = (new float[batch.Count], new float[batch.Count]);
        PendulumRewards.Energy.Evaluate(batch, energy);
        PendulumRewards.Balance.Evaluate(batch, balance);
        return (energy.Sum(score => (double)score) / count, balance.Sum(score => (double)score) / count);
    }

    [Fact]
    public void Rewards_OfKnownTransitions_AreTheirFormulas()
    {
        var world = new Pendulum(1);
        using var batch = new Transitions(world.Schema, 2);
        (float Sin, float Cos, float Speed, float Torque, float Next, float NextSpeed)[] rows = [(0, -1, 8, 5, -1, 0), (1, 0, 0, 0, 1, 6)];
        for (var i = 0; i < 2; i++)
        {
            (batch.Observation("sin angle")[i], batch.Observation("cos angle")[i], batch.Observation("angular velocity")[i]) = (rows[i].Sin, rows[i].Cos, rows[i].Speed);
            (batch.Action()[i], batch.Next("cos angle")[i], batch.Next("angular velocity")[i]) = (rows[i].Torque, rows[i].Next, rows[i].NextSpeed);
        }

        float[] Scores(string name)
        {
            var scores = new float[2];
            world.Rewards.Single(reward => reward.Name == name).Evaluate(batch, scores);
            return scores;
        }

        // Hanging at full speed with the torque clipped to 2: −(π² + 0.1·64 + 0.001·4) = −16.273604, Gymnasium's documented minimum.
        Assert.Equal(-16.273604f, Scores("balance")[0], 1e-5f);
        Assert.Equal(-(float)(Math.PI * Math.PI / 4), Scores("balance")[1], 1e-5f);
        Assert.Equal([0, 1], Scores("height"));
        Assert.Equal([-5, 11], Scores("energy"));    // 36/6 + 5
    }
}
