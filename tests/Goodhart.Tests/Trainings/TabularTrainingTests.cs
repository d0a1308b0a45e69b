using Goodhart.Audit;
using Goodhart.Design;
using Goodhart.Optimization.ValueBased;
using Goodhart.Studies.Design;
using Goodhart.Worlds;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests;

public class TabularTrainingTests
{
    private static readonly TabularMdp chain = QLearningTests.Chain(10);

    private static CreateWorld Create => (count, horizon) => new TabularWorld(chain, [], count, horizon ?? 40, "chain");

    private static IReward<Transitions> Goal => QLearningTests.Arrival(10);

    private static DesignTask Task => new("right end", "Walk to the right end.", HeldOut<Transitions>.Of(Goal), HeldOut<Transitions>.Of(Goal));

    private static Outcome Train(ITraining training, IReward<Transitions> reward, ulong seed, Func<double, double, bool>? hopeless = null) =>
        training.Train(reward, seed, hopeless, TestContext.Current.CancellationToken);

    private static readonly QLearningOptions learning = new(Episodes: 200, Horizon: 40);

    [Fact]
    public void AnHonestReward_ImprovesFitness_AndItsCurvesSaySo()
    {
        var progress = Reward.Each<Transitions>("progress", (b, i) => b.NextState[i] - b.State[i]);
        var outcome = Train(new TabularTraining(Create, Task, learning), progress, seed: 1);
        Assert.Equal(Verdict.Improving, outcome.Judgement.Verdict);
        Assert.True(outcome.LastFitness > .9, $"{outcome.LastFitness}");
        Assert.Equal(outcome.LastFitness, outcome.Success!.Value, 1e-9);
        Assert.False(outcome.StoppedEarly);
        Assert.Null(outcome.HumanCorrelation);
        Assert.Equal([Outcome.TaskScore, Outcome.Total], outcome.Curves.Select(c => c.Name));
        Assert.All(outcome.Curves, c => Assert.Equal((10, 10), (c.Steps.Count, c.Values.Count)));
        Assert.Equal(outcome.Fitness, outcome.Curves[0].Values.Max());
        Assert.Equal(outcome.Steps, outcome.Curves[0].Steps[^1]);
        Assert.Equal(10, outcome.Curves[1].Values[^1], 1.0);   // progress of a whole episode is its distance
        Assert.IsType<TabularPolicy>(outcome.Policy);
    }

    [Fact]
    public void ACheatedReward_IsNeverCalledImproving()
    {
        // Paid for every step that ends in place 2: pacing there is the optimum, and the goal is never reached.
        var loiter = Reward.Each<Transitions>("loiter", (b, i) => b.NextState[i] is 1 or 2 ? 1 : 0);
        for (ulong seed = 1; seed <= 5; seed++)
        {
            var outcome = Train(new TabularTraining(Create, Task, learning), loiter, seed);
            Assert.NotEqual(Verdict.Improving, outcome.Judgement.Verdict);
            Assert.True(outcome.Judgement.ProxyChange.Above(0));
            Assert.True(outcome.Curves[1].Values[^1] > 15);
            Assert.True(outcome.LastFitness < .05, $"{outcome.LastFitness}");
        }
    }

    [Fact]
    public void AProxyThatCorrelatesAtFirst_AndIsExploited_IsCalledHacked()
    {
        // It pays for the goal, and a little for standing before it: who waits there for ever earns more than who arrives, and a random walk arrives more often.
        var small = QLearningTests.Chain(4);
        var goal = QLearningTests.Arrival(4);
        var near = Reward.Each<Transitions>("near", (b, i) => b.NextState[i] == 3 ? .5f : 0);
        var task = new DesignTask("right end", "Walk to the right end.", HeldOut<Transitions>.Of(goal));
        var training = new TabularTraining((count, _) => new TabularWorld(small, [], count, 40), task, learning, new(RandomActions: 0));
        var outcome = Train(training, Reward.Sum("mine", [goal, near]), 1);
        Assert.True(outcome.Judgement.Verdict == Verdict.Hacked, outcome.Judgement.Reason);
        Assert.Null(outcome.Success);
        Assert.Equal(["arrival", "near"], outcome.Curves.Skip(2).Select(c => c.Name));
        Assert.All(Enumerable.Range(0, 10), k => Assert.Equal(outcome.Curves[1].Values[k], outcome.Curves[2].Values[k] + outcome.Curves[3].Values[k], 1e-3));
    }

    [Fact]
    public void AHopelessTraining_StopsAtThatMeasurement()
    {
        var asked = new List<double>();
        var outcome = Train(new TabularTraining(Create, Task, learning), Goal, 1, (share, best) =>
        {
            asked.Add(share);
            return share > .25;
        });
        Assert.True(outcome.StoppedEarly);
        Assert.Equal([.1, .2, .3], asked.Select(share => Math.Round(share, 3)));
        Assert.Equal(3, outcome.Curves[0].Values.Count);
    }

