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
            var before = Enumerable.Range(0, 37).Select(n => Saved.Row(world.Observation, 37, n)).ToArray();
            for (var n = 0; n < 37; n++) actions[n] = rng.NextInt(2);
            world.Step(actions);
            for (var n = 0; n < 37; n++)
            {
                var (expected, actual) = (Reference(before[n], actions[n]), Saved.Row(world.Arrived, 37, n));
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
        var states = Enumerable.Range(0, 20).Select(n => Saved.Row(world.Observation, 20, n)).ToArray();
        var actions = new float[20];
        for (var t = 1; t <= 120; t++)
        {
            StepBalanced(world, actions);
            for (var n = 0; n < 20; n++)
            {
                states[n] = Reference(states[n], actions[n]);
                var actual = Saved.Row(world.Arrived, 20, n);
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

    [Fact]
    public void Step_FromAKnownState_GivesTheNumbersOfTheEquations()
    {
        // By hand from (x, ẋ, θ, θ̇) = (1, 0, 0, 0) pushed right: a = 10/1.1 = 9.0909, θ̈ = −9.0909/(0.5·(4/3 − 0.1/1.1)) = −14.6341,
        // ẍ = 9.0909 + 0.05·14.6341/1.1 = 9.7561; Euler moves only the velocities in the first step: ẋ = 0.195122, θ̇ = −0.292683.
        var world = Saved.Placed(new CartPole(1), 1, 0, 0, 0);
        world.Step([1]);
        float[] expected = [1, 0.195122f, 0, -0.292683f];
        for (var f = 0; f < 4; f++) Assert.Equal(expected[f], world.Arrived[f], 1e-6f);

        // Second step, pushed left: positions follow the old velocities; sin θ = 0 still, so ẍ and θ̈ change sign only (θ̇² acts through sin θ).
        world.Step([0]);
        expected = [1.00390244f, 0, -0.00585366f, 0];
        for (var f = 0; f < 4; f++) Assert.Equal(expected[f], world.Arrived[f], 1e-6f);
    }

    [Fact]
    public void Step_FromGymnasiumsStateOfSeed42_ArrivesWhereGymnasiumDoes()
    {
        // The first two observations that Gymnasium's documentation prints for CartPole-v1, seed 42, pushed right.
        var world = Saved.Placed(new CartPole(1), 0.0273956f, -0.00611216f, 0.03585979f, 0.0197368f);
        world.Step([1]);
        float[] expected = [0.02727336f, 0.18847767f, 0.03625453f, -0.26141977f];
        for (var f = 0; f < 4; f++) Assert.Equal(expected[f], world.Arrived[f], 1e-6f);
    }

    [Theory]
    [InlineData(2.39f, 1f, true)]     // 2.39 + 0.02·1 = 2.41
    [InlineData(2.37f, 1f, false)]    // 2.39
    [InlineData(-2.39f, -1f, true)]
    public void Step_LeavingTheTrack_Terminates(float position, float velocity, bool ends)
    {
        var world = Saved.Placed(new CartPole(1), position, velocity, 0, 0);
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
}
