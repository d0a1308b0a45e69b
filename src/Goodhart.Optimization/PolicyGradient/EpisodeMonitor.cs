namespace Goodhart.Optimization;

/// <summary>Adds up rewards and steps of each copy's episode, and averages the last 100 finished episodes.</summary>
public sealed class EpisodeMonitor(int copies)
{
    private const int Window = 100;
    private readonly double[] sums = new double[copies];
    private readonly int[] lengths = new int[copies];
    private readonly Queue<(double Return, int Length)> last = [];

    /// <summary>Episodes finished so far.</summary>
    public long Episodes { get; private set; }

    /// <summary>Mean undiscounted return of the last 100 episodes; NaN before the first ends.</summary>
    public double Return => last.Count > 0 ? last.Average(e => e.Return) : double.NaN;

    /// <summary>Mean length of the last 100 episodes; NaN before the first ends.</summary>
    public double Length => last.Count > 0 ? last.Average(e => e.Length) : double.NaN;

    /// <summary>Continues with a rollout. // rewards: (batch.Count)</summary>
    public void Record(Transitions batch, ReadOnlySpan<float> rewards)
    {
        Ensure.SameLength(rewards.Length, batch.Count);
        ReadOnlySpan<bool> terminated = batch.Terminated, truncated = batch.Truncated;
        for (var row = 0; row < rewards.Length; row++)
        {
            var n = row % sums.Length;
            sums[n] += rewards[row];
            lengths[n]++;
            if (!terminated[row] && !truncated[row]) continue;
            if (last.Count == Window) last.Dequeue();
            last.Enqueue((sums[n], lengths[n]));
            (sums[n], lengths[n]) = (0, 0);
            Episodes++;
        }
    }

    public void Save(BinaryWriter writer)
    {
        for (var n = 0; n < sums.Length; n++)
        {
            writer.Write(sums[n]);
            writer.Write(lengths[n]);
        }

        writer.Write(Episodes);
        writer.Write(last.Count);
        foreach (var (sum, length) in last)
        {
            writer.Write(sum);
            writer.Write(length);
        }
    }

    public void Load(BinaryReader reader)
    {
        for (var n = 0; n < sums.Length; n++) (sums[n], lengths[n]) = (reader.ReadDouble(), reader.ReadInt32());
        Episodes = reader.ReadInt64();
        last.Clear();
        for (var left = reader.ReadInt32(); left > 0; left--) last.Enqueue((reader.ReadDouble(), reader.ReadInt32()));
    }
}
