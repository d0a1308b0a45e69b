using System.Globalization;
using Goodhart.Design;
using Goodhart.Optimization.SelfShaping;
using Goodhart.Statistics;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Papers;

/// <summary>
/// EXPRD, ExpAdaRD, ExploRS — Reward Design for Reinforcement Learning Agents (thesis, 2025).
/// Claim: a reward on a few states, designed by linear programs, or anew for what the learner does now, or shaped by the learner itself, makes learning faster,
/// and none of them changes what is best.
/// </summary>
/// <remarks>Informativeness, invariance and returns are solved exactly; only learners are sampled. Equally good actions are drawn from, so that the original reward is no straw man.</remarks>
public sealed class Exprd : IPaper
{
    private const int Learners = 20, Shapers = 40, Every = 2500;
    private const double Share = 0.95;

    private static readonly int[] checkpoints = [2500, 5000, 10_000, 15_000, 30_000];

    public static string Slug => "exprd";

    public static string Title => "Reward Design for Reinforcement Learning Agents: EXPRD, ExpAdaRD, ExploRS (thesis, 2025)";

    public static string Claim => "Sparse designed rewards, redesigned ones and self-shaped ones speed learning up without changing what is best.";

    public void Run(PaperRun run)
    {
        var chain = ExprdWorlds.Chain();
        run.Doing("designs on the chain");
        var designs = new ExplicableDesign(chain).Greedy([19], run.Cancellation);
        Golden(run, chain, designs);
        run.Doing("Q-learning on the chain");
        Chain(run, chain, designs);
        var rooms = ExprdWorlds.Rooms();
        run.Doing("designs in the rooms");
        var sparse = new ExplicableDesign(rooms).Greedy([ExprdWorlds.Goal], run.Cancellation);
        Rooms(run, rooms, sparse);
        run.Doing("a teacher who looks at the learner");
        Adaptive(run, rooms, sparse[^1]);
        run.Doing($"learners that shape their own reward, {Shapers} seeds");
        SelfShaped(run);
        QLearners(run);
    }

    private static void Golden(PaperRun run, TeachingTask chain, IReadOnlyList<RewardTable> designs)
    {
        run.Near("V* at the start of the chain", chain.V[0], 3.324843, 5e-7);
        double[] gaps = [.14777, .32060, .35855, .38374, .40897], shown = [-.220620, -.190710, -.168686, -.143591, -.115119, -.083604];
        for (var s = 0; s < gaps.Length; s++) run.Near($"gap of state {s}", chain.Gap[s], gaps[s], 6e-6);
        run.Near("I of the original reward", Informativeness.Of(chain, chain.Reward), shown[0], 1e-6);
        run.Near("I of shaping by V*", Informativeness.Of(chain, chain.ValueShaped()), 0, 1e-9);
        for (var b = 0; b < shown.Length; b++) run.Near($"I of the design with B = {b}", designs[b].Informativeness, shown[b], 1e-6);
        run.Holds("greedy adds states 0, 2, 4, 6, 8", designs[^1].States.SequenceEqual([19, 0, 2, 4, 6, 8]), "in this order");
        var design = new ExplicableDesign(chain);
        run.Near("I of a reward on all states", design.On([.. Enumerable.Range(0, 20)]).Informativeness, 0, 1e-7);
        run.Near("I on a set that greedy does not find {0, 1, 8, 10, 11}", design.On([19, 0, 1, 8, 10, 11]).Informativeness, -.070244, 1e-6);
        run.Holds("every design keeps what is best in every state of the chain", designs.All(d => chain.IsKeptBy(d.Values)), "exactly");
        int[] turned = [.. chain.Target.Select((action, s) => s == 7 ? 0 : action)];
        var wrong = new ExplicableDesign(new(chain.Mdp, chain.Reward, ExprdWorlds.Gamma, turned)).On([.. Enumerable.Range(0, 20)]);
        run.Control("a design for a policy that is wrong in state 7 passes the invariance check", chain.IsKeptBy(wrong.Values) ? 1 : 0, kept => kept == 0, "= 0");
        run.Note($"Greedy is myopic: another set of five shows more (I −0.0702 against {designs[^1].Informativeness:F4}). {Lines("B = 5 on the chain", designs[^1], s => $"state {s}", ["left", "right"])}");
    }

    private static void Chain(PaperRun run, TeachingTask chain, IReadOnlyList<RewardTable> designs)
    {
        double[] Until(double[] reward) => Each(run, Learners, s => ExprdLearners.UntilGreedy(chain, reward, 4000, Share, 5, new(s)));
        double[] original = Until(chain.Reward), one = Until(designs[1].Values), five = Until(designs[5].Values);
        run.AtMost("chain: episodes of Q-learning with B = 1 over the original's", Over(one, original), 0.5);
        run.AtMost("chain: episodes of Q-learning with B = 5 over the original's", Over(five, original), 0.5);
        run.Note($"Episodes on the chain until the greedy policy is worth 0.95 V*: original {StudentT.Mean(original)}, B = 1 {StudentT.Mean(one)}, B = 5 {StudentT.Mean(five)}.");
    }

