namespace Goodhart;

/// <summary>Whole episodes over transitions; a sample is a step, and the steps of an episode lie side by side.</summary>
public sealed class Trajectories : ISequences, IDisposable
{
    private readonly bool owned;

    /// <param name="steps">The steps of all episodes, one after another.</param>
    /// <param name="episodes">Where each episode begins among the steps.</param>
    /// <exception cref="ArgumentException">The offsets do not fit the steps, an episode is empty, or an episode ends before its last step.</exception>
    public Trajectories(Transitions steps, Offsets episodes) : this(steps, episodes, owned: false) { }

    private Trajectories(Transitions steps, Offsets episodes, bool owned)
    {
        (Steps, Episodes, this.owned) = (steps, episodes.Covering(steps.Count, "Episode"), owned);
        for (var e = 0; e < episodes.Count; e++)
            for (var i = episodes.Start[e]; i < episodes.Start[e + 1] - 1; i++)
                if (steps.Terminated[i] || steps.Truncated[i])
                    throw new ArgumentException($"Episode {e} ends at step {i - episodes.Start[e]}, but its offsets hold {episodes.Start[e + 1] - episodes.Start[e]} steps.");
    }

    public Transitions Steps { get; }

    public Offsets Episodes { get; }

    /// <summary>Number of steps of all episodes together.</summary>
    public int Count => Steps.Count;

    Offsets ISequences.Sequences => Episodes;

    /// <summary>Whether an episode reached its end, by termination or truncation, rather than the end of the recording.</summary>
    public bool IsComplete(int episode)
    {
        var last = Episodes.Start[episode + 1] - 1;
        return Steps.Terminated[last] || Steps.Truncated[last];
    }

    /// <summary>
    /// Episodes of a rollout, copy by copy in order of time; each copy's unfinished last episode is kept. The caller disposes the result.
    /// </summary>
    /// <param name="rollout">Step t of copy n in row t·copies + n.</param>
    /// <param name="copies">Copies of the world that were stepped together.</param>
    /// <exception cref="ArgumentException">The rows do not divide by the copies.</exception>
    public static Trajectories FromRollout(Transitions rollout, int copies)
    {
        if (rollout.Count % Ensure.Positive(copies) != 0) throw new ArgumentException($"{rollout.Count} rows do not divide by {copies} copies.", nameof(copies));
        var steps = rollout.Count / copies;
        List<int> start = [0];
        var order = new int[rollout.Count];
        for (int n = 0, at = 0; n < copies; n++)
            for (var t = 0; t < steps; t++)
            {
                var row = t * copies + n;
                order[at++] = row;
                if (t == steps - 1 || rollout.Terminated[row] || rollout.Truncated[row]) start.Add(at);
            }

        return new(Gather(rollout, order), new([.. start]), owned: true);
    }

    /// <summary>Discounted sum of step scores over each episode, Σ γᵗ·rₜ. // (episodes)</summary>
    /// <param name="scores">One per step. // (Count)</param>
    /// <param name="gamma">Discount in [0, 1].</param>
    public double[] Returns(ReadOnlySpan<float> scores, double gamma = 1)
    {
        Ensure.SameLength(scores.Length, Count);
        Ensure.InRange(gamma, 0, 1);
        var returns = new double[Episodes.Count];
        for (var e = 0; e < returns.Length; e++)
            for (var i = Episodes.Start[e + 1] - 1; i >= Episodes.Start[e]; i--) returns[e] = scores[i] + gamma * returns[e];
        return returns;
    }

    /// <summary>Returns the steps to the pool when this object made them, as <see cref="FromRollout"/> does.</summary>
    public void Dispose()
    {
        if (owned) Steps.Dispose();
    }

    private static Transitions Gather(Transitions from, int[] order)
    {
        var to = new Transitions(from.Schema, order.Length);
        for (var f = 0; f < from.Schema.Observation.Count; f++)
        {
            Pick(from.Observation(f), order, to.Observation(f));
            Pick(from.Next(f), order, to.Next(f));
        }

        for (var k = 0; k < from.Schema.Actions.Width; k++) Pick(from.Action(k), order, to.Action(k));
        Pick(from.Terminated, order, to.Terminated);
        Pick(from.Truncated, order, to.Truncated);
        if (from.Schema.States == 0) return to;
        Pick(from.State, order, to.State);
        Pick(from.NextState, order, to.NextState);
        return to;
    }

    private static void Pick<T>(ReadOnlySpan<T> from, int[] order, Span<T> to)
    {
        for (var i = 0; i < order.Length; i++) to[i] = from[order[i]];
    }
}
