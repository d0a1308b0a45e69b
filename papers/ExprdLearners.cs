using Goodhart.Design;
using Goodhart.Optimization.Bilevel;
using Goodhart.Optimization.SelfShaping;
using Goodhart.Optimization.Tabular;
using Goodhart.Optimization.ValueBased;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Papers;

/// <summary>How soon learners get there on rewards that a teacher, nobody, or they themselves designed.</summary>
internal static class ExprdLearners
{
    /// <summary>Steps of an episode on the long chain.</summary>
    public const int Horizon = 40;

    private const double Gamma = 0.99;

    /// <summary>Episodes of Q-learning until the greedy policy is worth a share of V* at the start, under what was wanted and not under what it learns from.</summary>
    public static double UntilGreedy(TeachingTask task, double[] reward, int most, double share, int every, Generator rng)
    {
        using var learner = new QLearning(task.Mdp, Entries(task.Mdp, reward), new(LearningRate: .5, Discount: task.Gamma, Epsilon: .1, FinalEpsilon: .1, Horizon: 50), rng);
        var start = Array.FindIndex(task.Mdp.Initial, p => p > 0);
        while (learner.Episodes < most)
        {
            learner.Run(every);
            if (Solve.Values(task.Mdp, learner.Greedy(), task.Reward, task.Gamma)[start] >= share * task.V[start]) return learner.Episodes;
        }

        return most;
    }

    /// <summary>Episodes of REINFORCE from one policy until its own value is a share of V* at the start; the reward may be designed anew every 5 episodes.</summary>
    public static double UntilGood(TeachingTask task, Func<TabularPolicy, RewardTable> teach, bool again, double[] theta, double rate, int most, double share, Generator rng)
    {
        var table = new double[task.Mdp.Entries];
        using var learner = new Reinforce(task.Mdp, table, new(LearningRate: rate, Discount: task.Gamma, Horizon: 30, PerStep: true), rng);
        theta.CopyTo(learner.Policy.Theta, 0);
        var start = Array.FindIndex(task.Mdp.Initial, p => p > 0);
        while (learner.Episodes < most)
        {
            if (again || learner.Episodes == 0) Entries(task.Mdp, teach(learner.Policy.ToPolicy()).Values).CopyTo(table, 0);
            learner.Run(5);
            if (Solve.Values(task.Mdp, learner.Policy.ToPolicy(), task.Reward, task.Gamma)[start] >= share * task.V[start]) return learner.Episodes;
        }

        return most;
    }

    /// <summary>True returns of a learner that shapes its own reward, at every multiple of <paramref name="every"/> episodes. // (episodes / every)</summary>
    public static double[] Curve(ExploRs learner, TabularMdp mdp, double[] reward, int episodes, int every)
    {
        var curve = new double[episodes / every];
        for (var i = 0; i < curve.Length; i++)
        {
            learner.Run(every);
            curve[i] = FiniteHorizon.Return(mdp, learner.Policy().Probabilities, reward, Gamma, Horizon);
        }

        return curve;
    }

    /// <summary>R(s, a) on every entry. // (entries)</summary>
    public static double[] Entries(TabularMdp mdp, double[] reward)
    {
        var entries = new double[mdp.Entries];
        for (var pair = 0; pair < reward.Length; pair++) entries.AsSpan(mdp.Start[pair]..mdp.Start[pair + 1]).Fill(reward[pair]);
        return entries;
    }
}