    private static void Rooms(PaperRun run, TeachingTask rooms, IReadOnlyList<RewardTable> designs)
    {
        var small = new ExplicableDesign(rooms, new(SparsityWeight: 1e-4)).Greedy([ExprdWorlds.Goal], run.Cancellation);
        double[] marks = ExprdWorlds.Landmarks(rooms), clean = [.. small[5].Values.Select(r => r is > 0 and < 0.01 ? 0 : r)];
        run.Holds("every design keeps what is best in every state of the rooms", designs.Concat(small).All(d => rooms.IsKeptBy(d.Values)) && rooms.IsKeptBy(clean), "exactly");
        run.AtLeast("rooms: I of the design with B = 5 minus the original's", designs[5].Informativeness - Informativeness.Of(rooms, rooms.Reward), 0.05);
        double[] Until(double[] reward) => Each(run, Learners, s => ExprdLearners.UntilGreedy(rooms, reward, 4000, Share, 5, new(s)));
        (string Name, double[] Episodes)[] arms =
        [
            ("original", Until(rooms.Reward)), ("B = 3", Until(designs[3].Values)), ("B = 5", Until(designs[5].Values)), ("B = 3, C₂ = 1e-4", Until(small[3].Values)),
            ("B = 5, C₂ = 1e-4", Until(small[5].Values)), ("the same without crumbs", Until(clean)), ("shaping by V*", Until(rooms.ValueShaped())), ("landmarks", Until(marks)),
        ];
        run.AtLeast("rooms: episodes that crumbs (positive numbers below 0.01) cost the design with B = 5, C₂ = 1e-4", [.. arms[4].Episodes.Zip(arms[5].Episodes, (with, without) => with - without)], 0);
        run.AtMost("rooms: episodes of Q-learning with that design, without crumbs, minus the original's", [.. arms[5].Episodes.Zip(arms[0].Episodes, (clean, original) => clean - original)], 0);
        run.Note($"Rooms, episodes of Q-learning until 0.95 V*, at most 4000: {string.Join(", ", arms.Select(arm => $"{arm.Name} {StudentT.Mean(arm.Episodes)} (× {arm.Episodes.Average() / arms[0].Episodes.Average():F2})"))}. "
            + "Not reproduced at this size: B = 5 in half the original's episodes. The designs pay crumbs, of 0.01 down to 1e-8, for the right way out of a room's corner. They show the gap and keep what is best, "
            + "but until the goal is known they are the best there is, and an ε-greedy learner goes round them. With ties drawn at random the original reward is found soon, too: shaping by V* shows every gap (I = 0) and saves only part of them.");
        run.Note($"The landmarks {(rooms.IsKeptBy(marks) ? "keep" : "do not keep")} what is best in every room. {Lines("B = 5 in the rooms", designs[5], s => $"({s % ExprdWorlds.Side}, {s / ExprdWorlds.Side})", ["up", "left", "down", "right"])}");
    }

    /// <summary>A pool of five learners: no preference, and one for each direction.</summary>
    private static void Adaptive(PaperRun run, TeachingTask rooms, RewardTable sparse)
    {
        const int most = 3000;
        var teacher = new AdaptiveTeacher(rooms);
        double Pool(Func<TabularPolicy, RewardTable> teach, bool again, ulong seed) => Enumerable.Range(0, 5).Average(i =>
        {
            double[] theta = [.. rooms.Q.Select((_, pair) => i > 0 && pair % 4 == i - 1 ? 1.0 : 0)];
            return ExprdLearners.UntilGood(rooms, teach, again, theta, 0.1, most, 0.8, new(Generator.Derive(seed, (ulong)i)));
        });
        var seeds = Math.Max(5, run.Seeds);
        double[] adaptive = Each(run, seeds, s => Pool(teacher.For, true, s)), still = Each(run, seeds, s => Pool(_ => sparse, false, s)), once = Each(run, seeds, s => Pool(teacher.For, false, s));
        run.AtMost("adaptive design: episodes of a pool of five over those with EXPRD (B = 5)", Over(adaptive, still), 0.9);
        run.AtMost("adaptive design: episodes of the pool over those with one design for the first policy", Over(adaptive, once), 0.9);
        var (shaped, largest) = (rooms.ValueShaped(), rooms.ValueShaped().Max(Math.Abs));
        double[] scaled = Each(run, seeds, s => Pool(_ => sparse with { Values = [.. shaped.Select(r => 10 / largest * r)] }, false, s));
        run.Note($"Episodes of REINFORCE until 0.8 V*, at most {most}, which favours whoever is stopped there: adaptive {StudentT.Mean(adaptive)}, designed once {StudentT.Mean(once)}, EXPRD {StudentT.Mean(still)}. "
            + $"Shaping by V* scaled to the same largest number, 10, needs {StudentT.Mean(scaled)}, so that the size of its numbers is not what makes the adaptive design fast.");
    }

