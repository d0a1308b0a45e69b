using Goodhart.Optimization.Tabular;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Optimization.SelfShaping;

/// <summary>
/// SelfRS: an intrinsic reward φ(s, a) that the learner's own episodes shape, added to the true one; no teacher knows what is optimal (Devidze et al. 2022).
/// </summary>
/// <remarks>
/// Every few episodes, over a buffer of the latest: φ(s, ·) += η·Σ π(a|s)(G − V(s))·(1ₐ − π(·|s)), then V(s) += α·Σ_s (G − V(s)) / (all steps of the buffer), with
/// G the true discounted return of the step. A learner reads <see cref="Table"/>, which changes in place.
/// </remarks>
public sealed class SelfShapingReward
{
    private readonly TabularMdp mdp;
    private readonly double[] extrinsic;
    private readonly SelfShapingOptions options;
    private readonly Generator rng;
    private readonly Queue<Seen> buffer = new();
    private int episodes;

    /// <param name="mdp">The process.</param>
    /// <param name="extrinsic">R̄(s, a, s′), what is wanted. // (entries)</param>
    /// <param name="options">Hyperparameters.</param>
    /// <param name="rng">Of nothing but the control that shuffles returns.</param>
    public SelfShapingReward(TabularMdp mdp, double[] extrinsic, SelfShapingOptions options, Generator rng)
    {
        Ensure.SameLength(extrinsic.Length, mdp.Entries);
        (this.mdp, this.extrinsic, this.options, this.rng) = (mdp, extrinsic, options.Checked(), rng);
        (Table, Phi, V) = ([.. extrinsic], new double[mdp.States * mdp.Actions], new double[mdp.States]);
    }

    /// <summary>R̄ + φ of every entry, for a learner to read; it changes at every update. // (entries)</summary>
    public double[] Table { get; }

    /// <summary>φ. // (states·actions)</summary>
    public double[] Phi { get; }

    /// <summary>V, the mean true return from each state so far. // (states)</summary>
    public double[] V { get; }

    /// <summary>Takes in one episode, and updates where that is due.</summary>
    /// <param name="episode">Its steps; their own rewards are not looked at.</param>
    /// <param name="policy">π that acted. // (states·actions)</param>
    public void Watch(ReadOnlySpan<TabularStep> episode, ReadOnlySpan<double> policy)
    {
        if (options.RewardRate == 0) return;
        Ensure.SameLength(policy.Length, Phi.Length);
        var seen = new Seen([.. episode], new double[episode.Length], new double[episode.Length * mdp.Actions]);
        for (var (t, follows) = (episode.Length - 1, 0.0); t >= 0; t--)
        {
            seen.Returns[t] = follows = extrinsic[episode[t].Entry] + options.Discount * follows;
            policy.Slice(episode[t].State * mdp.Actions, mdp.Actions).CopyTo(seen.Policy.AsSpan(t * mdp.Actions));
        }

        if (buffer.Count == options.Buffer) buffer.Dequeue();
        buffer.Enqueue(seen);
        if (++episodes % options.Every == 0) Update();
    }

    private void Update()
    {
        double[] returns = [.. buffer.SelectMany(e => e.Returns)];
        if (options.ShuffleReturns) rng.Shuffle(returns.AsSpan());
        var (gradient, critic, i) = (new double[Phi.Length], new double[V.Length], 0);
        foreach (var seen in buffer)
            for (var t = 0; t < seen.Steps.Length; t++)
            {
                var (state, advantage) = (seen.Steps[t].State, returns[i++] - V[seen.Steps[t].State]);
                IntrinsicGradient.Add(seen.Policy.AsSpan(t * mdp.Actions, mdp.Actions), seen.Steps[t].Action, advantage, gradient.AsSpan(state * mdp.Actions, mdp.Actions));
                critic[state] += advantage;
            }

        for (var s = 0; s < V.Length; s++) V[s] += options.CriticRate * critic[s] / returns.Length;
        for (var pair = 0; pair < Phi.Length; pair++)
        {
            Phi[pair] = Math.Clamp(Phi[pair] + options.RewardRate * gradient[pair], -options.Clip, options.Clip);
            for (var k = mdp.Start[pair]; k < mdp.Start[pair + 1]; k++) Table[k] = extrinsic[k] + Phi[pair];
        }
    }

    /// <param name="Steps">An episode.</param>
    /// <param name="Returns">True return from each step. // (steps)</param>
    /// <param name="Policy">π(·|s) of each step. // (steps·actions)</param>
    private sealed record Seen(TabularStep[] Steps, double[] Returns, double[] Policy);
}
