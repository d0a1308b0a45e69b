namespace Goodhart.Worlds.Tabular;

/// <summary>Whether episodes surely end, which an undiscounted return needs.</summary>
internal static class Termination
{
    /// <exception cref="ArgumentException">Some state cannot reach a terminal state under the policy.</exception>
    public static void Require(TabularMdp mdp, TabularPolicy policy)
    {
        var ends = Ending(mdp, policy);
        var stuck = Array.IndexOf(ends, false);
        if (stuck >= 0)
            throw new ArgumentException($"gamma = 1 needs a policy that surely terminates, but from state {stuck} it never does. Use gamma < 1 or add a terminal state.");
    }

    // Backwards search from the terminal states: in a finite chain, termination is sure if and only if every state can reach one.
    private static bool[] Ending(TabularMdp mdp, TabularPolicy policy)
    {
        var ends = new bool[mdp.States];
        for (var s = 0; s < mdp.States; s++) ends[s] = mdp.IsTerminal(s);
        var before = Predecessors(mdp, policy);
        var open = new Stack<int>(Enumerable.Range(0, mdp.States).Where(s => ends[s]));
        while (open.TryPop(out var state))
            foreach (var s in before[state])
                if (!ends[s])
                {
                    ends[s] = true;
                    open.Push(s);
                }

        return ends;
    }

    private static List<int>[] Predecessors(TabularMdp mdp, TabularPolicy policy)
    {
        var before = new List<int>[mdp.States];
        for (var s = 0; s < mdp.States; s++) before[s] = [];
        for (var pair = 0; pair < policy.Probabilities.Length; pair++)
            for (var k = mdp.Start[pair]; k < mdp.Start[pair + 1]; k++)
                if (policy.Probabilities[pair] > 0 && mdp.Probability[k] > 0) before[mdp.Next[k]].Add(pair / mdp.Actions);
        return before;
    }
}