    private static void SelfShaped(PaperRun run)
    {
        var episodes = run.Fast ? 10_000 : 30_000;
        (string Name, double Bonus, double Rate)[] arms = [("original", 0, 0), ("ExploB", 1, 0), ("SelfRS", 0, .01), ("ExploRS", 1, .01)];
        var curves = arms.Select(arm => Curves(run, arm.Bonus, arm.Rate, episodes)).ToArray();
        double[] At(int arm, int episode) => [.. curves[arm].Select(c => c[episode / Every - 1])];
        double[] Area(int arm) => [.. curves[arm].Select(c => c.Average())];
        double[] Lead(Func<int, double[]> of) => [.. of(3).Select((v, i) => v - Math.Max(of(0)[i], Math.Max(of(1)[i], of(2)[i])))];
        run.AtLeast("ExploRS, REINFORCE: return after 5 000 episodes minus the best other's", Lead(arm => At(arm, 5000)), 5);
        run.AtLeast("ExploRS, REINFORCE: mean return over the run minus the best other's", Lead(Area), 0);
        int[] told = [.. checkpoints.Where(e => e <= episodes)];
        for (var arm = 0; arm < arms.Length; arm++)
            run.Note($"{arms[arm].Name}, return after episodes: {string.Join(", ", told.Select(e => $"{e}: {StudentT.Mean(At(arm, e))}"))}; over the run {StudentT.Mean(Area(arm))}.");
        double[] x = [.. Enumerable.Range(1, episodes / Every).Select(k => (double)k * Every)];
        run.Plot(new("Learners that shape their own reward", "episodes", "true return", [.. arms.Select((arm, a) => new Series(arm.Name, x, [.. x.Select(e => At(a, (int)e).Average())]))]));
        var shuffled = Curves(run, 1, .01, 5000, shuffle: true).Select(c => c[^1]).ToArray();
        run.Control("ExploRS with shuffled returns: mean lead over the best other after 5 000 episodes", shuffled.Average() - At(1, 5000).Average(), lead => lead < 5, "< 5, the claim's margin");
    }

    private static double[][] Curves(PaperRun run, double bonus, double rate, int episodes, bool shuffle = false)
    {
        var (mdp, reward) = ExprdWorlds.Distracted();
        return Each(run, Shapers, seed =>
        {
            using var learner = ExploRs.WithReinforce(mdp, reward, new(LearningRate: .1, Horizon: ExprdLearners.Horizon, CountBonus: bonus, PerStep: true), new(RewardRate: rate, ShuffleReturns: shuffle), new(seed));
            return ExprdLearners.Curve(learner, mdp, reward, episodes, Every);
        });
    }

    /// <summary>With Q-learning a margin was fixed, too; the page tells whether it is met.</summary>
    private static void QLearners(PaperRun run)
    {
        var (mdp, reward) = ExprdWorlds.Distracted();
        double[] After(double bonus, double rate) => Each(run, Shapers, seed =>
        {
            using var learner = ExploRs.WithQLearning(mdp, reward, new(.1, .99, .05, .05, Horizon: ExprdLearners.Horizon, CountBonus: bonus, ReplayBackwards: true), new(RewardRate: rate, Clip: .01), new(seed));
            return ExprdLearners.Curve(learner, mdp, reward, 5000, 5000)[0];
        });
        double[] original = After(0, 0), explores = After(1, .01);
        var lead = StudentT.Mean([.. explores.Zip(original, (a, b) => a - b)]);
        run.Note($"Q-learning with the distractor, return of the ε-greedy policy after 5 000 episodes: original {StudentT.Mean(original)}, ExploB {StudentT.Mean(After(1, 0))}, SelfRS {StudentT.Mean(After(0, .01))}, ExploRS {StudentT.Mean(explores)}. "
            + $"ExploRS leads the original by {lead}, which {(lead.Low >= 5 ? "meets" : "does not surely meet")} the margin of 5. Here an episode is learnt from once; the original replays it two or three times.");
    }

    /// <summary>Seeds side by side: each has a generator of its own, so the order does not matter.</summary>
    private static T[] Each<T>(PaperRun run, int count, Func<ulong, T> measure)
    {
        var (seeds, results) = (run.OverSeeds(s => s, count), new T[count]);
        Parallel.For(0, count, new() { CancellationToken = run.Cancellation }, i => results[i] = measure(seeds[i]));
        return results;
    }

    private static double[] Over(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x / y)];

    private static string Lines(string what, RewardTable design, Func<int, string> state, string[] actions) =>
        string.Create(CultureInfo.InvariantCulture, $"{what}: {string.Join("; ", design.Lines(state, a => actions[a]))}.");
}
