using Goodhart.Worlds.Control;

namespace Goodhart.Tests.Worlds;

/// <summary>What CartPole promises about copies: independence of the batch, saving, errors, no allocation.</summary>
public sealed class CartPoleCopiesTests
{
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
            if (t == 77) Saved.Copy(straight, resumed);
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
        var error = Assert.Throws<InvalidDataException>(() => Saved.Copy(new CartPole(2), new CartPole(3)));
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
}
