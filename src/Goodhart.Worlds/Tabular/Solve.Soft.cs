namespace Goodhart.Worlds.Tabular;

public static partial class Solve
{
    /// <summary>
    /// The policy that maximises E Σ γᵗ [r(sₜ, aₜ) − τ·KL(π(·|sₜ) ‖ prior(·|sₜ))]: π ∝ prior·exp(Q/τ) with V = τ log Σₐ prior·exp(Q/τ).
    /// </summary>
    /// <remarks>Policy iteration on the regularised process, which is Newton's method on the soft Bellman equation: a handful of sparse solves.</remarks>
    /// <param name="mdp">The process.</param>
    /// <param name="reward">r(s, a). // (states·actions)</param>
    /// <param name="gamma">Discount in [0, 1]; 1 only where the prior surely terminates.</param>
    /// <param name="temperature">τ &gt; 0, in units of the reward.</param>
    /// <param name="prior">The policy to stay close to; uniform when null, which is entropy regularisation.</param>
    /// <exception cref="InvalidOperationException">The iteration did not settle.</exception>
    public static TabularPolicy SoftOptimal(TabularMdp mdp, ReadOnlySpan<double> reward, double gamma, double temperature, TabularPolicy? prior = null)
    {
        const int most = 1000;
        Ensure.Positive(temperature);
        Ensure.SameLength(reward.Length, mdp.States * mdp.Actions);
        prior ??= Policies.Uniform(mdp);
        var chain = new PolicyChain(mdp, gamma);
        var (policy, next) = (new TabularPolicy(mdp.Actions, [.. prior.Probabilities]), new double[reward.Length]);
        var (penalised, v, q) = (new double[reward.Length], new double[mdp.States], new double[reward.Length]);
        for (var i = 0; i < most; i++)
        {
            Penalise(reward, policy.Probabilities, prior.Probabilities, temperature, penalised);
            chain.Set(policy);
            chain.Values(penalised, v);
            QValues(mdp, reward, v, gamma, q);
            Tilt(prior.Probabilities, q, temperature, mdp.Actions, next);
            var change = 0.0;
            for (var k = 0; k < next.Length; k++) change = Math.Max(change, Math.Abs(next[k] - policy.Probabilities[k]));
            next.CopyTo(policy.Probabilities, 0);
            if (change <= Math.Max(1e-12, 1e-4 * Tolerance(q) / temperature)) return policy;   // Q/τ is known to its rounding only
        }

        throw new InvalidOperationException($"Soft policy iteration did not settle within {most} rounds at temperature {temperature}.");
    }

    /// <summary>π(a|s) ∝ exp(Q(s, a)/τ). // q: (states·actions)</summary>
    public static TabularPolicy Softmax(TabularMdp mdp, ReadOnlySpan<double> q, double temperature)
    {
        Ensure.Positive(temperature);
        Ensure.SameLength(q.Length, mdp.States * mdp.Actions);
        var probabilities = new double[q.Length];
        Tilt(Policies.Uniform(mdp).Probabilities, q, temperature, mdp.Actions, probabilities);
        return new(mdp.Actions, probabilities);
    }

    // r(s, a) − τ·log(π/prior), whose mean over π is the reward less the divergence.
    private static void Penalise(ReadOnlySpan<double> reward, double[] policy, double[] prior, double temperature, double[] penalised)
    {
        for (var k = 0; k < penalised.Length; k++)
            penalised[k] = policy[k] > 0 ? reward[k] - temperature * Math.Log(policy[k] / prior[k]) : 0;
    }

    private static void Tilt(double[] prior, ReadOnlySpan<double> q, double temperature, int actions, double[] tilted)
    {
        for (var at = 0; at < tilted.Length; at += actions)
        {
            var (largest, sum) = (double.NegativeInfinity, 0.0);
            for (var k = at; k < at + actions; k++)
                if (prior[k] > 0) largest = Math.Max(largest, q[k]);
            for (var k = at; k < at + actions; k++) sum += tilted[k] = prior[k] > 0 ? prior[k] * Math.Exp((q[k] - largest) / temperature) : 0;
            for (var k = at; k < at + actions; k++) tilted[k] /= sum;
        }
    }
}
