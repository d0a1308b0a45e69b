namespace Goodhart.Worlds.Tabular;

/// <summary>Exact solutions of tabular processes: values, occupancies, optimal and soft-optimal policies.</summary>
/// <remarks>Rewards are tables r(s, a) at s·actions + a (see <see cref="TabularMdp.Expect"/>); nothing is earned in terminal states.</remarks>
public static partial class Solve
{
    /// <summary>V(s) = E Σ γᵗ r(sₜ, aₜ) of a policy; 0 in terminal states. // reward: (states·actions), result: (states)</summary>
    /// <exception cref="ArgumentException">γ = 1 and the policy does not surely terminate from every state.</exception>
    public static double[] Values(TabularMdp mdp, TabularPolicy policy, ReadOnlySpan<double> reward, double gamma)
    {
        var chain = new PolicyChain(mdp, gamma);
        chain.Set(policy);
        var values = new double[mdp.States];
        chain.Values(reward, values);
        return values;
    }

    /// <summary>Q(s, a) = r(s, a) + γ E V(s′); 0 in terminal states. // reward: (states·actions), v: (states), result: (states·actions)</summary>
    public static double[] QValues(TabularMdp mdp, ReadOnlySpan<double> reward, ReadOnlySpan<double> v, double gamma)
    {
        var q = new double[mdp.States * mdp.Actions];
        QValues(mdp, reward, v, gamma, q);
        return q;
    }

    /// <summary>As <see cref="QValues(TabularMdp, ReadOnlySpan{double}, ReadOnlySpan{double}, double)"/>, into a table that is used again.</summary>
    public static void QValues(TabularMdp mdp, ReadOnlySpan<double> reward, ReadOnlySpan<double> v, double gamma, Span<double> q)
    {
        Ensure.SameLength(reward.Length, mdp.States * mdp.Actions);
        Ensure.SameLength(v.Length, mdp.States);
        Ensure.SameLength(q.Length, reward.Length);
        var (start, next, probability) = (mdp.Start, mdp.Next, mdp.Probability);
        for (var pair = 0; pair < q.Length; pair++)
        {
            if (start[pair] == start[pair + 1])
            {
                q[pair] = 0;
                continue;
            }

            var follows = 0.0;
            for (var k = start[pair]; k < start[pair + 1]; k++) follows += probability[k] * v[next[k]];
            q[pair] = reward[pair] + gamma * follows;
        }
    }
}
