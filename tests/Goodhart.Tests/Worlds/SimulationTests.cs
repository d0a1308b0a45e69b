using Goodhart.Worlds.Simulations;

namespace Goodhart.Tests.Worlds;

public sealed class SimulationTests
{
    /// <summary>A walk on a line with noisy steps; it ends beyond ±3.</summary>
    private class Walk : Simulation
    {
        public override string Name => "walk";

        public override Schema Schema { get; } = new([new("place", "m"), new("draw")], new ActionSpace.Discrete(["back", "stay", "on"]));

        public override int? Horizon => 20;

        public override IReadOnlyList<IReward<Transitions>> Rewards { get; } = [Reward.Each<Transitions>("on", (batch, i) => batch.Next("place")[i] - batch.Observation("place")[i])];

        public override void Reset(Generator rng, Span<float> observation) => (observation[0], observation[1]) = (0, rng.NextSingle());

        public override bool Step(ReadOnlySpan<float> action, Generator rng, Span<float> observation)
        {
            observation[1] = (float)rng.NextNormal();
            observation[0] += action[0] - 1 + 0.1f * observation[1];
            return Math.Abs(observation[0]) > 3;
        }
    }

    /// <summary>Keeps hidden state that Reset forgets to clear.</summary>
    private sealed class Forgetful : Walk
    {
        private int total;

        public override bool Step(ReadOnlySpan<float> action, Generator rng, Span<float> observation)
        {
            base.Step(action, rng, observation);
            observation[0] = total++;
            return false;
        }
    }

    /// <summary>Counts in a private field that it saves itself.</summary>
    private sealed class Counter : Walk
    {
        private int count;

        public static int Resets { get; set; }

        public override void Reset(Generator rng, Span<float> observation)
        {
            Resets++;
            count = 0;
            base.Reset(rng, observation);
        }

        public override bool Step(ReadOnlySpan<float> action, Generator rng, Span<float> observation)
        {
            base.Step(action, rng, observation);
            observation[0] = ++count;
            return false;
        }

        public override bool Save(BinaryWriter writer)
        {
            writer.Write(count);
            return true;
        }

        public override void Load(BinaryReader reader) => count = reader.ReadInt32();
    }

    /// <summary>A world whose every part a test can bend.</summary>
    private sealed class Bent(Schema? schema = null, int? horizon = 20, Func<int, Span<float>, bool>? step = null, int resets = 2) : Walk
    {
        private int steps;

        public override Schema Schema { get; } = schema ?? new Walk().Schema;

        public override int? Horizon => horizon;

        public override void Reset(Generator rng, Span<float> observation) => observation[..resets].Clear();

        public override bool Step(ReadOnlySpan<float> action, Generator rng, Span<float> observation) => step?.Invoke(++steps, observation) ?? false;
    }

    [Fact]
    public void Step_OverAnEpisode_ReportsArrivalTerminationAndTheNextObservation()
    {
        var world = new SimulatedWorld(() => new Walk(), 3);
        world.Reset(1);
        Assert.Equal("walk", world.Name);
        Assert.Equal(["on"], world.Rewards.Select(reward => reward.Name));
        Assert.Equal(0, world.Observation[0]);
        Assert.Equal(3, world.Observation[3..].ToArray().Distinct().Count());

        var ends = new int[3];
        for (var t = 1; t <= 20; t++)
        {
            world.Step([2, 1, 0]);                      // copy 0 walks on, copy 1 stays, copy 2 walks back
            for (var n = 0; n < 3; n++)
            {
                var ended = world.Terminated[n] || world.Truncated[n];
                if (ended && ends[n] == 0) ends[n] = t;
                Assert.Equal(Math.Abs(world.Arrived[n]) > 3, world.Terminated[n]);
                Assert.Equal(ended ? 0 : world.Arrived[n], world.Observation[n]);
            }

            Assert.Equal(t == 20, world.Truncated[1]);
        }

        Assert.InRange(ends[0], 3, 4);                  // three steps of 1 ± 0.1 noise pass 3 or nearly
        Assert.InRange(ends[2], 3, 4);
    }

    [Fact]
    public void Copies_InABatchOfAnySize_BehaveTheSame()
    {
        SimulatedWorld few = new(() => new Walk(), 2), many = new(() => new Walk(), 5);
        few.Reset(2);
        many.Reset(2);
        for (var t = 0; t < 50; t++)
        {
            few.Step([1, 2]);
            many.Step([1, 2, 0, 0, 0]);
            Assert.Equal(many.Observation[..2], few.Observation[..2]);
            Assert.Equal(many.Observation.Slice(5, 2), few.Observation.Slice(2, 2));
        }
    }

    [Fact]
    public void Load_AfterSave_ReplaysAndContinuesTheSameBits() => ContinuesTheSame(() => new Walk());

    [Fact]
    public void Load_OfASimulationThatSavesItself_ContinuesWithoutReplay()
    {
        ContinuesTheSame(() => new Counter());
        SimulatedWorld from = new(() => new Counter(), 4), to = new(() => new Counter(), 4);
        var before = Counter.Resets;
        Saved.Copy(from, to);
        Assert.Equal(before, Counter.Resets);
    }

