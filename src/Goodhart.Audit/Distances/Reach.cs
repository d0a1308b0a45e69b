using Goodhart.Worlds.Tabular;

namespace Goodhart.Audit.Distances;

/// <summary>Which states can be reached at all.</summary>
internal static class Reach
{
    /// <summary>Whether some policy reaches a state from the start. // (states)</summary>
    public static bool[] Reached(TabularMdp mdp)
    {
        var reached = new bool[mdp.States];
        var open = new Stack<int>(Enumerable.Range(0, mdp.States).Where(s => mdp.Initial[s] > 0));
        foreach (var s in open) reached[s] = true;
        while (open.TryPop(out var state))
            for (var k = mdp.Start[state * mdp.Actions]; k < mdp.Start[(state + 1) * mdp.Actions]; k++)
                if (mdp.Probability[k] > 0 && !reached[mdp.Next[k]])
                {
                    reached[mdp.Next[k]] = true;
                    open.Push(mdp.Next[k]);
                }

        return reached;
    }

    /// <summary>A sentence where a distance counts states that cannot be reached.</summary>
    public static string[] Note(TabularMdp mdp, Coverage? coverage)
    {
        if (coverage is { IgnoresUnreached: true }) return [];
        var unreached = Reached(mdp).Count(reached => !reached);
        return unreached == 0 ? [] : [$"{unreached} of {mdp.States} states cannot be reached from the start and yet count; Coverage.Occupancy leaves them out"];
    }
}
