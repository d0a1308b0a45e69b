using System.Diagnostics;
using Goodhart.Optimization.ValueBased;
using Goodhart.Worlds.Tabular;
using Goodhart.Worlds.Tomato;

namespace Goodhart.Tests;

public class QLearningTests
{
    /// <summary>States 0 … n − 1 in a row and a terminal state n; "left" and "right" always succeed, and left at 0 stays.</summary>
    internal static TabularMdp Chain(int n)
    {
        var next = new int[2 * n];
        for (var s = 0; s < n; s++) (next[2 * s], next[2 * s + 1]) = (Math.Max(0, s - 1), s + 1);
        int[] start = [.. Enumerable.Range(0, 2 * n + 1), 2 * n, 2 * n];
        var initial = new double[n + 1];
        initial[0] = 1;
        return new(new([new("place")], new ActionSpace.Discrete(["left", "right"]), n + 1), start, next, [.. Enumerable.Repeat(1.0, 2 * n)], initial,
            (state, fields) => fields[0] = state);
    }

    internal static IReward<Transitions> Arrival(int goal) => Reward.Each<Transitions>("arrival", (batch, i) => batch.NextState[i] == goal ? 1 : 0);

    [Fact]
    public void OneEpisode_LearnsEachStepByTheRule()
    {
        // Two states and a goal, α = ½, γ = ½, never exploring; "right" is made the better action, so the episode is 0 → 1 → goal.
        using var learner = new QLearning(Chain(2), Arrival(2), new(.5, .5, 0, 0, Episodes: 3, Horizon: 5), new(1));
        learner.Q[1] = learner.Q[3] = .25;
        learner.Episode();
        // Q(0, right) = ¼ + ½·(0 + ½·¼ − ¼) = 0.1875, Q(1, right) = ¼ + ½·(1 − ¼) = 0.625.
        Assert.Equal([0, .1875, 0, .625, 0, 0], learner.Q);
        Assert.Equal((2L, 1), (learner.Steps, learner.Episodes));
        Assert.Equal([(0, 1, 1, 0.0, false), (1, 1, 2, 1.0, true)], learner.LastEpisode.ToArray().Select(s => (s.State, s.Action, s.Next, s.Reward, s.Terminated)));
    }

    [Fact]
    public void ReplayBackwards_CarriesTheRewardToTheStartInOneEpisode()
    {
        using var learner = new QLearning(Chain(2), Arrival(2), new(.5, .5, 0, 0, Episodes: 3, Horizon: 5, ReplayBackwards: true), new(1));
        learner.Q[1] = learner.Q[3] = .25;
        learner.Episode();
        // The last step first: 0.625 as before; then Q(0, right) = ¼ + ½·(½·0.625 − ¼) = 0.28125.
        Assert.Equal([0, .28125, 0, .625, 0, 0], learner.Q);
    }

    [Fact]
    public void CountBonus_FallsWithTheRootOfArrivals_AndIsNotPaidInTerminalStates()
    {
        using var learner = new QLearning(Chain(1), new double[2], new(1, 0, 0, 0, Episodes: 3, Horizon: 3, CountBonus: 1, RandomTies: false), new(1));
        learner.Q[0] = .1;
        learner.Episode();   // left three times: bonuses 1, 1/√2, 1/√3, of which α = 1 keeps the last
        Assert.Equal([1 / Math.Sqrt(3), 0, 0, 0], learner.Q);
        learner.Q[1] = 5;
        learner.Episode();   // right, into the terminal state
        Assert.Equal(0, learner.Q[1]);
    }

    [Fact]
    public void CutOffEpisodes_AreBootstrappedFrom()
    {
        using var learner = new QLearning(Chain(5), new double[10], new(1, 1, 0, 0, Episodes: 2, Horizon: 1), new(1));
        learner.Q[1] = 1;
        learner.Q[3] = 7;
        learner.Episode();
        Assert.Equal(7, learner.Q[1]);
    }

