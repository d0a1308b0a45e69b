using Goodhart.Worlds.Tabular;

namespace Goodhart.Optimization.Tabular;

/// <summary>
/// REINFORCE (Williams 1992) on a softmax table: θ ← θ + α·mean over the latest episodes of Σₜ Gₜ·∇ log π(aₜ|sₜ).
/// </summary>
/// <remarks>As usual, γ discounts the returns but does not weight the steps of an episode by γᵗ.</remarks>
public sealed class Reinforce : IDisposable
{
    private readonly TabularMdp mdp;
    private readonly ReinforceOptions options;
    private readonly Generator rng;
    private readonly ProcessSampler sampler;
    private readonly StepReward reward;
    private readonly Queue<TabularStep[]> latest = new();
    private readonly List<TabularStep> steps = [];
    private readonly int[] arrivals;

    /// <param name="mdp">Where it acts.</param>
    /// <param name="reward">What it maximises.</param>
    /// <param name="options">Hyperparameters.</param>
    /// <param name="rng">Of episodes and actions.</param>
    public Reinforce(TabularMdp mdp, IReward<Transitions> reward, ReinforceOptions options, Generator rng) : this(mdp, new StepReward(mdp, reward), options, rng) { }

    /// <summary>Learns from R(s, a, s′) of every entry; it is read at each step, so that a designer may change it between episodes. // table: (entries)</summary>
    public Reinforce(TabularMdp mdp, double[] table, ReinforceOptions options, Generator rng) : this(mdp, new StepReward(mdp, table), options, rng) { }

    private Reinforce(TabularMdp mdp, StepReward reward, ReinforceOptions options, Generator rng)
    {
        (this.mdp, this.reward, this.options, this.rng, sampler) = (mdp, reward, options.Checked(), rng, new(mdp));
        (Policy, arrivals) = (new(mdp.States, mdp.Actions), new int[mdp.States]);
    }

    /// <summary>The policy in training.</summary>
    public SoftmaxTable Policy { get; }

    /// <summary>Episodes so far.</summary>
    public int Episodes { get; private set; }

    /// <summary>Steps so far.</summary>
    public long Steps { get; private set; }

    /// <summary>The latest episodes, oldest first, with the rewards they were learnt from, bonus included.</summary>
    public IReadOnlyCollection<TabularStep[]> Latest => latest;

    /// <summary>The last episode, in order.</summary>
    public ReadOnlySpan<TabularStep> LastEpisode => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(steps);

    /// <summary>Runs one episode, and learns where an update is due.</summary>
    public void Episode()
    {
        reward.Begin();
        steps.Clear();
        for (var state = sampler.Begin(rng); steps.Count < options.Horizon && !mdp.IsTerminal(state); state = steps[^1].Next)
        {
            var action = Policy.Draw(state, rng);
            var entry = sampler.Step(state, action, rng);
            var step = new TabularStep(state, action, mdp.Next[entry], entry, 0, mdp.IsTerminal(mdp.Next[entry]));
            var earned = reward.Of(step, truncated: !step.Terminated && steps.Count + 1 == options.Horizon);
            if (options.CountBonus > 0 && !step.Terminated) earned += options.CountBonus / Math.Sqrt(1.0 + arrivals[step.Next]++);
            steps.Add(step with { Reward = earned });
        }

        Steps += steps.Count;
        if (latest.Count == options.Latest) latest.Dequeue();
        latest.Enqueue([.. steps]);
        if (++Episodes % options.Every != 0) return;
        var gradient = Gradient(Policy, latest, options.Discount);
        var rate = options.LearningRate * (options.PerStep ? latest.Count / (double)latest.Sum(e => e.Length) : 1);
        for (var k = 0; k < gradient.Length; k++) Policy.Theta[k] += rate * gradient[k];
    }

    /// <summary>Runs so many episodes.</summary>
    public void Run(int episodes)
    {
        for (var i = 0; i < episodes; i++) Episode();
    }

    public void Dispose() => reward.Dispose();

    /// <summary>Mean over episodes of Σₜ Gₜ·∇ log π(aₜ|sₜ). // (states·actions)</summary>
    /// <param name="policy">Whose log-probabilities.</param>
    /// <param name="episodes">At least one.</param>
    /// <param name="gamma">γ of the returns.</param>
    public static double[] Gradient(SoftmaxTable policy, IReadOnlyCollection<TabularStep[]> episodes, double gamma)
    {
        Ensure.Positive(episodes.Count);
        var gradient = new double[policy.Theta.Length];
        foreach (var episode in episodes)
        {
            var returns = new double[episode.Length];
            Returns.ToGo(episode, gamma, returns);
            for (var t = 0; t < episode.Length; t++) policy.AddLogGradient(episode[t].State, episode[t].Action, returns[t] / episodes.Count, gradient);
        }

        return gradient;
    }
}
