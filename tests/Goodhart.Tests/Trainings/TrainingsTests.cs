using Goodhart.Audit;
using Goodhart.Design;
using Goodhart.Optimization;
using Goodhart.Studies.Design;
using Goodhart.Worlds;
using Goodhart.Worlds.Control;

namespace Goodhart.Tests;

public class TrainingsTests
{
    private static readonly DesignTask balance = new("balance", "Keep the pole up in the middle.", HeldOut<Transitions>.Of(CartPoleRewards.Centred));

    private static Outcome Train(ITraining training, IReward<Transitions> reward, ulong seed) => training.Train(reward, seed, cancellation: TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(TrainingChoice.ByWorld, "cartpole: cross-entropy, 25 generations of 32")]
    [InlineData(TrainingChoice.CrossEntropy, "cartpole: cross-entropy, 25 generations of 32")]
    [InlineData(TrainingChoice.PolicyGradient, "cartpole: PPO, 300,000 steps")]
    [InlineData(TrainingChoice.Features, "cartpole: Q-learning on features, 400,000 steps")]
    public void For_PicksByWorldOrChoice(TrainingChoice choice, string name) => Assert.Equal(name, Trainings.For(WorldCatalogue.Find("cartpole"), balance, choice).Name);

    [Fact]
    public void For_TakesTheTableWhereThereIsOne()
    {
        Assert.Equal("key-door: Q-learning, 800 episodes of 50 steps", Trainings.For(WorldCatalogue.Find("key-door")).Name);
        Assert.StartsWith("World 'cartpole' is not tabular", Assert.Throws<ArgumentException>(() => Trainings.For(WorldCatalogue.Find("cartpole"), balance, TrainingChoice.Tabular)).Message);
        Assert.Equal("World 'tomato' states no task: say what is wanted from it.", Assert.Throws<ArgumentException>(() => Trainings.For(WorldCatalogue.Find("tomato"))).Message);
    }

    [Fact]
    public void KeyDoor_ThePersonsRewardIsLearntAsThePilotsDid()
    {
        var entry = WorldCatalogue.Find("key-door");
        var rewards = entry.Create(1).Rewards;
        var training = Trainings.For(entry);
        double Mean(string name) => Enumerable.Range(1, 20).Average(seed => Train(training, rewards.First(r => r.Name == name), (ulong)seed).LastFitness);
        Assert.Equal(.475, Mean("human staged"), .07);
        Assert.Equal(.41, Mean("naive distance"), .05);
        Assert.Equal(1, Train(training, rewards.First(r => r.Name == "human staged"), 1).HumanCorrelation!.Value, 1e-3);
    }

    [Fact]
    public void CrossEntropy_BalancesAndIsJudged_AndThrowingThePoleOverIsNotImproving()
    {
        var training = new CrossEntropyTraining(WorldCatalogue.Find("cartpole").Create, balance, new(Generations: 10), new(Measurements: 5));
        var honest = Train(training, CartPoleRewards.Upright, 1);
        Assert.Equal(Verdict.Improving, honest.Judgement.Verdict);
        Assert.Equal(5, honest.Curves[0].Values.Count);
        Assert.True(honest.LastFitness > 300, $"{honest.LastFitness}");
        // The cost that a fall ends: the shortest episode is the cheapest, so the score rises and balancing does not.
        var cheated = Train(training, CartPoleRewards.Deviation, 1);
        Assert.NotEqual(Verdict.Improving, cheated.Judgement.Verdict);
        Assert.True(cheated.LastFitness < 30, $"{cheated.LastFitness}");
        Assert.Equal(honest.Curves[1].Values, Train(training, CartPoleRewards.Upright, 1).Curves[1].Values);
    }

    [Fact]
    public void PolicyGradient_TrainsAndHandsItsPolicyOver()
    {
        var training = new PolicyGradientTraining(WorldCatalogue.Find("cartpole").Create, balance, PolicyGradientOptions.CartPole, new(Measurements: 3, Episodes: 16, Steps: 60_000));
        var outcome = Train(training, CartPoleRewards.Centred, 1);
        Assert.Equal(3, outcome.Curves[0].Values.Count);
        Assert.InRange(outcome.Steps, 60_000, 64_096);
        Assert.Equal(Verdict.Improving, outcome.Judgement.Verdict);
        using var policy = Assert.IsType<NetworkPolicy>(outcome.Policy);
        using var record = Rollout.Collect(new CartPole(8), policy, 20, new(1));
        Assert.Equal(160, record.Count);
    }

    [Fact]
    public void PolicyGradient_KeepsARewardsMemoryWhileItMeasures()
    {
        // The program pays for progress since the step it remembers: were its memory lost or mixed up by a measurement, the run would differ from one with fewer.
        const string text = """
            double Reward(Obs before, Act action, Obs after, Parts parts, Memory memory)
            {
                double age = memory["age"] + 1;
                memory["age"] = age;
                return age / 100 - Math.Abs(after.Angle);
            }
            """;
        var schema = new CartPole(1).Schema;
        float[] Acts(int measurements)
        {
            using var program = new RewardCompiler().Compile(text, RewardContract.Of(schema)).Program!;
            var training = new PolicyGradientTraining(WorldCatalogue.Find("cartpole").Create, balance, new(Steps: 16), new(Measurements: measurements, Episodes: 4, Steps: 8_192), copies: 16);
            using var policy = (NetworkPolicy)Train(training, program.ToReward(), 1).Policy!;
            using var record = Rollout.Collect(new CartPole(8), policy, 40, new(1));
            return record.Observation(2).ToArray();
        }

        Assert.Equal(Acts(1), Acts(8));
    }

    [Theory]
    [InlineData(300, 475, 0, 300.0 / 475)]
    [InlineData(10, 10, 0, 1)]
    [InlineData(0, 10, 0, 0)]
    [InlineData(1, -3, -1, 1)]      // the person's reward did worse than the sparse one: better is still up
    [InlineData(-5, -1, -3, -1)]
    public void HumanNormalisedScore_PutsSparseAt0AndAPersonAt1(double method, double human, double sparse, double expected) =>
        Assert.Equal(expected, HumanNormalisedScore.Of(method, human, sparse), 1e-12);

    [Fact]
    public void HumanNormalisedScore_WithoutAScale_IsNaN_AndNeedsNumbers()
    {
        Assert.True(double.IsNaN(HumanNormalisedScore.Of(3, 1, 1)));
        Assert.StartsWith("The fitness of sparse must be finite, was NaN.", Assert.Throws<ArgumentOutOfRangeException>(() => HumanNormalisedScore.Of(1, 1, double.NaN)).Message);
    }
}
