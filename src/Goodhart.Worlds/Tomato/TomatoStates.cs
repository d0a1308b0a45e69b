namespace Goodhart.Worlds.Tomato;

/// <summary>All states reachable from the start, breadth first, with their transitions compressed by rows.</summary>
internal sealed class TomatoStates
{
    private readonly Dictionary<TomatoState, int> numbers = [];

    public TomatoStates(TomatoRules rules, int actions, double eps)
    {
        Number(rules.Start);
        for (var s = 0; s < All.Count; s++)
        {
            if (rules.IsOver(All[s]))
            {
                Start.AddRange(Enumerable.Repeat(Next.Count, actions));
                continue;
            }

            int[] arrives = [.. Enumerable.Range(0, actions).Select(a => Number(rules.Step(All[s], a)))];
            foreach (var meant in arrives) Add(meant, arrives, eps);
        }
    }

    public List<TomatoState> All { get; } = [];

    public List<int> Start { get; } = [0];

    public List<int> Next { get; } = [];

    public List<double> Probability { get; } = [];

    // The intended arrival with 1 − eps, and each action's arrival with eps/actions; equal arrivals are one entry.
    private void Add(int meant, int[] arrives, double eps)
    {
        foreach (var to in arrives.Distinct())
        {
            var probability = (to == meant ? 1 - eps : 0) + eps * arrives.Count(other => other == to) / arrives.Length;
            if (probability == 0) continue;
            Next.Add(to);
            Probability.Add(probability);
        }

        Start.Add(Next.Count);
    }

    private int Number(TomatoState state)
    {
        if (numbers.TryGetValue(state, out var number)) return number;
        All.Add(state);
        return numbers[state] = All.Count - 1;
    }
}
