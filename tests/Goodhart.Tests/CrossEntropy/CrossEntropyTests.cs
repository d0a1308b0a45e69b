using Goodhart.Audit;
using Goodhart.Optimization.CrossEntropy;
using Goodhart.Studies.Design;
using Goodhart.Worlds;
using Goodhart.Worlds.Control;
using Goodhart.Worlds.Gripper;

namespace Goodhart.Tests;

public class CrossEntropyTests
{
    private static readonly CreateWorld pole = (count, horizon) => new CartPole(count, horizon ?? 500);

    [Fact]
    public void Learn_TakesMeanAndDeviationOfTheElites()
    {
        var search = new CrossEntropySearch(1, new(Population: 4, Elites: 2, ExtraDeviation: 0, Floor: 0), new(1));
        search.Learn([1, 2, 3, 7], [0, 5, -1, 5]);
        // Elites 2 and 7: mean 4.5, population variance 6.25.
        Assert.Equal((4.5, 2.5, 1), (search.Mean[0], search.Deviation[0], search.Generation));
    }

    [Fact]
    public void ExtraNoise_FallsLinearly_AndTheFloorStays()
    {
        var options = new CrossEntropyOptions(Population: 2, Elites: 2, Generations: 10, ExtraDeviation: 2, ExtraShare: .5, Floor: .1);
        // After generation g (from 0) the variance added is 4·(1 − (g + 1)/5), down to 0.
        Assert.Equal([3.2, 2.4, 1.6, .8, 0, 0], Enumerable.Range(0, 6).Select(g => Math.Round(options.ExtraVariance(g), 12)));
        var search = new CrossEntropySearch(1, options, new(1));
        search.Learn([3, 3], [0, 0]);
        Assert.Equal(Math.Sqrt(3.2), search.Deviation[0], 1e-12);
        for (var i = 0; i < 6; i++) search.Learn([3, 3], [0, 0]);
        Assert.Equal(.1, search.Deviation[0]);
    }

    [Fact]
    public void AQuadratic_IsClimbedToItsTop()
    {
        var (search, population, values) = (new CrossEntropySearch(8, new(Generations: 60), new(3)), new double[32 * 8], new double[32]);
        for (var g = 0; g < 60; g++)
        {
            search.Draw(population);
            for (var p = 0; p < 32; p++) values[p] = -Enumerable.Range(0, 8).Sum(d => Math.Pow(population[p * 8 + d] - (d - 3), 2));
            search.Learn(population, values);
        }

        for (var d = 0; d < 8; d++) Assert.Equal(d - 3, search.Mean[d], .05);
    }

    [Fact]
    public void CartPole_StandsForItsWholeEpisode_OnEverySeed()
    {
        for (ulong seed = 1; seed <= 3; seed++)
        {
            var trainer = new CrossEntropyTrainer(pole, CartPoleRewards.Upright, new(Generations: 15), new(seed));
            CrossEntropyStep step = trainer.Iterate();
            var first = step.Return;
            while (trainer.Generation < 15) step = trainer.Iterate();
            Assert.True(step.Return > first && step.EliteReturn >= step.Return);
            Assert.Equal(step.Steps, trainer.Steps);
            var measured = Measure.Sampled(n => pole(n), trainer.Policy, CartPoleRewards.Upright, HeldOut<Transitions>.Of(CartPoleRewards.Upright), 100, seed,
                cancellation: TestContext.Current.CancellationToken);
            Assert.True(measured.MeanLength > 490, $"seed {seed}: {measured.MeanLength}");
        }
    }

    [Fact]
    public void TheSameSeed_GivesTheSameBits()
    {
        double[] Train(ulong seed)
        {
            var trainer = new CrossEntropyTrainer((count, _) => new Pendulum(count, 50), new Pendulum(1).Rewards[0], new(Population: 8, Elites: 3, Hidden: 4), new(seed));
            for (var g = 0; g < 3; g++) trainer.Iterate();
            return trainer.Policy.Weights.ToArray();
        }

        Assert.Equal(Train(1), Train(1));
        Assert.NotEqual(Train(1), Train(2));
    }

    [Fact]
    public void ARewardThatRemembers_GetsEveryCopysEpisodeInOrder()
    {
        // The memory counts steps per copy; only the tenth step of an episode pays, so every return is 1 where all poles stand that long.
        var tenth = new Tenth();
        var trainer = new CrossEntropyTrainer((count, _) => new CartPole(count, 8), tenth, new(Population: 4, Elites: 2, Rollouts: 3), new(1));
        Assert.Equal(0, trainer.Iterate().Return);
        trainer = new((count, _) => new Pendulum(count, 12), new Tenth(), new(Population: 4, Elites: 2, Rollouts: 3), new(1));
        Assert.Equal(1, trainer.Iterate().Return);
        Assert.Equal(1, trainer.Iterate().Return);
    }

    [Fact]
    public void Policy_ComputesLayersByHand()
    {
        var schema = new Schema([new("a", Low: 0, High: 2), new("b")], new ActionSpace.Box([new("u", Low: -2, High: 4), new("v")]));
        CompactInput[] inputs = [new(0, 1, 1), new(1, 10, .5f)];
        var actions = new float[4];
        // Linear: scaled inputs (1, 1) and (−1, 0); u = ½a − ¼b + ⅛, mapped from [−1, 1] to [−2, 4]; v = 3a + 1, unbounded.
        new CompactPolicy(schema, inputs, 0, [.5, -.25, .125, 3, 0, 1]).Act(new([2, 0, 12, 10], [], 2), new(1), actions);
        Assert.Equal([-2 + 3 * 1.375f, -2 + 3 * .625f, 4, -2], actions);
        // One tanh unit h = tanh(a): u = 2h, which for a = 1 is clipped; v = h.
        new CompactPolicy(schema, inputs, 1, [1, 0, 0, 2, 0, 1, 0]).Act(new([2, 0, 12, 10], [], 2), new(1), actions);
        Assert.Equal([4, -2, MathF.Tanh(1), MathF.Tanh(-1)], actions);
        Assert.Equal((6, 7), (CompactPolicy.CountOf(schema.Actions, 2, 0), CompactPolicy.CountOf(schema.Actions, 2, 1)));
    }

