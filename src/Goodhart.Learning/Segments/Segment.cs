namespace Goodhart.Learning.Segments;

/// <summary>A stretch of an episode, to be compared with another.</summary>
/// <param name="Rows">Its steps as rows of the <see cref="SegmentTable"/> it was cut into, in order; shorter than asked for where the episode ended.</param>
/// <param name="Situations">Observations from before its first step to after its last, to be watched. // (steps + 1)(fields)</param>
/// <param name="True">What it earned of what is really wanted, for a simulated teacher alone; null where nobody said.</param>
public sealed record Segment(IReadOnlyList<int> Rows, IReadOnlyList<float[]> Situations, double? True = null);

/// <summary>Says which of two segments is better.</summary>
public delegate Feedback.Choice CompareSegments(Segment first, Segment second);

/// <summary>Teachers that need no person.</summary>
public static class SegmentTeacher
{
    /// <summary>The segment that really earned more is better; equal within a tolerance is a tie (PEBBLE 2021's oracle).</summary>
    /// <param name="tie">Earnings by which two may differ and still be called equal, ≥ 0.</param>
    public static CompareSegments Oracle(double tie = 1e-6)
    {
        Ensure.NotNegative(tie);
        return (first, second) => (True(first) - True(second)) switch
        {
            var lead when Math.Abs(lead) <= tie => Feedback.Choice.Tie,
            > 0 => Feedback.Choice.First,
            _ => Feedback.Choice.Second,
        };
    }

    private static double True(Segment segment) => segment.True ?? throw new ArgumentException("An oracle compares what segments really earned, which nobody said of this one.", nameof(segment));
}
