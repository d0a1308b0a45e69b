namespace Goodhart.Worlds.KeyDoor;

/// <summary>All states reachable from the start, breadth first, with their transitions compressed by rows.</summary>
internal sealed class KeyDoorStates
{
    private const int Actions = 4;

    private readonly Dictionary<KeyDoorState, int> numbers = [];

    public KeyDoorStates(KeyDoorOptions options)
    {
        Number(KeyDoorState.Start);
        for (var s = 0; s < All.Count; s++)
        {
            var state = All[s];
            if (state.AtGoal || state.InLava || state.Steps == options.Horizon)
            {
                Start.AddRange(Enumerable.Repeat(Next.Count, Actions));
                continue;
            }

            int[] arrives = [.. Enumerable.Range(0, Actions).Select(a => Number(state.Step(a) with { Steps = options.Timed ? state.Steps + 1 : 0 }))];
            foreach (var meant in arrives) Add(meant, arrives, options.Slip);
        }
    }

    public List<KeyDoorState> All { get; } = [];

    public List<int> Start { get; } = [0];

    public List<int> Next { get; } = [];

    public List<double> Probability { get; } = [];

    // The intended arrival with 1 − slip, and each action's arrival with slip/4; equal arrivals are one entry.
    private void Add(int meant, int[] arrives, double slip)
    {
        foreach (var to in arrives.Distinct())
        {
            var probability = (to == meant ? 1 - slip : 0) + slip * arrives.Count(other => other == to) / Actions;
            if (probability == 0) continue;
            Next.Add(to);
            Probability.Add(probability);
        }

        Start.Add(Next.Count);
    }

    private int Number(KeyDoorState state)
    {
        if (numbers.TryGetValue(state, out var number)) return number;
        All.Add(state);
        return numbers[state] = All.Count - 1;
    }
}
