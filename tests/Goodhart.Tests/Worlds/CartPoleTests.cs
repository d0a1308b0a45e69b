using Goodhart.Worlds;
using Goodhart.Worlds.Control;

namespace Goodhart.Tests.Worlds;

public sealed class CartPoleTests
{
    /// <summary>The equations of Barto, Sutton and Anderson as Gymnasium integrates them, in double precision.</summary>
    private static double[] Reference(double[] s, double action)
    {
        double force = action == 1 ? 10 : -10, sin = Math.Sin(s[2]), cos = Math.Cos(s[2]);
        var temp = (force + 0.05 * s[3] * s[3] * sin) / 1.1;
        var angular = (9.8 * sin - cos * temp) / (0.5 * (4.0 / 3 - 0.1 * cos * cos / 1.1));
        var linear = temp - 0.05 * angular * cos / 1.1;
        return [s[0] + 0.02 * s[1], s[1] + 0.02 * linear, s[2] + 0.02 * s[3], s[3] + 0.02 * angular];
    }

    private static double[] Row(ReadOnlySpan<float> columns, int count, int copy)
    {
        var row = new double[columns.Length / count];
        for (var f = 0; f < row.Length; f++) row[f] = columns[f * count + copy];
        return row;
    }

    /// <summary>Pushes to the side the pole is falling to, with a pull towards the middle: balances for ever.</summary>
    private static float Balance(ReadOnlySpan<float> o, int count, int copy) =>
        0.1f * o[copy] + 0.2f * o[count + copy] + 3 * o[2 * count + copy] + o[3 * count + copy] > 0 ? 1 : 0;

    private static void StepBalanced(IWorld world, float[] actions)
    {
        for (var n = 0; n < world.Count; n++) actions[n] = Balance(world.Observation, world.Count, n);
        world.Step(actions);
    }

    [Fact]
    public void Step_OneStep_FollowsTheEquations()
    {
        var world = new CartPole(37);
        world.Reset(3);
        var rng = new Generator(4);
        var actions = new float[37];
        for (var t = 0; t < 300; t++)
        {
            var before = Enumerable.Range(0, 37).Select(n => Row(world.Observation, 37, n)).ToArray();
            for (var n = 0; n < 37; n++) actions[n] = rng.NextInt(2);
            world.Step(actions);
            for (var n = 0; n < 37; n++)
            {
                var (expected, actual) = (Reference(before[n], actions[n]), Row(world.Arrived, 37, n));
                for (var f = 0; f < 4; f++) Assert.Equal(expected[f], actual[f], 1e-6);
            }
        }
    }

    /// <remarks>
    /// The pole is unstable: near the top an error grows as e^(3.97·t) with t in seconds, 8 % a step, in this and in any other float32 program.
    /// So the bound is one rounding (1.2e-7) lifted by that; 1e-5 is kept for 57 steps.
    /// </remarks>
    [Fact]
    public void Step_ABalancedPoleRunningFreely_StaysWithTheReference()
    {
        var world = new CartPole(20);
        world.Reset(5);
        var states = Enumerable.Range(0, 20).Select(n => Row(world.Observation, 20, n)).ToArray();
        var actions = new float[20];
        for (var t = 1; t <= 120; t++)
        {
            StepBalanced(world, actions);
            for (var n = 0; n < 20; n++)
            {
                states[n] = Reference(states[n], actions[n]);
                var actual = Row(world.Arrived, 20, n);
                for (var f = 0; f < 4; f++) Assert.Equal(states[n][f], actual[f], Math.Max(1e-6, 1.2e-7 * Math.Exp(0.08 * t)));
            }
        }
    }

    [Fact]
    public void Step_Horizon_TruncatesBalancedPolesAtStep500AndStartsTheNextEpisode()
    {
        var world = new CartPole(33);
        world.Reset(6);
        var actions = new float[33];
        for (var t = 1; t < 500; t++)
        {
            StepBalanced(world, actions);
            Assert.DoesNotContain(true, world.Terminated.ToArray());
            Assert.DoesNotContain(true, world.Truncated.ToArray());
            Assert.Equal(world.Arrived, world.Observation);
        }

        StepBalanced(world, actions);
        Assert.DoesNotContain(true, world.Terminated.ToArray());
        Assert.DoesNotContain(false, world.Truncated.ToArray());
        Assert.All(world.Observation.ToArray(), value => Assert.InRange(value, -0.05f, 0.05f));
        Assert.NotEqual(world.Arrived.ToArray(), world.Observation.ToArray());

        StepBalanced(world, actions);
        Assert.DoesNotContain(true, world.Truncated.ToArray());
    }

    [Fact]
    public void Step_PushingOneWay_TerminatesAtTheAngleLimit()
    {
        var world = new CartPole(1, horizon: null);
        world.Reset(7);
        var steps = 0;
        do
        {
            Assert.InRange(Math.Abs(world.Observation[2]), 0, CartPole.AngleLimit);
            world.Step([1]);
            steps++;
        }
        while (!world.Terminated[0]);
        Assert.InRange(steps, 8, 11);
        Assert.True(world.Arrived[2] < -12 * Math.PI / 180);
        Assert.False(world.Truncated[0]);
        Assert.All(world.Observation.ToArray(), value => Assert.InRange(value, -0.05f, 0.05f));
    }

    [Fact]
    public void Step_FallingInTheLastStep_IsTerminatedAndNotTruncated()
    {
        var free = new CartPole(1, horizon: null);
        free.Reset(7);
        var length = 0;
        do free.Step([1]);
        while (++length > 0 && !free.Terminated[0]);
        var world = new CartPole(1, length);
        world.Reset(7);
        for (var t = 0; t < length; t++) world.Step([1]);
        Assert.True(world.Terminated[0]);
        Assert.False(world.Truncated[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(100)]
    public void Copies_InABatchOfAnySize_BehaveTheSame(int count)
    {
        const int large = 4096;
        CartPole few = new(count), many = new(large);
        few.Reset(8);
        many.Reset(8);
        var rng = new Generator(9);
        var actions = new float[large];
        for (var t = 0; t < 600; t++)
        {
            for (var n = 0; n < large; n++) actions[n] = rng.NextInt(2);
            few.Step(actions.AsSpan(0, count));
            many.Step(actions);
            for (var f = 0; f < 4; f++)
            {
                Assert.Equal(many.Observation.Slice(f * large, count), few.Observation.Slice(f * count, count));
                Assert.Equal(many.Arrived.Slice(f * large, count), few.Arrived.Slice(f * count, count));
            }

            Assert.Equal(many.Terminated[..count], few.Terminated);
        }
    }
}
