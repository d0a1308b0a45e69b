using Goodhart.Worlds.Tabular;

namespace Goodhart.Audit.Distances;

/// <summary>Potential shaping of reward tables.</summary>
public static class Shaping
{
    /// <summary>R(s, a, s′) + γ φ(s′) − φ(s). // entries: (entries), potential: (states), result: (entries)</summary>
    /// <exception cref="ArgumentException">A terminal state has a potential other than 0: it would change the returns of episodes.</exception>
    public static double[] Add(TabularMdp mdp, ReadOnlySpan<double> entries, ReadOnlySpan<double> potential, double gamma)
    {
        Ensure.SameLength(entries.Length, mdp.Entries);
        Ensure.SameLength(potential.Length, mdp.States);
        for (var s = 0; s < mdp.States; s++)
            if (mdp.IsTerminal(s) && potential[s] != 0)
                throw new ArgumentException(
                    $"The potential of terminal state {s} must be 0, was {potential[s]}: another changes the returns of episodes.", nameof(potential));
        var shaped = entries.ToArray();
        for (var pair = 0; pair < mdp.States * mdp.Actions; pair++)
            for (var k = mdp.Start[pair]; k < mdp.Start[pair + 1]; k++) shaped[k] += gamma * potential[mdp.Next[k]] - potential[pair / mdp.Actions];
        return shaped;
    }
}