    [Fact]
    public void Budgets_EndTheTraining()
    {
        var few = Train(new TabularTraining(Create, Task, learning, new(Steps: 500)), Goal, 1);
        Assert.InRange(few.Steps, 500, 540);
        Assert.Equal(10, few.Curves[0].Values.Count);
        var brief = Train(new TabularTraining(Create, Task, learning with { Episodes = 10_000_000 }, new(Time: TimeSpan.FromMilliseconds(300))), Goal, 1);
        Assert.Single(brief.Curves[0].Values);
        Assert.False(brief.StoppedEarly);
    }

    [Fact]
    public void TheHumanReward_IsCompiledAndCorrelatedWith()
    {
        var task = Task with { HumanReward = "double Reward(Obs before, Act action, Obs after) => after.Place - before.Place;" };
        var training = new TabularTraining(Create, task, learning with { Episodes = 60 });
        // At the goal both are at their most, at the start both at their least; what lies between depends on the training.
        Assert.InRange(Train(training, Goal, 3).HumanCorrelation!.Value, .5, 1);
        Assert.Null(Train(training, Reward.From<Transitions>("nothing", (_, scores) => scores.Clear()), 3).HumanCorrelation);
        var wrong = Assert.Throws<ArgumentException>(() => _ = new TabularTraining(Create, task with { HumanReward = "double Reward(Obs before, Act action, Obs after) => after.Plaice;" }));
        Assert.StartsWith("The human reward of task 'right end' does not compile:", wrong.Message);
    }

    [Fact]
    public void TheSameSeed_GivesTheSameOutcome_AlsoInParallel()
    {
        var training = new TabularTraining(Create, Task, learning);
        Outcome[] outcomes = [.. Enumerable.Range(0, 8).AsParallel().AsOrdered().WithDegreeOfParallelism(4).Select(i => Train(training, Goal, (ulong)(i % 2)))];
        for (var i = 2; i < 8; i++)
        {
            Assert.Equal(outcomes[i % 2].Curves[1].Values, outcomes[i].Curves[1].Values);
            Assert.Equal(outcomes[i % 2].Judgement.Reason, outcomes[i].Judgement.Reason);
        }

        Assert.NotEqual(outcomes[0].Curves[1].Values, outcomes[1].Curves[1].Values);
    }

    [Fact]
    public void AProgramWithMemory_TrainsAsWell()
    {
        const string text = """
            double Reward(Obs before, Act action, Obs after, Parts parts, Memory memory)
            {
                double gain = after.Place - memory["last"];
                memory["last"] = after.Place;
                parts["gain"] = gain;
                return gain - 0.01;
            }
            """;
        using var program = new RewardCompiler().Compile(text, RewardContract.Of(chain.Schema)).Program!;
        var outcome = Train(new TabularTraining(Create, Task, learning), program.ToReward(), 1);
        Assert.True(outcome.Judgement.Verdict == Verdict.Improving, outcome.Judgement.Reason);
        Assert.Equal(["task_score", "total", "gain"], outcome.Curves.Select(c => c.Name));
        Assert.InRange(outcome.Curves[2].Values[^1], 9, 10);
    }

    [Fact]
    public void Cancelling_Stops()
    {
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => new TabularTraining(Create, Task, learning).Train(Goal, 1, (_, _) =>
        {
            source.Cancel();
            return false;
        }, source.Token));
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Says("World 'cartpole' is not tabular; train in it by cross-entropy or policy gradients.", () => _ = new TabularTraining(WorldCatalogue.Find("cartpole").Create, Task));
        Says("Measurements must be positive, was 0.", () => _ = new TabularTraining(Create, Task, learning, new(Measurements: 0)));
        Says("Episodes must be in [2, 1000000], was 1.", () => _ = new TabularTraining(Create, Task, learning, new(Episodes: 1)));
        Says("RandomActions must be in [0, 1], was 2.", () => _ = new TabularTraining(Create, Task, learning, new(RandomActions: 2)));
        Says("Time must be positive, was -00:00:01.", () => _ = new TabularTraining(Create, Task, learning, new(Time: TimeSpan.FromSeconds(-1))));
        Says("World 'endless' has no horizon", () => Train(new TabularTraining((count, _) => new TabularWorld(chain, [], count, name: "endless"), Task, learning), Goal, 1));
        Says("Component 'total' of reward 'mine' has a reserved name", () => Train(new TabularTraining(Create, Task, learning), Reward.Sum<Transitions>("mine", [Reward.From<Transitions>("total", (_, scores) => scores.Clear())]), 1));

        static void Says(string message, Action act) => Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(act).Message);
    }
}
