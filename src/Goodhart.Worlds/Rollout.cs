namespace Goodhart.Worlds;

/// <summary>Runs a policy in a world and records what happened.</summary>
public static class Rollout
{
    /// <summary>Steps the world <paramref name="steps"/> times from where it stands. The caller disposes the result. // rows: step·Count + copy</summary>
    public static Transitions Collect(IWorld world, IPolicy policy, int steps, Generator rng)
    {
        var record = new Transitions(world.Schema, Ensure.Positive(steps) * world.Count);
        Collect(world, policy, steps, rng, record);
        return record;
    }

    /// <summary>As <see cref="Collect(IWorld, IPolicy, int, Generator)"/>, into a batch that is used again.</summary>
    public static void Collect(IWorld world, IPolicy policy, int steps, Generator rng, Transitions record)
    {
        Ensure.SameLength(record.Capacity, steps * world.Count);
        record.Count = record.Capacity;
        var actions = new float[world.Schema.Actions.Width * world.Count];
        for (var t = 0; t < steps; t++)
        {
            policy.Act(Situations.Of(world), rng, actions);
            Before(world, actions, record, t);
            world.Step(actions);
            After(world, record, t);
        }
    }

    /// <summary>Copies the current situation and the chosen actions into step <paramref name="t"/> of the record.</summary>
    public static void Before(IWorld world, ReadOnlySpan<float> actions, Transitions record, int t)
    {
        int n = world.Count, at = t * n;
        for (var f = 0; f < world.Schema.Observation.Count; f++) world.Observation.Slice(f * n, n).CopyTo(record.Observation(f)[at..]);
        for (var k = 0; k < world.Schema.Actions.Width; k++) actions.Slice(k * n, n).CopyTo(record.Action(k)[at..]);
        if (world.Schema.States > 0) world.State.CopyTo(record.State[at..]);
    }

    /// <summary>Copies where the step arrived into step <paramref name="t"/> of the record.</summary>
    public static void After(IWorld world, Transitions record, int t)
    {
        int n = world.Count, at = t * n;
        for (var f = 0; f < world.Schema.Observation.Count; f++) world.Arrived.Slice(f * n, n).CopyTo(record.Next(f)[at..]);
        world.Terminated.CopyTo(record.Terminated[at..]);
        world.Truncated.CopyTo(record.Truncated[at..]);
        if (world.Schema.States > 0) world.ArrivedState.CopyTo(record.NextState[at..]);
    }
}