    private static void ContinuesTheSame(Func<Simulation> create)
    {
        SimulatedWorld straight = new(create, 4), resumed = new(create, 4);
        straight.Reset(3);
        var rng = new Generator(4);
        var actions = new float[4];
        for (var t = 0; t < 100; t++)
        {
            for (var n = 0; n < 4; n++) actions[n] = rng.NextInt(3);
            straight.Step(actions);
            if (t == 47) Saved.Copy(straight, resumed);
            if (t < 47) continue;
            if (t > 47) resumed.Step(actions);
            Assert.Equal(straight.Observation, resumed.Observation);
            Assert.Equal(straight.Arrived, resumed.Arrived);
            Assert.Equal(straight.Terminated, resumed.Terminated);
            Assert.Equal(straight.Truncated, resumed.Truncated);
        }
    }

    [Fact]
    public void Load_OfASimulationThatIsNotDeterministic_SaysWhereItStrayed()
    {
        SimulatedWorld from = new(() => new Forgetful(), 2), to = new(() => new Forgetful(), 2);
        for (var t = 0; t < 25; t++) from.Step([1, 1]);      // 20 steps, truncated, then 5: total counts on to 24
        var error = Assert.Throws<InvalidOperationException>(() => Saved.Copy(from, to));
        Assert.StartsWith("Simulation 'walk' is not deterministic: replaying copy 0 to step 5, field 'place' is 4, but was 24.", error.Message);
    }

    [Fact]
    public void Observation_ThatIsNoNumber_NamesFieldCopyAndStep()
    {
        var made = 0;
        var world = new SimulatedWorld(() => new Bent(step: Poison(made++)), 3);
        world.Step([1, 1, 1]);
        var error = Assert.Throws<InvalidOperationException>(() => world.Step([1, 1, 1]));
        Assert.Equal("Simulation 'walk' wrote NaN into field 'draw' at step 2 of copy 1; an observation must be finite.", error.Message);

        static Func<int, Span<float>, bool> Poison(int copy) => (step, observation) =>
        {
            if (copy == 1 && step == 2) observation[1] = float.NaN;
            return false;
        };
    }

    [Fact]
    public void Reset_ThatLeavesAFieldOut_NamesIt()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new SimulatedWorld(() => new Bent(resets: 1), 1));
        Assert.Equal("Simulation 'walk' wrote NaN into field 'draw' at step 0 of copy 0; Reset must write all of its fields.", error.Message);
    }

    [Fact]
    public void Observation_OfTheWrongLength_NamesTheLengths()
    {
        var world = new SimulatedWorld(() => new Bent(step: (_, observation) => observation[2] > 0), 1);
        var error = Assert.Throws<InvalidOperationException>(() => world.Step([1]));
        Assert.StartsWith("Simulation 'walk' failed at step 1 of copy 0: Index was outside", error.Message);
        Assert.EndsWith("An observation has 2 numbers, an action 1.", error.Message);
    }

    [Fact]
    public void Construction_OfWhatCannotRun_IsRefused()
    {
        Field[] fields = [new("place")];
        Assert.Equal("Simulation 'walk' has no action space: name its actions or give the box's fields.", Refusal(new(fields, null!)));
        Assert.Equal("Simulation 'walk' has no action space: name its actions or give the box's fields.", Refusal(new(fields, new ActionSpace.Discrete([]))));
        Assert.Equal("Simulation 'walk' has no observation fields.", Refusal(new([], new ActionSpace.Discrete(["a"]))));
        Assert.Equal("Simulation 'walk' has 2 observation fields called 'place'.", Refusal(new([.. fields, .. fields], new ActionSpace.Discrete(["a"]))));
        Assert.StartsWith("Simulation 'walk' enumerates 7 states;", Refusal(new(fields, new ActionSpace.Discrete(["a"]), 7)));
        Assert.StartsWith("horizon must be positive, was -1.", Assert.ThrowsAny<ArgumentException>(() => new SimulatedWorld(() => new Bent(horizon: -1), 1)).Message);

        var shared = new Walk();
        Assert.StartsWith("create returned the same walk twice;", Assert.Throws<ArgumentException>(() => new SimulatedWorld(() => shared, 2)).Message);
        Assert.Equal("create returned null for copy 0.", Assert.Throws<ArgumentException>(() => new SimulatedWorld(() => null!, 2)).Message);

        static string Refusal(Schema schema) => Assert.Throws<ArgumentException>(() => new SimulatedWorld(() => new Bent(schema), 1)).Message;
    }

    [Theory]
    [InlineData(3f, "Action of copy 1 must be a whole number in [0, 2], was 3.")]
    [InlineData(0.5f, "Action of copy 1 must be a whole number in [0, 2], was 0.5.")]
    [InlineData(float.NaN, "Action of copy 1 must be a whole number in [0, 2], was NaN.")]
    public void Step_AnActionThatIsNone_NamesCopyAndValue(float action, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => new SimulatedWorld(() => new Walk(), 2).Step([0, action])).Message);
}
