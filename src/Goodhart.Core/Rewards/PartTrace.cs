namespace Goodhart;

/// <summary>Records the scores of a reward and of all its parts while they are evaluated: running moments, and on request the scores themselves.</summary>
public sealed class PartTrace
{
    private float[] kept = [], applied = [];
    private bool[] mask = [];
    private bool restricted, lastRestricted;

    private PartTrace(string path, float weight, PartTrace[] children)
    {
        Path = path;
        Weight = weight;
        Children = children;
    }

    /// <summary>Names from the root to this part, joined by '/'.</summary>
    public string Path { get; }

    /// <summary>Factor with which this part enters the sum above it; 1 elsewhere.</summary>
    public float Weight { get; }

    /// <summary>One trace per part of the reward, in order.</summary>
    public IReadOnlyList<PartTrace> Children { get; }

    /// <summary>Scores recorded since the last <see cref="Clear"/>, those that apply only.</summary>
    public long Count { get; private set; }

    /// <summary>Samples seen to which this part does not apply.</summary>
    public long Skipped { get; private set; }

    public double Mean { get; private set; }

    /// <summary>Population variance of the recorded scores.</summary>
    public double Variance => Count > 0 ? Squares / Count : 0;

    public float Min { get; private set; } = float.PositiveInfinity;

    public float Max { get; private set; } = float.NegativeInfinity;

    /// <summary>The scores of the last batch, when <see cref="Keep"/> is on. // (batch.Count)</summary>
    public ReadOnlySpan<float> Last => kept.AsSpan(0, LastCount);

    /// <summary>To which of <see cref="Last"/> the part applies; empty when it applies to all. // (batch.Count)</summary>
    public ReadOnlySpan<bool> LastApplies => lastRestricted ? mask.AsSpan(0, LastCount) : [];

    /// <summary>Whether this trace and its children keep the last batch's scores.</summary>
    public bool Keep { get; private init; }

    private int LastCount { get; set; }

    private double Squares { get; set; }

    /// <summary>A recorder shaped like the tree of <paramref name="reward"/>.</summary>
    public static PartTrace Of<TBatch>(IReward<TBatch> reward, bool keep = false, string? path = null) where TBatch : IBatch =>
        Of(reward, keep, path, 1);

    private static PartTrace Of<TBatch>(IReward<TBatch> reward, bool keep, string? above, float weight) where TBatch : IBatch
    {
        var path = above is null ? reward.Name : $"{above}/{reward.Name}";
        var weights = (reward as IWeighted)?.Weights;
        return new(path, weight, [.. reward.Parts.Select((part, i) => Of(part, keep, path, weights?[i] ?? 1))]) { Keep = keep };
    }

    /// <summary>This trace and all below it, parents first.</summary>
    public IEnumerable<PartTrace> Flatten() => Children.SelectMany(child => child.Flatten()).Prepend(this);

    /// <summary>Forgets what was recorded, here and below.</summary>
    public void Clear()
    {
        (Count, Skipped, Mean, Squares, Min, Max, LastCount) = (0, 0, 0, 0, float.PositiveInfinity, float.NegativeInfinity, 0);
        restricted = lastRestricted = false;
        foreach (var child in Children) child.Clear();
    }

    /// <summary>Says to which samples the scores that are recorded next apply; the others are kept but count in no statistic. // (batch.Count)</summary>
    public void Restrict(ReadOnlySpan<bool> applies)
    {
        if (mask.Length < applies.Length) mask = new bool[applies.Length];
        applies.CopyTo(mask);
        restricted = true;
    }

    /// <summary>Adds a batch's scores to the running moments (Chan's pairwise update, so batches may be split anywhere).</summary>
    public void Record(ReadOnlySpan<float> scores)
    {
        if (Keep)
        {
            if (kept.Length < scores.Length) kept = new float[scores.Length];
            scores.CopyTo(kept);
            LastCount = scores.Length;
            lastRestricted = restricted;
        }

        if (restricted) Compress(scores);
        else Add(scores);
        restricted = false;
    }

    private void Compress(ReadOnlySpan<float> scores)
    {
        if (applied.Length < scores.Length) applied = new float[scores.Length];
        var count = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            applied[count] = scores[i];
            if (mask[i]) count++;
        }

        Skipped += scores.Length - count;
        Add(applied.AsSpan(0, count));
    }

    private void Add(ReadOnlySpan<float> scores)
    {
        if (scores.IsEmpty) return;
        var (sum, min, max) = ScoreNumbers.Reduce(scores);
        var mean = sum / scores.Length;
        var total = Count + scores.Length;
        Squares += ScoreNumbers.SquaredDeviations(scores, mean) + (mean - Mean) * (mean - Mean) * Count * scores.Length / total;
        Mean += (mean - Mean) * scores.Length / total;
        (Count, Min, Max) = (total, Math.Min(Min, min), Math.Max(Max, max));
    }
}
