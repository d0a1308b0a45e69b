using Goodhart.Worlds;

namespace Goodhart.Studies.Design;

/// <summary>Records the first episode of every copy of a world.</summary>
internal static class WatchedEpisodes
{
    /// <summary>Steps until every copy's first episode is over, and not beyond: a world that does not reset itself must not be stepped further. // rows: step·Count + copy</summary>
    public static Transitions Collect(IWorld world, IPolicy policy, int horizon, Generator rng, CancellationToken cancellation)
    {
        var record = new Transitions(world.Schema, horizon * world.Count);
        var (actions, over, taken) = (new float[world.Schema.Actions.Width * world.Count], new bool[world.Count], 0);
        for (; taken < horizon && over.Contains(false); taken++)
        {
            cancellation.ThrowIfCancellationRequested();
            policy.Act(Situations.Of(world), rng, actions);
            Rollout.Before(world, actions, record, taken);
            world.Step(actions);
            Rollout.After(world, record, taken);
            for (var n = 0; n < over.Length; n++) over[n] |= world.Terminated[n] || world.Truncated[n];
        }

        record.Count = taken * world.Count;
        return record;
    }
}
