namespace Goodhart;

/// <summary>Records the scores of a reward and of all its parts while they are evaluated: running moments, and on request the scores themselves.</summary>
public sealed class PartTrace
{
    private float[]? kept;

    private PartTrace(string path, IReadOnlyList<PartTrace> children)
    {
        Path = path;
        Children = children;
    }

    /// <summary>Names from the root to this part, joined by '/'.</summary>
    public string Path { get; }

    /// <summary>One trace per part of the reward, in order.</summary>
    public IReadOnlyList<PartTrace> Children { get; }

    /// <summary>Scores recorded since the last <see cref="Clear"/>.</summary>
    public long Count { get; private set; }

    public double Mean { get; private set; }

    /// <summary>Population variance of the recorded scores.</summary>
    public double Variance => Count > 0 ? Squares / Count : 0;

    public float Min { get; private set; } = float.PositiveInfinity;

    public float Max { get; private set; } = float.NegativeInfinity;

    /// <summary>The scores of the last batch, when <see cref="Keep"/> is on. // (batch.Count)</summary>
    public ReadOnlySpan<float> Last => kept.AsSpan(0, LastCount);

    /// <summary>Whether this trace and its children keep the last batch's scores.</summary>
    public bool Keep { get; private init; }

    private int LastCount { get; set; }

    private double Squares { get; set; }

    /// <summary>A recorder shaped like the tree of <paramref name="reward"/>.</summary>
    public static PartTrace Of<TBatch>(IReward<TBatch> reward, bool keep = false, string? path = null) where TBatch : IBatch
    {
        path = path is null ? reward.Name : $"{path}/{reward.Name}";
        return new(path, [.. reward.Parts.Select(part => Of(part, keep, path))]) { Keep = keep };
    }

    /// <summary>This trace and all below it, parents first.</summary>
    public IEnumerable<PartTrace> Flatten() => Children.SelectMany(child => child.Flatten()).Prepend(this);

    /// <summary>Forgets what was recorded, here and below.</summary>
    public void Clear()
    {
        (Count, Mean, Squares, Min, Max, LastCount) = (0, 0, 0, float.PositiveInfinity, float.NegativeInfinity, 0);
        foreach (var child in Children) child.Clear();
    }

    /// <summary>Adds a batch's scores to the running moments (Chan's pairwise update, so batches may be split anywhere).</summary>
    public void Record(ReadOnlySpan<float> scores)
    {
        if (Keep)
        {
            if (kept is null || kept.Length < scores.Length) kept = new float[scores.Length];
            scores.CopyTo(kept);
            LastCount = scores.Length;
        }

        if (scores.IsEmpty) return;
        double sum = 0, squares = 0;
        foreach (var score in scores) sum += score;
        var mean = sum / scores.Length;
        foreach (var score in scores)
        {
            squares += (score - mean) * (score - mean);
            Min = Math.Min(Min, score);
            Max = Math.Max(Max, score);
        }

        var total = Count + scores.Length;
        Squares += squares + (mean - Mean) * (mean - Mean) * Count * scores.Length / total;
        Mean += (mean - Mean) * scores.Length / total;
        Count = total;
    }
}
