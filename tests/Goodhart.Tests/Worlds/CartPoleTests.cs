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

    [Fact]
    public void Step_FromAKnownState_GivesTheNumbersOfTheEquations()
    {
        // By hand from (x, ẋ, θ, θ̇) = (1, 0, 0, 0) pushed right: a = 10/1.1 = 9.0909, θ̈ = −9.0909/(0.5·(4/3 − 0.1/1.1)) = −14.6341,
        // ẍ = 9.0909 + 0.05·14.6341/1.1 = 9.7561; Euler moves only the velocities in the first step: ẋ = 0.195122, θ̇ = −0.292683.
        var world = Placed(1, 0, 0, 0);
        world.Step([1]);
        float[] expected = [1, 0.195122f, 0, -0.292683f];
        for (var f = 0; f < 4; f++) Assert.Equal(expected[f], world.Arrived[f], 1e-6f);

        // Second step, pushed left: positions follow the old velocities; sin θ = 0 still, so ẍ and θ̈ change sign only (θ̇² acts through sin θ).
        world.Step([0]);
        expected = [1.00390244f, 0, -0.00585366f, 0];
        for (var f = 0; f < 4; f++) Assert.Equal(expected[f], world.Arrived[f], 1e-6f);
    }

    [Theory]
    [InlineData(2.39f, 1f, true)]     // 2.39 + 0.02·1 = 2.41
    [InlineData(2.37f, 1f, false)]    // 2.39
    [InlineData(-2.39f, -1f, true)]
    public void Step_LeavingTheTrack_Terminates(float position, float velocity, bool ends)
    {
        var world = Placed(position, velocity, 0, 0);
        world.Step([1]);
        Assert.Equal(ends, world.Terminated[0]);
    }

    [Fact]
    public void SinCos_OnTheAnglesOfARunningEpisode_IsWithinOneRounding()
    {
        for (var angle = -0.21f; angle <= 0.21f; angle += 1e-4f)
        {
            var (sin, cos) = CartPole.SinCos(System.Runtime.Intrinsics.Vector512.Create(angle));
            Assert.Equal(Math.Sin(angle), sin[0], 2e-8);
            Assert.Equal(Math.Cos(angle), cos[0], 1e-7);
        }
    }

    [Fact]
    public void Load_AfterSave_ContinuesTheSameBits()
    {
        CartPole straight = new(50, 30), resumed = new(50, 30);
        straight.Reset(10);
        var rng = new Generator(11);
        var actions = new float[50];
        for (var t = 0; t < 200; t++)
        {
            for (var n = 0; n < 50; n++) actions[n] = rng.NextInt(2);
            straight.Step(actions);
            if (t == 77) Copy(straight, resumed);
            if (t <= 77) continue;
            resumed.Step(actions);
            Assert.Equal(straight.Observation, resumed.Observation);
            Assert.Equal(straight.Arrived, resumed.Arrived);
            Assert.Equal(straight.Terminated, resumed.Terminated);
            Assert.Equal(straight.Truncated, resumed.Truncated);
        }
    }

    [Fact]
    public void Load_StateOfAnotherWorld_NamesBoth()
    {
        var error = Assert.Throws<InvalidDataException>(() => Copy(new CartPole(2), new CartPole(3)));
        Assert.Equal("Saved state is of 2 copies of 'cartpole', expected 3 copies of 'cartpole'.", error.Message);
    }

    [Fact]
    public void Step_AnActionThatIsNone_NamesCopyAndValueAndMovesNothing()
    {
        var world = new CartPole(20);
        var before = world.Observation.ToArray();
        var actions = new float[20];
        foreach (var wrong in new[] { 2f, 0.5f, -1f, float.NaN })
            foreach (var copy in new[] { 3, 18 })
            {
                actions[copy] = wrong;
                var error = Assert.Throws<ArgumentException>(() => world.Step(actions));
                Assert.StartsWith($"Action of copy {copy} must be 0 (left) or 1 (right), was {wrong}.", error.Message);
                actions[copy] = 0;
            }

        Assert.StartsWith("actions.Length must be 20, was 3.", Assert.Throws<ArgumentException>(() => world.Step([0, 0, 0])).Message);
        Assert.Equal(before, world.Observation.ToArray());
    }

    [Fact]
    public void Construction_WithoutCopiesOrHorizon_IsRefused()
    {
        Assert.StartsWith("count must be in [1, ", Assert.Throws<ArgumentOutOfRangeException>(() => new CartPole(0)).Message);
        Assert.StartsWith("horizon must be positive, was 0.", Assert.Throws<ArgumentOutOfRangeException>(() => new CartPole(1, 0)).Message);
    }

    [Fact]
    public void Step_DoesNotAllocate()
    {
        var world = new CartPole(1000);
        var actions = new float[1000];
        world.Step(actions);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var t = 0; t < 100; t++) world.Step(actions);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Rewards_OfAKnownState_AreTheirFormulas()
    {
        using var batch = new Transitions(new CartPole(1).Schema, 2);
        (batch.Next("position")[0], batch.Next("angle")[0]) = (1.2f, 0.1f);
        (batch.Next("position")[1], batch.Next("angle")[1]) = (-2.5f, -0.3f);
        float[] Scores(string name)
        {
            var scores = new float[2];
            new CartPole(1).Rewards.Single(reward => reward.Name == name).Evaluate(batch, scores);
            return scores;
        }

        Assert.Equal([1, 1], Scores("upright"));
        // (1 − 0.5²)·(1 − (0.1/0.2094395)²) = 0.75·0.772027 = 0.579021; beyond both limits the product is 0, not positive.
        Assert.Equal(0.579021f, Scores("centred")[0], 1e-5f);
        Assert.Equal(0, Scores("centred")[1]);
        Assert.Equal(-1.54f, Scores("deviation")[0], 1e-5f);    // −(1.44 + 10·0.01)
    }

    private static void Copy(IWorld from, IWorld to)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true)) from.Save(writer);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        to.Load(reader);
        Assert.Equal(stream.Length, stream.Position);
    }

    /// <summary>One copy in a given state, by way of a saved world: name, count, seed and clock come before the observation.</summary>
    private static CartPole Placed(params float[] state)
    {
        var world = new CartPole(1);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        world.Save(writer);
        stream.Position = "cartpole".Length + 1 + sizeof(int) + sizeof(ulong) + sizeof(int);
        foreach (var value in state) writer.Write(value);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        world.Load(reader);
        return world;
    }
}
