using Goodhart.Audit.Distances;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Audit.Lint;

/// <summary>Whether an added term changes which policy is best, and the potential that keeps its advice without doing so.</summary>
/// <param name="ChangesOptimum">In some state that can be reached, an action is best with the term that is not best without it.</param>
/// <param name="States">Those states, in order of their numbers.</param>
/// <param name="IsPotential">The term is a potential difference already, up to rounding.</param>
/// <param name="Potential">Φ: of the term itself where it is one, else what the term pays on average for arriving in a state; 0 in terminal states. // (states)</param>
/// <param name="Repaired">γ·Φ(s′) − Φ(s) as a reward, to be added in place of the term.</param>
/// <param name="Message">What was found and what to do, in words.</param>
public sealed record Repair(bool ChangesOptimum, IReadOnlyList<int> States, bool IsPotential, double[] Potential, IReward<Transitions> Repaired, string Message);

/// <summary>Potential-based repair of shaping terms on finite processes (Ng, Harada and Russell 1999).</summary>
public static class PotentialRepair
{
    private const double Tolerance = 1e-5;   // scores are single precision

    /// <summary>Compares the best actions with and without the term and proposes its potential form.</summary>
    /// <param name="mdp">The process.</param>
    /// <param name="reward">What is wanted, without the term.</param>
    /// <param name="term">The shaping term as it would be added.</param>
    /// <param name="gamma">Discount in [0, 1).</param>
    /// <exception cref="ArgumentException">A reward remembers the episode, or the process is too large for least squares.</exception>
    public static Repair Of(TabularMdp mdp, IReward<Transitions> reward, IReward<Transitions> term, double gamma) =>
        Of(mdp, mdp.Tabulate(reward), mdp.Tabulate(term), term.Name, gamma);

    /// <summary>The same of tables. // reward, entries: (entries)</summary>
    internal static Repair Of(TabularMdp mdp, double[] reward, double[] entries, string name, double gamma)
    {
        double[] alone = mdp.Expect(reward), shaping = mdp.Expect(entries);
        var (fitted, rest) = new PotentialFit(mdp, gamma, Coverage.Everywhere.Pairs(mdp)).Of(shaping);
        var isPotential = rest.Max(Math.Abs) <= Tolerance * Math.Max(Norms.Largest(entries), 1e-12);
        // The fit makes −φ the potential: r + γ T φ − φ is least.
        double[] potential = isPotential ? [.. fitted.Select(x => -x)] : Arrival(mdp, entries);
        var changed = Changed(mdp, alone, [.. alone.Zip(shaping, (a, b) => a + b)], gamma);
        return new(changed.Count > 0, changed, isPotential, potential, Shaping(name, potential, gamma), Say(mdp, name, changed, isPotential, gamma));
    }

    /// <summary>What the term pays on average for arriving in each state; 0 in terminal ones, where potentials must vanish.</summary>
    private static double[] Arrival(TabularMdp mdp, double[] entries)
    {
        var (sum, weight) = (new double[mdp.States], new double[mdp.States]);
        for (var k = 0; k < entries.Length; k++)
        {
            sum[mdp.Next[k]] += mdp.Probability[k] * entries[k];
            weight[mdp.Next[k]] += mdp.Probability[k];
        }

        for (var s = 0; s < sum.Length; s++) sum[s] = weight[s] > 0 && !mdp.IsTerminal(s) ? sum[s] / weight[s] : 0;
        return sum;
    }

    private static List<int> Changed(TabularMdp mdp, double[] alone, double[] together, double gamma)
    {
        TabularPolicy first = Solve.Greedy(mdp, Solve.Optimal(mdp, alone, gamma).Q, splitTies: true), second = Solve.Greedy(mdp, Solve.Optimal(mdp, together, gamma).Q, splitTies: true);
        var reached = Reached(mdp);
        return [.. Enumerable.Range(0, mdp.States).Where(s => reached[s] && !mdp.IsTerminal(s)
            && Enumerable.Range(0, mdp.Actions).Any(a => second.At(s)[a] > 0 && first.At(s)[a] == 0))];
    }

    private static bool[] Reached(TabularMdp mdp)
    {
        var reached = mdp.Initial.Select(p => p > 0).ToArray();
        var open = new Stack<int>(Enumerable.Range(0, mdp.States).Where(s => reached[s]));
        while (open.TryPop(out var s))
            for (var k = mdp.Start[s * mdp.Actions]; k < mdp.Start[(s + 1) * mdp.Actions]; k++)
            {
                if (mdp.Probability[k] == 0 || reached[mdp.Next[k]]) continue;
                reached[mdp.Next[k]] = true;
                open.Push(mdp.Next[k]);
            }

        return reached;
    }

    private static IReward<Transitions> Shaping(string name, double[] potential, double gamma) => Reward.From<Transitions>($"{name}.potential", (batch, scores) =>
    {
        for (var i = 0; i < scores.Length; i++)
            scores[i] = (float)((batch.Terminated[i] ? 0 : gamma * potential[batch.NextState[i]]) - potential[batch.State[i]]);
    });

    private static string Say(TabularMdp mdp, string term, List<int> changed, bool isPotential, double gamma)
    {
        if (isPotential) return $"'{term}' is a potential difference: it changes no best action.";
        if (changed.Count == 0) return $"'{term}' is no potential difference, but no best action changes in the {mdp.States} states of this process.";
        return $"'{term}' changes the best action in {changed.Count} of {mdp.States} states, state {changed[0]} for one. "
            + $"Let Φ(s) be what it pays for being in s, and add {gamma}·Φ(s′) − Φ(s) instead: it points the same way and changes no best action.";
    }
}
