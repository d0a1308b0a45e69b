using System.Runtime.InteropServices;

namespace Goodhart.Learning.Segments;

/// <summary>Segments cut from rollouts, and the distinct state-action rows they are made of.</summary>
/// <remarks>In a finite world rows recur: a network then looks at each once, however many segments hold it.</remarks>
public sealed class SegmentTable(StateActionFeatures features)
{
    private readonly Dictionary<float[], int> numbers = new(new ByContent());
    private readonly List<float[]> rows = [];

    /// <summary>Columns of a row.</summary>
    public int Width => features.Width;

    /// <summary>Distinct rows so far. // (rows)(Width)</summary>
    public IReadOnlyList<float[]> Rows => rows;

    /// <summary>Cuts every episode of a record into segments of a length, the last of an episode being shorter.</summary>
    /// <param name="record">Transitions of all copies, step by step, each copy's first at the start of an episode. // rows: step·copies + copy</param>
    /// <param name="copies">Copies in the record.</param>
    /// <param name="length">Steps of a segment, &gt; 0; 50 in PEBBLE, 20 in small worlds.</param>
    /// <param name="truth">What each step really earned, for a simulated teacher; empty where nobody says. // (record.Count)</param>
    public IReadOnlyList<Segment> Cut(Transitions record, int copies, int length, ReadOnlySpan<float> truth = default)
    {
        Ensure.Positive(length);
        if (record.Count % Ensure.Positive(copies) != 0) throw new ArgumentException($"{record.Count} rows are not whole steps of {copies} copies.", nameof(record));
        if (!truth.IsEmpty) Ensure.SameLength(truth.Length, record.Count);
        var segments = new List<Segment>();
        for (var copy = 0; copy < copies; copy++)
        {
            var steps = new List<int>();
            for (var at = copy; at < record.Count; at += copies)
            {
                steps.Add(at);
                if (steps.Count < length && !record.Terminated[at] && !record.Truncated[at] && at + copies < record.Count) continue;
                segments.Add(Of(record, steps, truth));
                steps.Clear();
            }
        }

        return segments;
    }

    private Segment Of(Transitions record, List<int> steps, ReadOnlySpan<float> truth)
    {
        var total = 0.0;
        foreach (var at in steps) total += truth.IsEmpty ? 0 : truth[at];
        return new([.. steps.Select(at => Number(record, at))], [Fields(record, steps[0], next: false), .. steps.Select(at => Fields(record, at, next: true))], truth.IsEmpty ? null : total);
    }

    private int Number(Transitions record, int at)
    {
        var row = new float[Width];
        features.Of(record, at, row);
        if (numbers.TryGetValue(row, out var number)) return number;
        rows.Add(row);
        return numbers[row] = rows.Count - 1;
    }

    private static float[] Fields(Transitions record, int at, bool next) =>
        [.. Enumerable.Range(0, record.Schema.Observation.Count).Select(f => next ? record.Next(f)[at] : record.Observation(f)[at])];

    private sealed class ByContent : IEqualityComparer<float[]>
    {
        public bool Equals(float[]? a, float[]? b) => a.AsSpan().SequenceEqual(b);

        public int GetHashCode(float[] row)
        {
            var hash = new HashCode();
            hash.AddBytes(MemoryMarshal.AsBytes(row.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
