using Goodhart.Worlds;

namespace Goodhart.Audit;

/// <summary>Sums of an episode's step rewards, from which returns and correlations follow without keeping the steps.</summary>
/// <param name="Horizon">Steps the episode counts for, those after its end included.</param>
/// <param name="Length">Steps it ran.</param>
internal readonly record struct EpisodeMoments(int Horizon, int Length, double P, double T, double Pp, double Tt, double Pt)
{
    public double Proxy => P / Horizon;

    public double True => T / Horizon;
}

/// <summary>Runs one episode in every copy of a world and sums both rewards up to each copy's end.</summary>
internal sealed class EpisodeRecorder(IWorld world, int horizon)
{
    // Long enough to score in columns, short enough to stay in cache and to stop soon after the last episode ended.
    private const int Chunk = 32;

    private readonly int copies = world.Count;
    private readonly int[] length = new int[world.Count];
    private readonly bool[] over = new bool[world.Count];
    private readonly double[] p = new double[world.Count], t = new double[world.Count];
    private readonly double[] pp = new double[world.Count], tt = new double[world.Count], pt = new double[world.Count];

    /// <summary>Several may run at once by the same truth: one that remembers its episodes serves them one after the other.</summary>
    public EpisodeMoments[] Run(IPolicy policy, IReward<Transitions> proxy, IReward<Transitions> truth, Generator rng, CancellationToken cancellation)
    {
        if (!truth.IsEpisodic) return Episodes(policy, proxy, truth, rng, cancellation);
        lock (truth) return Episodes(policy, proxy, truth, rng, cancellation);
    }

    private EpisodeMoments[] Episodes(IPolicy policy, IReward<Transitions> proxy, IReward<Transitions> truth, Generator rng, CancellationToken cancellation)
    {
        proxy.Begin(copies);
        truth.Begin(copies);
        for (var done = 0; done < horizon && Array.IndexOf(over, false) >= 0; done += Chunk)
        {
            cancellation.ThrowIfCancellationRequested();
            using var batch = Collect(policy, Math.Min(Chunk, horizon - done), rng);
            float[] first = new float[batch.Count], second = new float[batch.Count];
            proxy.Evaluate(batch, first);
            truth.Evaluate(batch, second);
            Add(batch, first, second);
        }

        return [.. Enumerable.Range(0, copies).Select(n => new EpisodeMoments(horizon, length[n], p[n], t[n], pp[n], tt[n], pt[n]))];
    }

    // A world that does not reset itself must not be stepped past the end of all its episodes, so the chunk stops there.
    private Transitions Collect(IPolicy policy, int steps, Generator rng)
    {
        var batch = new Transitions(world.Schema, steps * copies);
        var actions = new float[world.Schema.Actions.Width * copies];
        var ended = (bool[])over.Clone();
        var taken = 0;
        while (taken < steps && Array.IndexOf(ended, false) >= 0)
        {
            policy.Act(Situations.Of(world), rng, actions);
            Rollout.Before(world, actions, batch, taken);
            world.Step(actions);
            Rollout.After(world, batch, taken);
            for (var n = 0; n < copies; n++) ended[n] |= world.Terminated[n] || world.Truncated[n];
            taken++;
        }

        batch.Count = taken * copies;
        return batch;
    }

    private void Add(Transitions batch, float[] first, float[] second)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            var n = i % copies;
            if (over[n]) continue;
            double a = first[i], b = second[i];
            p[n] += a;
            t[n] += b;
            pp[n] += a * a;
            tt[n] += b * b;
            pt[n] += a * b;
            length[n]++;
            over[n] = batch.Terminated[i] || batch.Truncated[i];
        }
    }
}
