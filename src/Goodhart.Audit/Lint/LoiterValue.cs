using Goodhart.Worlds.Tabular;

namespace Goodhart.Audit.Lint;

/// <summary>What the best policy earns that never finishes: where it exceeds what finishing pays, waiting is the better plan.</summary>
public static class LoiterValue
{
    /// <summary>Largest undiscounted return within a horizon over policies that never take a finishing pair, by dynamic programming backwards in time.</summary>
    /// <param name="mdp">The process.</param>
    /// <param name="reward">r(s, a). // (states·actions)</param>
    /// <param name="horizon">Steps of an episode.</param>
    /// <param name="finishes">Pairs that may finish the task; they are never taken. // (states·actions)</param>
    /// <returns>The mean over initial states; −∞ where some initial state has nothing else to do. A terminal state ends the return.</returns>
    public static double Of(TabularMdp mdp, ReadOnlySpan<double> reward, int horizon, ReadOnlySpan<bool> finishes)
    {
        Ensure.SameLength(reward.Length, mdp.States * mdp.Actions);
        Ensure.SameLength(finishes.Length, reward.Length);
        double[] values = new double[mdp.States], next = new double[mdp.States];
        for (var t = 0; t < Ensure.Positive(horizon); t++)
        {
            for (var s = 0; s < mdp.States; s++)
            {
                next[s] = mdp.IsTerminal(s) ? 0 : double.NegativeInfinity;
                for (var pair = s * mdp.Actions; pair < (s + 1) * mdp.Actions && !mdp.IsTerminal(s); pair++)
                    if (!finishes[pair]) next[s] = Math.Max(next[s], reward[pair] + Follow(mdp, pair, values));
            }

            (values, next) = (next, values);
        }

        var mean = 0.0;
        for (var s = 0; s < mdp.States; s++) mean += mdp.Initial[s] > 0 ? mdp.Initial[s] * values[s] : 0;
        return mean;
    }

    private static double Follow(TabularMdp mdp, int pair, double[] values)
    {
        var sum = 0.0;
        for (var k = mdp.Start[pair]; k < mdp.Start[pair + 1]; k++)
            if (mdp.Probability[k] > 0) sum += mdp.Probability[k] * values[mdp.Next[k]];
        return sum;
    }
}
