using Goodhart.Optimization.Tabular;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Optimization.ValueBased;

/// <summary>
/// Tabular Q-learning (Watkins 1989) with ε-greedy episodes: Q(s, a) ← Q(s, a) + α·(r + γ·max Q(s′, ·) − Q(s, a)), where nothing follows a terminal state.
/// </summary>
/// <remarks>
/// Rewards without memory are tabulated once; one that remembers its episode is scored step by step, as the single copy of its world. Whoever scores such a
/// reward elsewhere does so between two episodes: every episode begins it anew.
/// </remarks>
public sealed class QLearning : IDisposable
{
    private readonly TabularMdp mdp;
    private readonly QLearningOptions options;
    private readonly Generator rng;
    private readonly ProcessSampler sampler;
    private readonly StepReward reward;
    private readonly int[] arrivals;
    private readonly TabularStep[] steps;
    private int length;

    /// <param name="mdp">Where it acts.</param>
    /// <param name="reward">What it maximises.</param>
    /// <param name="options">Hyperparameters.</param>
    /// <param name="rng">Of episodes, explorations and ties.</param>
    /// <exception cref="RewardNumberException">The reward is not a finite number on some transition.</exception>
    public QLearning(TabularMdp mdp, IReward<Transitions> reward, QLearningOptions options, Generator rng)
        : this(mdp, new StepReward(mdp, reward), options, rng) { }

    /// <summary>Learns from R(s, a, s′) of every entry; it is read at each step, so that a designer may change it between episodes. // table: (entries)</summary>
    public QLearning(TabularMdp mdp, double[] table, QLearningOptions options, Generator rng) : this(mdp, new StepReward(mdp, table), options, rng) { }

    private QLearning(TabularMdp mdp, StepReward reward, QLearningOptions options, Generator rng)
    {
        (this.mdp, this.reward, this.options, this.rng, sampler) = (mdp, reward, options.Checked(), rng, new(mdp));
        (Q, arrivals, steps) = (new double[mdp.States * mdp.Actions], new int[mdp.States], new TabularStep[options.Horizon]);
        for (var pair = 0; pair < Q.Length; pair++) Q[pair] = mdp.IsTerminal(pair / mdp.Actions) ? 0 : options.InitialValue;
    }

    /// <summary>Action values; may be set to continue from what was learnt before. // (states·actions)</summary>
    public double[] Q { get; }

    /// <summary>Episodes so far.</summary>
    public int Episodes { get; private set; }

    /// <summary>Steps so far.</summary>
    public long Steps { get; private set; }

    /// <summary>The last episode, in order.</summary>
    public ReadOnlySpan<TabularStep> LastEpisode => steps.AsSpan(0, length);

    /// <summary>Takes the best action, or one of several equally good ones.</summary>
    public TabularPolicy Greedy() => Solve.Greedy(mdp, Q, splitTies: options.RandomTies);

    /// <summary>Runs one episode and learns from it.</summary>
    public void Episode()
    {
        reward.Begin();
        var (state, epsilon) = (sampler.Begin(rng), options.EpsilonAt(Episodes++));
        for (length = 0; length < options.Horizon;)
        {
            var action = epsilon > 0 && rng.NextDouble() < epsilon ? rng.NextInt(mdp.Actions) : Best(state);
            var entry = sampler.Step(state, action, rng);
            var next = mdp.Next[entry];
            var step = new TabularStep(state, action, next, entry, 0, mdp.IsTerminal(next));
            step = step with { Reward = reward.Of(step, truncated: !step.Terminated && length + 1 == options.Horizon) };
            steps[length++] = step;
            if (!options.ReplayBackwards) Learn(step);
            if (step.Terminated) break;
            state = next;
        }

        Steps += length;
        for (var t = length - 1; t >= 0 && options.ReplayBackwards; t--) Learn(steps[t]);
    }

    /// <summary>Runs so many episodes.</summary>
    public void Run(int episodes)
    {
        for (var i = 0; i < episodes; i++) Episode();
    }

    public void Dispose() => reward.Dispose();

    private void Learn(in TabularStep step)
    {
        ref var q = ref Q[step.State * mdp.Actions + step.Action];
        var target = step.Reward;
        if (!step.Terminated)
        {
            target += options.Discount * Largest(step.Next);
            if (options.CountBonus > 0) target += options.CountBonus / Math.Sqrt(1.0 + arrivals[step.Next]++);
        }

        q += options.LearningRate * (target - q);
    }

    private double Largest(int state)
    {
        var row = Q.AsSpan(state * mdp.Actions, mdp.Actions);
        var largest = row[0];
        foreach (var value in row) largest = Math.Max(largest, value);
        return largest;
    }

    // The k-th of several equal values replaces the one held with probability 1/k, so all are equally likely.
    private int Best(int state)
    {
        var row = Q.AsSpan(state * mdp.Actions, mdp.Actions);
        var (best, ties) = (0, 1);
        for (var a = 1; a < row.Length; a++)
        {
            if (row[a] < row[best]) continue;
            if (row[a] > row[best]) (best, ties) = (a, 1);
            else if (options.RandomTies && rng.NextInt(++ties) == 0) best = a;
        }

        return best;
    }
}