    [Fact]
    public void Epsilon_FallsLinearlyAndStays()
    {
        var options = new QLearningOptions(Epsilon: .5, FinalEpsilon: .1, Episodes: 5);
        Assert.Equal([.5, .4, .3, .2, .1, .1], Enumerable.Range(0, 6).Select(e => Math.Round(options.EpsilonAt(e), 12)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OnRandomProcesses_ThePolicyEarnsTheOptimum(bool backwards)
    {
        const double gamma = .9;
        for (ulong seed = 1; seed <= 5; seed++)
        {
            var rng = new Generator(seed);
            var mdp = RandomMdp.Create(8, 3, new(Concentration: .2, Branching: 3), rng);
            double[] table = [.. Enumerable.Range(0, mdp.Entries).Select(_ => rng.NextNormal())];
            using var learner = new QLearning(mdp, table, new(.05, gamma, 1, .3, Episodes: 4000, Horizon: 50, ReplayBackwards: backwards), rng);
            learner.Run(4000);
            var expected = mdp.Expect(table);
            var best = Solve.Return(Solve.Occupancy(mdp, Solve.Greedy(mdp, Solve.Optimal(mdp, expected, gamma).Q, true), gamma), expected);
            var learnt = Solve.Return(Solve.Occupancy(mdp, learner.Greedy(), gamma), expected);
            Assert.True(learnt > best - .01 * Math.Abs(best) - .005, $"seed {seed}: {learnt} of {best}");
        }
    }

    [Fact]
    public void InADeterministicChain_QIsExact()
    {
        const double gamma = .9;
        var mdp = Chain(6);
        using var learner = new QLearning(mdp, Arrival(6), new(1, gamma, 1, 1, Episodes: 300, Horizon: 100), new(3));
        learner.Run(300);
        var exact = Solve.Optimal(mdp, mdp.Expect(mdp.Tabulate(Arrival(6))), gamma).Q;
        for (var k = 0; k < exact.Length; k++) Assert.Equal(exact[k], learner.Q[k], 1e-12);
    }

    [Fact]
    public void ARewardThatRemembers_IsScoredStepByStep_AsItsTableWouldBe()
    {
        // "Distance covered since the last step" told by a memory is a function of (s, s′) as well, so both learn the same bits.
        var mdp = Chain(6);
        var options = new QLearningOptions(Episodes: 50, Horizon: 12);
        using var plain = new QLearning(mdp, Reward.Each<Transitions>("progress", (b, i) => b.NextState[i] - b.State[i]), options, new(5));
        using var remembering = new QLearning(mdp, new Progress(), options, new(5));
        plain.Run(50);
        remembering.Run(50);
        Assert.Equal(plain.Q, remembering.Q);
    }

    [Fact]
    public void TheSameSeed_GivesTheSameBits_AndAnotherDoesNot()
    {
        double[] Learn(ulong seed)
        {
            using var learner = new QLearning(Chain(10), Arrival(10), new(Episodes: 40, Horizon: 30), new(seed));
            learner.Run(40);
            return learner.Q;
        }

        Assert.Equal(Learn(1), Learn(1));
        Assert.NotEqual(Learn(1), Learn(2));
    }

    [Fact]
    public void WithoutRandomTies_ALearnerWithoutSignalNeverLeaves()
    {
        using var stuck = new QLearning(Chain(20), Arrival(20), new(Epsilon: 0, FinalEpsilon: 0, Episodes: 100, Horizon: 50, RandomTies: false), new(1));
        using var free = new QLearning(Chain(20), Arrival(20), new(Epsilon: 0, FinalEpsilon: 0, Episodes: 100, Horizon: 50, InitialValue: 1), new(1));
        stuck.Run(100);
        free.Run(100);
        Assert.All(stuck.Q, q => Assert.Equal(0, q));
        Assert.Equal(1, free.Greedy().At(10)[1]);
    }

    [Fact]
    public void BadOptions_AreNamed()
    {
        static void Says(string message, QLearningOptions options) =>
            Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(() => new QLearning(Chain(2), new double[4], options, new(1))).Message);
        Says("LearningRate must be in [0, 1], was 2.", new(LearningRate: 2));
        Says("Discount must be in [0, 1], was -1.", new(Discount: -1));
        Says("Epsilon must be in [0, 1], was 1.5.", new(Epsilon: 1.5));
        Says("Episodes must be positive, was 0.", new(Episodes: 0));
        Says("Horizon must be positive, was -3.", new(Horizon: -3));
        Says("InitialValue must be finite, was NaN.", new(InitialValue: double.NaN));
        Assert.StartsWith("table.Length must be 4, was 3.", Assert.Throws<ArgumentException>(() => new QLearning(Chain(2), new double[3], new(), new(1))).Message);
    }

    [Fact]
    public void FortyThousandSteps_TakeMilliseconds()
    {
        var tomato = TomatoMdp.Build(TomatoLevel.All[0]);
        double Once(ulong seed)
        {
            var clock = Stopwatch.StartNew();
            using var learner = new QLearning(tomato.Mdp, tomato.Proxy, new(), new(seed));
            learner.Run(800);
            return clock.Elapsed.TotalMilliseconds;
        }

        var best = Enumerable.Range(0, 20).Min(i => Once((ulong)i));
        TestContext.Current.TestOutputHelper?.WriteLine($"{best:F1} ms");
        Assert.True(best < 100, $"{best} ms");
    }

    /// <summary>Pays the change of place since the step before, which it remembers itself.</summary>
    private sealed class Progress : IReward<Transitions>, IEpisodic
    {
        private float last;

        public string Name => "progress";

        public string Unit => "1";

        public IReadOnlyList<IReward<Transitions>> Parts => [];

        public void Begin(int copies) => last = 0;

        public void Score(Transitions batch, Span<float> scores, PartTrace? trace = null)
        {
            for (var i = 0; i < scores.Length; i++)
            {
                scores[i] = batch.Next("place")[i] - last;
                last = batch.Terminated[i] || batch.Truncated[i] ? 0 : batch.Next("place")[i];
            }
        }

        public void Save(BinaryWriter writer) => writer.Write(last);

        public void Load(BinaryReader reader) => last = reader.ReadSingle();
    }
}
