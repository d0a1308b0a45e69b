using Goodhart.Worlds;

namespace Goodhart.Tests.Worlds;

/// <summary>What every control world promises about copies: independence of the batch, saving, no allocation.</summary>
public sealed class GripperCopiesTests
{
    public static TheoryData<string> Worlds => ["pendulum", "mountaincar", "acrobot", "gripper-reach", "gripper-push", "gripper-pick", "gripper-stack"];

    private static void Draw(Schema schema, Generator rng, float[] actions)
    {
        for (var i = 0; i < actions.Length; i++) actions[i] = schema.Actions is ActionSpace.Discrete choices ? rng.NextInt(choices.Count) : 2 * rng.NextSingle() - 1;
    }

    [Theory]
    [MemberData(nameof(Worlds))]
    public void Copies_InABatchOfAnySize_BehaveTheSame(string name)
    {
        const int large = 100;
        foreach (var count in new[] { 1, 16, 17, 33 })
        {
            IWorld few = WorldCatalogue.Find(name).Create(count, 50), many = WorldCatalogue.Find(name).Create(large, 50);
            few.Reset(8);
            many.Reset(8);
            var width = many.Schema.Actions.Width;
            var (rng, all, some) = (new Generator(9), new float[width * large], new float[width * count]);
            for (var t = 0; t < 120; t++)
            {
                Draw(many.Schema, rng, all);
                for (var k = 0; k < width; k++) all.AsSpan(k * large, count).CopyTo(some.AsSpan(k * count));
                many.Step(all);
                few.Step(some);
                for (var f = 0; f < many.Schema.Observation.Count; f++)
                {
                    Assert.Equal(many.Observation.Slice(f * large, count), few.Observation.Slice(f * count, count));
                    Assert.Equal(many.Arrived.Slice(f * large, count), few.Arrived.Slice(f * count, count));
                }

                Assert.Equal(many.Terminated[..count], few.Terminated);
                Assert.Equal(many.Truncated[..count], few.Truncated);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Worlds))]
    public void Load_AfterSave_ContinuesTheSameBits(string name)
    {
        IWorld straight = WorldCatalogue.Find(name).Create(50, 30), resumed = WorldCatalogue.Find(name).Create(50, 30);
        straight.Reset(10);
        var (rng, actions) = (new Generator(11), new float[straight.Schema.Actions.Width * 50]);
        for (var t = 0; t < 150; t++)
        {
            Draw(straight.Schema, rng, actions);
            straight.Step(actions);
            if (t == 77) Saved.Copy(straight, resumed);
            if (t <= 77) continue;
            resumed.Step(actions);
            Assert.Equal(straight.Observation, resumed.Observation);
            Assert.Equal(straight.Arrived, resumed.Arrived);
            Assert.Equal(straight.Truncated, resumed.Truncated);
        }
    }

    [Theory]
    [MemberData(nameof(Worlds))]
    public void Step_DoesNotAllocate(string name)
    {
        var world = WorldCatalogue.Find(name).Create(100);
        var actions = new float[world.Schema.Actions.Width * 100];
        for (var t = 0; t < 70; t++) world.Step(actions);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var t = 0; t < 100; t++) world.Step(actions);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