    [Fact]
    public void APopulation_ActsAsEachOfItsCandidatesAlone()
    {
        var world = new CartPole(7);
        var (scale, _) = ObservationScale.Of(world, new(1));
        var inputs = CompactInputs.Plain(scale);
        var size = CompactPolicy.CountOf(world.Schema.Actions, 4, 3);
        var (rng, population) = (new Generator(2), new double[7 * size]);
        for (var i = 0; i < population.Length; i++) population[i] = rng.NextNormal();
        var crowd = CompactPolicy.ForPopulation(world.Schema, inputs, 3);
        crowd.Assign(population, 1);
        float[] together = new float[7], alone = new float[7];
        crowd.Act(Situations.Of(world), rng, together);
        for (var p = 0; p < 7; p++)
        {
            new CompactPolicy(world.Schema, inputs, 3, population.AsSpan(p * size, size)).Act(Situations.Of(world), rng, alone);
            Assert.Equal(alone[p], together[p]);
        }
    }

    [Fact]
    public void RelatedInputs_AreDifferencesOfLikeFields_AlsoThroughFlags()
    {
        var schema = new Schema(
            [new("hand.x", "m", -1, 1), new("cube.x", "m", -2, 2), new("cube.held", "1", 0, 1, FieldKind.Flag), new("goal.height", "m", 0, 1), new("speed", "m/s", -1, 1)],
            new ActionSpace.Box([new("u", Low: -1, High: 1)]));
        var inputs = CompactInputs.Related(schema, new([0, 0, .5f, .5f, 0], [1, .5f, 2, 2, 1]), gain: 4);
        Assert.Equal(new CompactInput[] { new(1, 0, 2, Other: 0), new(1, 0, 2, Other: 0, Gate: 2) }, inputs.Skip(5));
        var columns = new float[14];
        CompactInputs.Of(inputs, [.25f, 0, .75f, 0, 1, 0, 1, 0, .1f, 0], 2, columns);
        // Of the first situation: the fields scaled, then 2·(0.75 − 0.25) = 1 and the same through the flag that is set.
        Assert.Equal([.25f, .375f, 1, 1, .1f, 1, 1], Enumerable.Range(0, 7).Select(i => columns[2 * i]));
        // Of the second: all zero but what the scales shift; the flag is not set.
        Assert.Equal([0f, 0, -1, -1, 0, 0, 0], Enumerable.Range(0, 7).Select(i => columns[2 * i + 1]));
    }

    [Theory]
    [InlineData(GripperTask.Reach, .95)]
    [InlineData(GripperTask.Push, .7)]
    [InlineData(GripperTask.Pick, .5)]
    public void Gripper_ThePersonsRewardIsLearnt(GripperTask task, double atLeast)
    {
        var training = Trainings.For(WorldCatalogue.Find(GripperWorld.NameOf(task)));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var outcome = training.Train(GripperRewards.Staged(task), 1, cancellation: TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine($"{task}: success {outcome.Success:F2}, fitness {outcome.LastFitness:F2}, r {outcome.HumanCorrelation:F3}, {clock.ElapsedMilliseconds} ms");
        Assert.Equal(Verdict.Improving, outcome.Judgement.Verdict);
        Assert.InRange(outcome.Success!.Value, atLeast, 1);
        Assert.Equal(1, outcome.HumanCorrelation!.Value, 1e-3);   // the program is the same reward
    }

    [Fact]
    public void BadOptions_AreNamed()
    {
        Says("Elites must be in [2, 32], was 40.", new(Elites: 40));
        Says("Population must be in [2, 1048576], was 1.", new(Population: 1));
        Says("Deviation must be positive, was 0.", new(Deviation: 0));
        Says("Gain must be positive, was 0.", new(Gain: 0));
        Says("Hidden must not be negative, was -1.", new(Hidden: -1));
        Assert.StartsWith("World 'cartpole' has no horizon", Assert.Throws<ArgumentException>(() =>
            new CrossEntropyTrainer((count, _) => new CartPole(count, null), CartPoleRewards.Upright, new(), new(1))).Message);

        static void Says(string message, CrossEntropyOptions options) =>
            Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(() => new CrossEntropyTrainer(pole, CartPoleRewards.Upright, options, new(1))).Message);
    }

    private sealed class Tenth : IReward<Transitions>, IEpisodic
    {
        private int[] age = [];
        private int next;

        public string Name => "tenth";

        public string Unit => "1";

        public IReadOnlyList<IReward<Transitions>> Parts => [];

        public void Begin(int copies) => (age, next) = (new int[copies], 0);

        public void Score(Transitions batch, Span<float> scores, PartTrace? trace = null)
        {
            for (var i = 0; i < scores.Length; i++)
            {
                scores[i] = ++age[next] == 10 ? 1 : 0;
                if (batch.Terminated[i] || batch.Truncated[i]) age[next] = 0;
                next = (next + 1) % age.Length;
            }
        }

        public void Save(BinaryWriter writer) => throw new NotSupportedException();

        public void Load(BinaryReader reader) => throw new NotSupportedException();
    }
}
