namespace Goodhart.Worlds.Tabular;

/// <summary>Draws starts and successors of one process; holds sums of its probabilities, so that a draw is a binary search.</summary>
public sealed class ProcessSampler
{
    private readonly TabularMdp mdp;
    private readonly double[] sums, startSums;

    /// <exception cref="ArgumentException">An episode may start in a terminal state.</exception>
    public ProcessSampler(TabularMdp mdp)
    {
        this.mdp = mdp;
        for (var s = 0; s < mdp.States; s++)
            if (mdp.Initial[s] > 0 && mdp.IsTerminal(s)) throw new ArgumentException($"Episodes must not start in a terminal state, but state {s} has initial probability {mdp.Initial[s]}.");
        (sums, startSums) = (new double[mdp.Entries], new double[mdp.States]);
        for (var pair = 0; pair < mdp.States * mdp.Actions; pair++) Accumulate(mdp.Probability, sums, mdp.Start[pair], mdp.Start[pair + 1]);
        Accumulate(mdp.Initial, startSums, 0, mdp.States);
    }

    /// <summary>A state in which an episode starts.</summary>
    public int Begin(Generator rng) => Draw(startSums, 0, mdp.States, rng);

    /// <summary>The (s, a, s′) entry that happens.</summary>
    public int Step(int state, int action, Generator rng)
    {
        var pair = state * mdp.Actions + action;
        return Draw(sums, mdp.Start[pair], mdp.Start[pair + 1], rng);
    }

    private static int Draw(double[] sums, int start, int end, Generator rng)
    {
        if (end - start == 1) return start;
        var (u, low, high) = (rng.NextDouble(), start, end - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sums[middle] > u) high = middle;
            else low = middle + 1;
        }

        return low;
    }

    private static void Accumulate(double[] probability, double[] sums, int start, int end)
    {
        var (sum, last) = (0.0, start);
        for (var k = start; k < end; k++)
        {
            sums[k] = sum += probability[k];
            if (probability[k] > 0) last = k;
        }

        for (var k = last; k < end; k++) sums[k] = 1;   // rounding must not lead to an impossible entry
    }
}
