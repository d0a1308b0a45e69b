using Goodhart.Optimization.Tabular;
using Goodhart.Optimization.ValueBased;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Optimization.SelfShaping;

/// <summary>
/// ExploRS: a learner that is paid R̄(s, a) + φ(s, a) + λ/√(1 + n(s′)), where φ learns from the learner's own true returns and n counts its visits
/// (Devidze, Kamalaruban, Singla, "Exploration-Guided Reward Shaping for Reinforcement Learning under Sparse Rewards", 2022).
/// </summary>
/// <remarks>Without the bonus it is SelfRS, without φ (<c>RewardRate</c> 0) it is ExploB, without both the original reward. The bonus is the learner's <c>CountBonus</c>.</remarks>
public sealed class ExploRs : IDisposable
{
    private readonly TabularMdp mdp;
    private readonly Action episode;
    private readonly ReadLast last;
    private readonly Action<Span<double>> act;
    private readonly IDisposable learner;
    private readonly double[] policy;

    private ExploRs(TabularMdp mdp, SelfShapingReward reward, IDisposable learner, Action episode, ReadLast last, Action<Span<double>> act) =>
        (this.mdp, Reward, this.learner, this.episode, this.last, this.act, policy) = (mdp, reward, learner, episode, last, act, new double[mdp.States * mdp.Actions]);

    private delegate ReadOnlySpan<TabularStep> ReadLast();

    /// <summary>What the learner is paid, but for the bonus.</summary>
    public SelfShapingReward Reward { get; }

    /// <summary>Episodes so far.</summary>
    public int Episodes { get; private set; }

    /// <summary>A copy of the policy that acts, exploration included.</summary>
    public TabularPolicy Policy()
    {
        act(policy);
        return new(mdp.Actions, [.. policy]);
    }

    /// <summary>With REINFORCE on a softmax table.</summary>
    /// <param name="mdp">Where it acts.</param>
    /// <param name="extrinsic">R̄ of every entry. // (entries)</param>
    /// <param name="options">The learner's.</param>
    /// <param name="shaping">The reward's.</param>
    /// <param name="rng">Of everything random.</param>
    public static ExploRs WithReinforce(TabularMdp mdp, double[] extrinsic, ReinforceOptions options, SelfShapingOptions shaping, Generator rng)
    {
        var reward = new SelfShapingReward(mdp, extrinsic, shaping, rng.Fork());
        var learner = new Reinforce(mdp, reward.Table, options, rng);
        return new(mdp, reward, learner, learner.Episode, () => learner.LastEpisode, probabilities =>
        {
            for (var s = 0; s < mdp.States; s++) learner.Policy.Probabilities(s, probabilities.Slice(s * mdp.Actions, mdp.Actions));
        });
    }

    /// <summary>With ε-greedy Q-learning, best with <c>ReplayBackwards</c> and a clipped φ.</summary>
    /// <param name="mdp">Where it acts.</param>
    /// <param name="extrinsic">R̄ of every entry. // (entries)</param>
    /// <param name="options">The learner's.</param>
    /// <param name="shaping">The reward's.</param>
    /// <param name="rng">Of everything random.</param>
    public static ExploRs WithQLearning(TabularMdp mdp, double[] extrinsic, QLearningOptions options, SelfShapingOptions shaping, Generator rng)
    {
        var reward = new SelfShapingReward(mdp, extrinsic, shaping, rng.Fork());
        var learner = new QLearning(mdp, reward.Table, options, rng);
        return new(mdp, reward, learner, learner.Episode, () => learner.LastEpisode, probabilities =>
        {
            var (greedy, epsilon) = (learner.Greedy().Probabilities, options.EpsilonAt(learner.Episodes));
            for (var i = 0; i < greedy.Length; i++) probabilities[i] = (1 - epsilon) * greedy[i] + epsilon / mdp.Actions;
        });
    }

    /// <summary>Runs one episode: the learner learns where it is due, and then the reward.</summary>
    public void Episode()
    {
        act(policy);
        episode();
        Reward.Watch(last(), policy);
        Episodes++;
    }

    /// <summary>Runs so many episodes.</summary>
    public void Run(int episodes)
    {
        for (var i = 0; i < episodes; i++) Episode();
    }

    public void Dispose() => learner.Dispose();
}
