namespace Goodhart.Runs;

/// <summary>The numbers of a run over its steps, kept as numbered Parquet segments and copied to TensorBoard.</summary>
/// <remarks>
/// A commit writes only what is new. Sixteen neighbouring segments of one size become one, so n commits cost O(n log n) and leave O(log n) files.
/// A segment <c>first-last.parquet</c> holds commits first to last and outdates the segments within it, so a kill while merging loses and repeats nothing.
/// </remarks>
public sealed class MetricLog
{
    private const int Fan = 16;
    private const int CommitAt = 65_536;

    private readonly string folder;
    private readonly Disk disk;
    private readonly EventFiles events;
    private readonly Action<string> notice;
    private readonly List<Metric> pending = [];
    private readonly List<Segment> segments;

    internal MetricLog(string folder, Disk disk, EventFiles events, Action<string> notice)
    {
        (this.folder, this.disk, this.events, this.notice) = (folder, disk, events, notice);
        segments = Segment.Current(folder);
    }

    /// <summary>Records one value; it is safe on disk after the next commit or checkpoint. Values that are not finite are kept as they are.</summary>
    /// <exception cref="ArgumentException">The tag is empty or holds control characters.</exception>
    public void Add(long step, string tag, double value)
    {
        if (string.IsNullOrWhiteSpace(tag) || tag.Any(char.IsControl))
            throw new ArgumentException($"A metric's tag must be a readable name such as 'rollout/ep_rew_mean', was '{tag}'.", nameof(tag));
        Ensure.NotNegative(step);
        pending.Add(new(step, tag, value));
        events.Add(step, tag, value);
        if (pending.Count >= CommitAt) Commit();
    }

    /// <summary>Writes what was added since the last commit.</summary>
    /// <exception cref="RunFolderException">Disk full or folder unwritable; everything is still in memory and a later commit may succeed.</exception>
    public void Commit()
    {
        if (pending.Count > 0)
        {
            Write(new(segments.Count == 0 ? 1 : segments[^1].Last + 1), pending);
            pending.Clear();
            Merge();
        }

        events.Flush();
    }

    /// <summary>All values in the order of recording, those not yet committed included; damaged segments are skipped and noted on the run.</summary>
    public IReadOnlyList<Metric> Read() => [.. segments.SelectMany(Rows), .. pending];

    /// <summary>The values of a run folder or section that another process may be writing.</summary>
    public static IReadOnlyList<Metric> Read(string runFolder, Action<string>? damaged = null)
    {
        var log = new MetricLog(Path.Combine(runFolder, RunSection.MetricsFolder), Disk.Real, new(runFolder, Disk.Real, TimeProvider.System), damaged ?? (_ => { }));
        return log.Read();
    }

    /// <summary>Forgets every value after <paramref name="step"/>, because the steps after it are about to be taken again.</summary>
    internal void DropAfter(long step)
    {
        pending.Clear();
        foreach (var outdated in Segment.All(folder).Except(segments)) outdated.In(folder).Delete();   // left by a kill while merging
        foreach (var segment in segments.ToArray())
        {
            var rows = Rows(segment);
            var kept = rows.Where(r => r.Step <= step).ToList();
            if (kept.Count > 0 && kept.Count == rows.Count) continue;
            if (kept.Count > 0) Write(segment, kept);
            else Remove(segment);
        }

        events.Restart(step);
    }

    private void Write(Segment segment, IReadOnlyList<Metric> rows)
    {
        var bytes = MetricSegment.Encode(rows);
        disk.Replace(segment.In(folder).FullName, s => s.Write(bytes), "Metrics committed before are intact.");
        if (!segments.Contains(segment)) segments.Add(segment);
    }

    private void Merge()
    {
        while (segments.Count >= Fan && segments[^Fan..] is var tail && tail.TrueForAll(s => s.Commits == tail[0].Commits))
        {
            var merged = new Segment(tail[0].First, tail[^1].Last);
            Write(merged, [.. tail.SelectMany(Rows)]);
            foreach (var segment in tail) Remove(segment);
        }
    }

    private void Remove(Segment segment)
    {
        segment.In(folder).Delete();
        segments.Remove(segment);
    }

    private List<Metric> Rows(Segment segment)
    {
        try
        {
            return MetricSegment.Read(segment.In(folder).FullName);
        }
        catch (RunFolderException e)
        {
            notice($"{e.Message} Its metrics are lost.");
            return [];
        }
    }
}
