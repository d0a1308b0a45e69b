namespace Goodhart.Design;

/// <summary>Whether a program scores the same rows to the same bits, whatever was scored before.</summary>
internal static class Determinism
{
    public static void Check(RewardProgram program, Transitions batch)
    {
        var first = Scores(program, batch);
        Compare(first, Scores(program, batch), "when asked twice");
        if (program.UsesMemory) return;
        using var backwards = Backwards(batch);
        var last = Scores(program, backwards);
        foreach (var column in last) Array.Reverse(column);
        Compare(first, last, "in another order");
    }

    /// <summary>Total and components of every row, by an instance of its own.</summary>
    private static float[][] Scores(RewardProgram program, Transitions batch)
    {
        var reward = program.ToReward();
        var (scores, trace) = (new float[batch.Count], PartTrace.Of(reward, keep: true));
        reward.Begin(1);
        reward.Evaluate(batch, scores, trace);
        return [scores, .. trace.Children.Select(c => c.Last.ToArray())];
    }

    private static void Compare(float[][] one, float[][] other, string when)
    {
        for (var c = 0; c < one.Length; c++)
            for (var i = 0; i < one[c].Length; i++)
                if (BitConverter.SingleToInt32Bits(one[c][i]) != BitConverter.SingleToInt32Bits(other[c][i]))
                    throw new ProgramException($"The program scored row {i} as {one[c][i]} and, {when}, as {other[c][i]}.", "Depend on the observation, the action and memory[…] only.");
    }

    private static Transitions Backwards(Transitions batch)
    {
        var copy = new Transitions(batch.Schema, batch.Count);
        for (var f = 0; f < batch.Schema.Observation.Count; f++)
        {
            Turn(batch.Observation(f), copy.Observation(f));
            Turn(batch.Next(f), copy.Next(f));
        }

        for (var k = 0; k < batch.Schema.Actions.Width; k++) Turn(batch.Action(k), copy.Action(k));
        Turn(batch.Terminated, copy.Terminated);
        Turn(batch.Truncated, copy.Truncated);
        Turn(batch.State, copy.State);
        Turn(batch.NextState, copy.NextState);
        return copy;
    }

    private static void Turn<T>(Span<T> from, Span<T> to)
    {
        from.CopyTo(to);
        to.Reverse();
    }
}
